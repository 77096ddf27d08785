import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { stableOrder } from '../../src/bytes/stable-order.js';
import { readCaptures } from '../../src/cli/read-captures.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import type { FilterCapture } from '../../src/filter/subject.js';
import { SEVERITIES } from '../../src/rules/rule.js';
import { ExchangeFacts } from '../../src/survey/exchange-facts.js';
import { FlowFacts } from '../../src/survey/flow-facts.js';
import { TEARDOWNS } from '../../src/tcp/teardown.js';
import { SORT_COLUMNS, type SortColumn, type SortOrder } from '../../src/tui/flow-order.js';
import { FlowViewer } from '../../src/tui/flow-view.js';
import { matching } from '../filter/capture.js';

function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** All captures as one: flows of every kind, IPv6 among them. */
let capture: FilterCapture;
beforeAll(async () => {
  const paths = readdirSync('captures')
    .filter((name) => /\.pcap(ng)?$/.test(name))
    .map((name) => `captures/${name}`);
  const { survey, files } = await readCaptures(paths, { hash: false, onProgress: () => {} });
  const judge = new Diagnostician(survey);
  const { findings } = judge.finish({ files });
  capture = { survey, findings, findingsAt: (flow) => judge.findingsAt(flow) };
});

/** What a flow is compared by: values from the most significant on; null for none. */
function valuesOf(column: SortColumn, number: number): readonly number[] | null {
  const { survey } = capture;
  const flow = new FlowFacts(survey).at(number);
  const end = (address: number, port: number) => {
    const v4 = [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff);
    return [flow.isIpv6 ? 6 : 4, ...(flow.isIpv6 ? survey.addresses.ipv6Octets(address) : v4), port];
  };
  switch (column) {
    case 'flow':
      return [number];
    case 'severity': {
      const ranks = capture.findingsAt(number).map(({ severity }) => -SEVERITIES.indexOf(severity));
      return ranks.length === 0 ? null : [Math.max(...ranks)];
    }
    case 'start':
      return [flow.firstTimeNs];
    case 'client':
      return end(flow.clientAddress, flow.clientPort);
    case 'server':
      return end(flow.serverAddress, flow.serverPort);
    case 'segments':
      return [flow.clientSegments + flow.serverSegments];
    case 'payload':
      return [flow.clientPayloadBytes + flow.serverPayloadBytes];
    case 'duration':
      return [flow.lastTimeNs - flow.firstTimeNs];
    case 'end':
      return [TEARDOWNS.indexOf(flow.teardown)];
    case 'ttfb': {
      const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
      const times: number[] = [];
      for (let at = flow.firstExchange; at >= 0; at = exchange.at(at).nextExchange) {
        const { thinkTimeUs } = exchange.at(at);
        if (thinkTimeUs !== null) times.push(thinkTimeUs);
      }
      return times.length === 0 ? null : times.slice(0, 1);
    }
  }
}

function naive(flows: readonly number[], { column, isDescending }: SortOrder): number[] {
  const compare = (a: number, b: number) => {
    const [x, y] = [valuesOf(column, a), valuesOf(column, b)];
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
    const place = x.findIndex((value, index) => value !== y[index]);
    if (place < 0) return a - b;
    return ((x[place] as number) - (y[place] as number)) * (isDescending ? -1 : 1);
  };
  return flows.toSorted(compare);
}

test.each(
  SORT_COLUMNS.flatMap((column) => [false, true].map((isDescending) => ({ column, isDescending }))),
)('flows in the order of $column, descending: $isDescending', (order) => {
  const all = Array.from({ length: capture.survey.flows.length }, (_, flow) => flow);
  const viewer = new FlowViewer(capture);
  const view = finish(viewer.view({ filter: '', order, markedOnly: false }, new Set()));
  expect([...view]).toEqual(naive(all, order));
  expect(viewer.total).toBe(all.length);
});

test('filters, marks and orders in any sequence give what a naive look gives', () => {
  const viewer = new FlowViewer(capture);
  const filters = [
    '',
    'finding:any',
    'status==503',
    'server.port==80 && bytes>100',
    'frame<500',
    '"no such text"',
  ];
  const query = fc.record({
    filter: fc.constantFrom(...filters),
    order: fc.record({ column: fc.constantFrom(...SORT_COLUMNS), isDescending: fc.boolean() }),
    markedOnly: fc.boolean(),
  });
  const marks = fc.uniqueArray(fc.nat(capture.survey.flows.length + 5), { maxLength: 20 });
  fc.assert(
    fc.property(query, marks, (asked, marked) => {
      const matches = matching(capture, asked.filter === '' ? 'flow>=0' : asked.filter);
      const wanted = matches.filter((flow) => !asked.markedOnly || marked.includes(flow));
      const view = finish(viewer.view(asked, new Set(marked)));
      expect([...view]).toEqual(naive(wanted, asked.order));
    }),
    { numRuns: 60 },
  );
});

test('a filter that is none matches nothing, and findings that are left out count for nothing', () => {
  const order = { column: 'severity', isDescending: true } as const;
  const viewer = new FlowViewer(capture);
  const query = { filter: 'status==', order, markedOnly: false };
  expect(finish(viewer.view(query, new Set()))).toHaveLength(0);
  const found = finish(viewer.view({ ...query, filter: 'finding:any' }, new Set()));
  expect(found.length).toBeGreaterThan(0);
  const muted = new FlowViewer({ ...capture, findingsAt: () => [] }, viewer);
  expect(finish(muted.view({ ...query, filter: 'finding:any' }, new Set()))).toHaveLength(0);
  expect([...finish(muted.view({ ...query, filter: '' }, new Set()))].slice(0, 3)).toEqual([0, 1, 2]);
});

test('any doubles are put in order, NaN at the end, equal ones in their order', () => {
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1, Number.NaN, 2 ** 53, -1e-310));
  fc.assert(
    fc.property(fc.array(number, { maxLength: 300 }), (numbers) => {
      const { order, present } = finish(
        stableOrder(Float64Array.from(numbers), {
          order: new Uint32Array(numbers.length + 1),
          spare: new Uint32Array(numbers.length),
          begins: new Uint8Array(numbers.length + 2).fill(9),
        }),
      );
      const rank = (index: number) => {
        const value = numbers[index] as number;
        return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
      };
      const isLast = (index: number) => (Number.isNaN(numbers[index]) ? 1 : 0);
      const expected = numbers
        .map((_, index) => index)
        .sort((a, b) => isLast(a) - isLast(b) || (rank(a) === rank(b) ? a - b : rank(a) < rank(b) ? -1 : 1));
      expect([...order]).toEqual(expected);
      expect(present).toBe(numbers.filter((value) => !Number.isNaN(value)).length);
    }),
    { numRuns: 300 },
  );
});

test('a list that is shown stays as it is while another is made, and while one is given up', () => {
  const viewer = new FlowViewer(capture);
  const query = { filter: '', order: { column: 'flow', isDescending: true }, markedOnly: false } as const;
  const shown = finish(viewer.view(query, new Set()));
  const before = [...shown];
  const sorted = { ...query, order: { column: 'duration', isDescending: false } } as const;
  const givenUp = viewer.view(sorted, new Set());
  for (let step = 0; step < 3; step++) givenUp.next();
  const next = finish(viewer.view(sorted, new Set()));
  expect([...shown]).toEqual(before);
  expect([...next].toSorted((a, b) => b - a)).toEqual(before);
});
