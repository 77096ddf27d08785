/** A diagnosis told of some flows only. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import type { Finding } from '../../src/diagnosis/diagnosis.js';
import { CraftedSurvey } from './craft-survey.js';
import { diagnoseCapture } from './diagnose-capture.js';

const PROBES = 'captures/iis7-health-check.pcap';
const captures = readdirSync('captures').filter((name) => /\.pcap(ng)?$/.test(name));

const findingOf = (findings: readonly Finding[], rule: string) => findings.find((it) => it.rule === rule);

test.each(captures)('of all flows of %s it says what the whole says', async (name) => {
  const { diagnosis, diagnostician } = await diagnoseCapture(`captures/${name}`);
  const { filter, ...told } = diagnostician.only('tcp', () => true);
  const { filter: none, ...whole } = diagnosis;
  expect(none).toBeNull();
  expect(filter).toEqual({
    expression: 'tcp',
    matchedFlows: whole.totals.flows,
    flows: whole.totals.flows,
    evictedFlows: 0,
  });
  expect(told).toEqual(whole);
});

test.each(captures)('of single flows of %s it says no more than the whole says of them', async (name) => {
  const { diagnosis, diagnostician, survey } = await diagnoseCapture(`captures/${name}`);
  const known = new Set(diagnosis.findings.map(({ id }) => id));
  for (let flow = 0; flow < survey.flows.length; flow++) {
    const { findings, totals } = diagnostician.only('one', (number) => number === flow);
    expect(totals.flows).toBe(1);
    expect(findings.map(({ rule }) => rule).sort()).toEqual(diagnostician.findingsOfFlow(flow).sort());
    for (const finding of findings) {
      expect(known.has(finding.id)).toBe(true);
      expect(finding.flows).toEqual([flow]);
      expect(finding.evidence.map((it) => it.flow)).toEqual([flow]);
    }
  }
});

test('counts, times and evidence are of the flows that are told', async () => {
  const { diagnosis, diagnostician } = await diagnoseCapture(PROBES);
  const some = diagnostician.only('flow in 5..10', (flow) => flow >= 5 && flow <= 10);
  const [whole, told] = [diagnosis, some].map(({ findings }) => findingOf(findings, 'health-check-reset'));
  expect(whole).toMatchObject({ flowCount: 10, numbers: { count: 10, successes: 8 } });
  expect(told).toMatchObject({ id: whole?.id, flowCount: 3, flows: [5, 7, 10] });
  expect(told?.evidence.map(({ flow }) => flow)).toEqual([5, 7, 10]);
  expect(told?.firstTimeNs).toBeGreaterThan(whole?.firstTimeNs ?? 0);
  expect(told?.lastTimeNs).toBeLessThan(whole?.lastTimeNs ?? 0);
  expect(some.totals).toMatchObject({
    flows: 6,
    requests: 2,
    status: { 200: 2 },
    teardowns: { 'orderly-client-first': 3, 'reset-by-server-after-client-fin': 3 },
  });
  expect(some.capture).toEqual(diagnosis.capture);
});

test('a probe is as steady as all its flows are, however few are told', async () => {
  const { diagnosis, diagnostician } = await diagnoseCapture(PROBES);
  const told = diagnostician.only('flow==2', (flow) => flow === 2);
  const interval = ({ findings }: { findings: readonly Finding[] }) =>
    findingOf(findings, 'health-check-reset')?.numbers.intervalMs;
  expect(interval(told)).toBe(interval(diagnosis));
});

test('a port that accepts some connections is not called closed when only the refused ones are told', async () => {
  const { diagnosis, diagnostician, survey } = await diagnoseCapture('captures/refused-then-accepted.pcap');
  expect(diagnosis.findings).toEqual([]);
  for (let kept = 1; kept < 2 ** survey.flows.length; kept++) {
    expect(diagnostician.only('some', (flow) => (kept & (1 << flow)) !== 0).findings).toEqual([]);
  }
});

test('of no flow nothing is said, and every rule says that it could not look', async () => {
  const { diagnostician } = await diagnoseCapture(PROBES);
  const { findings, totals, rules, filter } = diagnostician.only('x', () => false);
  expect({ findings, totals }).toEqual({
    findings: [],
    totals: { flows: 0, segments: 0, payloadBytes: 0, requests: 0, responses: 0, status: {}, teardowns: {} },
  });
  expect(filter).toMatchObject({ matchedFlows: 0, flows: 23 });
  expect(new Set(rules.map(({ outcome }) => outcome))).toEqual(new Set(['not-applicable']));
});

test('flows that were evicted are counted as not asked', () => {
  const crafted = new CraftedSurvey({
    limits: { flows: 8192, exchanges: 10, textBytes: 1000 },
    onEvict: (_, first, end) => diagnostician.consume(first, end),
  });
  const diagnostician: Diagnostician = new Diagnostician(crafted.survey);
  for (let flow = 0; flow < 40_000; flow++) {
    crafted.teardown(0x0a000001, 1024 + (flow % 60_000), 0x0a000050, 80);
    crafted.wait(100);
  }
  crafted.survey.finish();
  const { firstKept, length } = crafted.survey.flows;
  expect(firstKept).toBeGreaterThan(0);
  const whole = diagnostician.finish({ files: [] });
  expect(whole.totals.teardowns).toEqual({ 'reset-by-server-after-client-fin': length });
  const { filter, findings, totals } = diagnostician.only('tcp', () => true);
  expect(filter).toEqual({
    expression: 'tcp',
    matchedFlows: length - firstKept,
    flows: length - firstKept,
    evictedFlows: firstKept,
  });
  expect(totals.teardowns).toEqual({ 'reset-by-server-after-client-fin': length - firstKept });
  expect(findings.map(({ flowCount }) => flowCount)).toContain(length - firstKept);
});
