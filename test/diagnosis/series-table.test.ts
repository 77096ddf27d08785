import { expect, test } from 'vitest';
import { ClientTable } from '../../src/diagnosis/client-table.js';
import type { ProbeFacts } from '../../src/diagnosis/probe-log.js';
import { SeriesTable } from '../../src/diagnosis/series-table.js';
import { type ProbeShape, rhythmOf } from '../../src/rules/probe-series.js';

/** Flows of a series that are listed though they are evicted. */
const MOST_EVICTED = 16;

interface Probe {
  readonly flow: number;
  readonly timeNs: number;
}

/** Series of probes: some every five seconds, some at random times. Ascending by flow, in no order within a millisecond. */
const SERIES = [
  { client: 1, shape: 'graceful', probes: 9000, periodNs: 5e9 },
  { client: 1, shape: 'fin-answered-by-reset', probes: 4250, periodNs: 1e9 },
  { client: 2, shape: 'graceful', probes: 130, periodNs: 3e9 },
  { client: 3, shape: 'graceful', probes: 6000, periodNs: null },
] as const;

/** All probes of all series, mixed as they would come. */
function probes() {
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed / 2 ** 32;
  };
  return SERIES.flatMap(({ client, shape, probes: count, periodNs }) => {
    let timeNs = 0;
    return Array.from({ length: count }, () => {
      timeNs += periodNs ?? random() * 2e9;
      return { client, shape: shape as ProbeShape, timeNs: timeNs + Math.floor(random() * 1e6) };
    });
  })
    .sort((a, b) => a.timeNs - b.timeNs)
    .map((probe, flow) => ({ ...probe, flow }));
}

/** The table after as many flows were evicted, with the others behind them. */
function filled(evicted: number) {
  const all = probes();
  const clients = new ClientTable();
  const table = new SeriesTable(
    clients,
    factsWith((flow) => all[flow]?.timeNs as number),
  );
  for (const { client, shape, flow, timeNs } of all) {
    table.add(clients.of(0, client), shape, flow, flow < evicted ? timeNs : null);
  }
  table.close();
  return { all, table };
}

/** Facts of flows of a second each, of which every 7001st was cut. */
function factsWith(timeNs: (flow: number) => number): ProbeFacts {
  return {
    at: (flow) => ({
      firstTimeNs: timeNs(flow),
      lastTimeNs: timeNs(flow) + 1e9,
      cutBySnaplen: flow % 7001 === 0,
    }),
  };
}

function evictedOf(table: SeriesTable, series: number): Probe[] {
  const flows: Probe[] = [];
  table.eachEvicted(series, (flow, timeNs) => flows.push({ flow, timeNs }));
  return flows;
}

function keptOf(table: SeriesTable, series: number): number[] {
  const flows: number[] = [];
  for (let flow = table.firstKept(series); flow >= 0; flow = table.nextKept(flow)) flows.push(flow);
  return flows;
}

function listed(table: SeriesTable, series: number): number[] {
  return [...evictedOf(table, series).map(({ flow }) => flow), ...keptOf(table, series)];
}

test.each([
  0, 200, 3000, 12_345, 19_000, 19_380,
])('Series of which flows in front of %i were evicted', (evicted) => {
  const { all, table } = filled(evicted);
  expect(table.notKept).toBe(0);
  for (const { client, shape } of SERIES) {
    const flows = all.filter((probe) => probe.client === client && probe.shape === shape);
    const gone = flows.filter(({ flow }) => flow < evicted).slice(0, -MOST_EVICTED);
    const known = flows.slice(gone.length);
    const series = table.find(0, client, shape);
    const timesNs = known.map(({ timeNs }) => timeNs);
    const kept = known.filter(({ flow }) => flow >= evicted);
    expect(evictedOf(table, series)).toEqual(
      known.filter(({ flow }) => flow < evicted).map(({ flow, timeNs }) => ({ flow, timeNs })),
    );
    expect(keptOf(table, series)).toEqual(kept.map(({ flow }) => flow));
    expect(table.keptCount(series)).toBe(kept.length);
    expect(table.hasCutFlows(series)).toBe(kept.some(({ flow }) => flow % 7001 === 0));
    if (kept.length > 0) {
      expect(table.keptFirstTimeNs(series)).toBe(Math.min(...kept.map(({ timeNs }) => timeNs)));
      expect(table.keptLastTimeNs(series)).toBe(Math.max(...kept.map(({ timeNs }) => timeNs + 1e9)));
    }
    expect(table.read(series)).toMatchObject({
      shape,
      flowCount: flows.length,
      rhythm: rhythmOf(timesNs, timesNs.length),
    });
    const goneNs = gone.map(({ timeNs }) => timeNs);
    expect(table.dropped(series)).toEqual(
      gone.length === 0
        ? null
        : { count: gone.length, firstTimeNs: Math.min(...goneNs), lastTimeNs: Math.max(...goneNs) },
    );
  }
});

test.each([
  ['all before', [1, 2, 3], [4, 5, 6], 'after', 'before'],
  ['all before, of a capture whose times go backwards', [5, 6, 4], [3, 1, 2], 'before', 'after'],
  ['in turn', [1, 3, 5], [2, 4, 6], null, null],
  ['one in the midst of others', [1, 3], [2], null, null],
] as const)('Flows of one shape and those of the other: %s', (_, reset, graceful, ofReset, ofGraceful) => {
  for (const evicted of [0, 2, reset.length + graceful.length]) {
    const seconds = [...reset, ...graceful];
    const clients = new ClientTable();
    const table = new SeriesTable(
      clients,
      factsWith((flow) => (seconds[flow] as number) * 1e9),
    );
    for (const [flow, second] of seconds.entries()) {
      const shape = flow < reset.length ? 'fin-answered-by-reset' : 'graceful';
      table.add(clients.of(0, 1), shape, flow, flow < evicted ? second * 1e9 : null);
    }
    table.close();
    expect(table.read(table.find(0, 1, 'fin-answered-by-reset')).otherShapeWhen).toBe(ofReset);
    expect(table.read(table.find(0, 1, 'graceful')).otherShapeWhen).toBe(ofGraceful);
  }
});

test('Of series without an end no more is kept than of short ones', () => {
  const clients = new ClientTable();
  const table = new SeriesTable(
    clients,
    factsWith(() => Number.NaN),
  );
  const places = 300;
  // More entries than there may be, were none of them used again.
  const flows = 4_500_000;
  for (let flow = 0; flow < flows; flow++) {
    table.add(clients.of(0, flow % places), 'graceful', flow, flow * 1e6);
  }
  expect(table.notKept).toBe(0);
  table.close();
  const series = table.find(0, 7, 'graceful');
  expect(table.count(series)).toBe(flows / places);
  expect(listed(table, series)).toHaveLength(MOST_EVICTED);
  expect(table.read(series).rhythm).toMatchObject({ intervalMs: places, isPeriodic: true });
  expect(table.dropped(series)).toMatchObject({ firstTimeNs: 7e6 });
});

test('A copy goes on by itself', () => {
  const clients = new ClientTable();
  const table = new SeriesTable(
    clients,
    factsWith(() => Number.NaN),
  );
  const client = clients.of(0, 1);
  for (let flow = 0; flow < 50; flow++) table.add(client, 'graceful', flow, flow);
  const copyOfClients = new ClientTable();
  const copy = new SeriesTable(
    copyOfClients,
    factsWith((flow) => flow),
  );
  copyOfClients.copyFrom(clients);
  copy.copyFrom(table);
  for (let flow = 50; flow < 60; flow++) copy.add(client, 'graceful', flow, null);
  for (let flow = 50; flow < 70; flow++) table.add(client, 'graceful', flow, flow);
  for (const one of [copy, table]) one.close();
  const series = 2 * client + 1;
  expect([copy.count(series), table.count(series)]).toEqual([60, 70]);
  expect(listed(copy, series)).toEqual(
    Array.from({ length: MOST_EVICTED + 10 }, (_, index) => 60 - MOST_EVICTED - 10 + index),
  );
  expect(listed(table, series)[0]).toBe(70 - MOST_EVICTED);
  expect([copy, table].map((one) => one.dropped(series)?.count)).toEqual([
    50 - MOST_EVICTED,
    70 - MOST_EVICTED,
  ]);
});
