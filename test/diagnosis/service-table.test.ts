import { describe, expect, test } from 'vitest';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { MOST_SERVICES, NO_SERVICE, ServiceTable } from '../../src/diagnosis/service-table.js';
import type { FlowFacts } from '../../src/survey/flow-facts.js';
import { CraftedSurvey } from './craft-survey.js';

const flowOf = (serverPort: number, isIpv6 = false) =>
  ({ serverAddress: 0x0a000001, serverPort, isIpv6 }) as FlowFacts;

describe('The table of services', () => {
  test('gives each address, port and version a number', () => {
    const table = new ServiceTable();
    expect([flowOf(80), flowOf(443), flowOf(80, true), flowOf(80)].map((flow) => table.of(flow))).toEqual([
      0, 1, 2, 0,
    ]);
  });

  test('gives no number to a new service beyond the limit, and knows the others still', () => {
    const table = new ServiceTable(2);
    const ports = [80, 443, 8080, 443, 80];
    expect(ports.map((port) => table.of(flowOf(port)))).toEqual([0, 1, NO_SERVICE, 1, 0]);
    expect(table.length).toBe(2);
  });
});

describe('A capture with more services than are kept', () => {
  const SERVER = 0x0a000001;
  const CLIENT = 0x0b000001;

  function afterScan(judgeEarly: boolean) {
    const crafted = new CraftedSurvey();
    const judge = new Diagnostician(crafted.survey);
    crafted.teardown(CLIENT, 1000, SERVER, 80);
    for (let i = 0; i < MOST_SERVICES; i++)
      crafted.refused(CLIENT, 1001, 0x0c000000 + (i >> 4), 1 + (i & 15));
    crafted.teardown(CLIENT, 1002, SERVER, 80);
    crafted.teardown(CLIENT, 1003, SERVER, 81);
    if (judgeEarly) return judge.look({ files: [] }).diagnosis;
    crafted.survey.finish();
    return judge.finish({ files: [] });
  }

  test.each([
    ['at its end', false],
    ['while it is taken', true],
  ])('is judged without the flows of the others, which are counted: %s', (_, judgeEarly) => {
    const { capture, totals, findings } = afterScan(judgeEarly);
    expect(capture.problems.find(({ code }) => code === 'services-not-kept')?.count).toBe(2);
    expect(totals.flows).toBe(MOST_SERVICES + 3);
    const sum = Object.values(totals.teardowns).reduce((all, count) => all + count, 0);
    expect(sum).toBe(totals.flows);
    const teardowns = findings.filter(({ rule }) => rule === 'fin-answered-by-reset');
    expect(teardowns.map(({ server, flowCount }) => [server?.port, flowCount])).toEqual([[80, 2]]);
  });
});
