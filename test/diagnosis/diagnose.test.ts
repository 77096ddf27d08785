import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Diagnostician, diagnose } from '../../src/diagnosis/diagnose.js';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.js';
import { compareFindings } from '../../src/diagnosis/findings.js';
import { RULES } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import { craft } from '../craft/craft.js';
import { HANDSHAKE } from '../craft/scenes.js';
import { clientHello, RECORD, record } from '../craft/tls.js';
import { CraftedSurvey } from './craft-survey.js';
import { diagnoseCapture } from './diagnose-capture.js';

const CAPTURES = fileURLToPath(new URL('../../captures/', import.meta.url));
const SERVER = 0xc0000250;
const CLIENT = 0xc6336401;

test('nothing at all: every rule is not applicable, and says why', () => {
  const { survey } = new CraftedSurvey();
  survey.finish();
  const { rules, findings, capture } = diagnose(survey, { files: [] });
  expect(findings).toEqual([]);
  expect(new Set(rules.map(({ outcome }) => outcome))).toEqual(new Set(['not-applicable']));
  expect(new Set(rules.flatMap(({ unjudged }) => unjudged.map(({ reason }) => reason)))).toEqual(
    new Set(['no-tcp']),
  );
  expect(capture.firstTimeNs).toBeNull();
});

test('flows without HTTP: rules about exchanges are not applicable', async () => {
  const { diagnosis } = await diagnoseCapture(`${CAPTURES}orderly-close.pcap`);
  const outcome = diagnosis.rules.find(({ rule }) => rule === 'httpsys-503');
  expect(outcome).toMatchObject({ outcome: 'not-applicable', unjudged: [{ reason: 'no-http', count: 0 }] });
});

test('what TLS and HTTP/2 hide is not looked at, and says so', async () => {
  const outcomeIn = ({ rules }: Diagnosis) => rules.find(({ rule }) => rule === 'httpsys-503');
  const capture = async (name: string) => outcomeIn((await diagnoseCapture(CAPTURES + name)).diagnosis);
  expect(await capture('tls-1-3.pcap')).toMatchObject({
    outcome: 'not-applicable',
    unjudged: [{ reason: 'tls', count: 2 }],
  });
  expect(await capture('http2-clear-text.pcap')).toMatchObject({
    outcome: 'not-applicable',
    unjudged: [{ reason: 'http2', count: 1 }],
  });
  const tunnel = [
    '> PA "CONNECT a:443 HTTP/1.1\r\n\r\n"',
    '< PA "HTTP/1.1 200 OK\r\n\r\n"',
    `> PA "${record(RECORD.handshake, clientHello())}"`,
  ];
  const survey = craft([...HANDSHAKE, ...tunnel]).survey();
  expect(outcomeIn(diagnose(survey, { files: [] }))).toMatchObject({
    judged: 1,
    unjudged: [{ reason: 'tls', count: 1 }],
  });
});

test('503 of other senders are no finding, and the outcome counts them', async () => {
  const lookalikesOf = ({ rules }: Diagnosis) => rules.find(({ rule }) => rule === 'httpsys-503')?.lookalikes;
  const of = async (name: string) => await diagnoseCapture(CAPTURES + name);
  const inUserMode = await of('iis-503-user-mode.pcap');
  expect(lookalikesOf(inUserMode.diagnosis)).toEqual({
    count: 6,
    senders: [{ server: 'Microsoft-IIS/10.0', count: 6 }],
  });
  const byBalancer = await of('haproxy-503.pcap');
  expect(lookalikesOf(byBalancer.diagnosis)).toEqual({ count: 3, senders: [{ server: null, count: 3 }] });
  const one = byBalancer.diagnostician.only('one flow', (flow) => flow === 0);
  expect(lookalikesOf(one)).toMatchObject({ count: 1 });
  expect(lookalikesOf((await of('httpsys-503.pcap')).diagnosis)).toBeUndefined();
  expect(lookalikesOf((await of('clean-http.pcap')).diagnosis)).toBeUndefined();
});

test('more senders of a 503 than five are counted, not named', () => {
  const exchange = (server: number) => [
    '> PA "GET / HTTP/1.1\r\nHost: a\r\n\r\n"',
    `< PA "HTTP/1.1 503 No\r\nServer: s${server}\r\nContent-Length: 0\r\n\r\n"`,
  ];
  const survey = craft([...HANDSHAKE, ...[1, 2, 3, 4, 5, 6, 7].flatMap(exchange)]).survey();
  const { rules } = diagnose(survey, { files: [] });
  const lookalikes = rules.find(({ rule }) => rule === 'httpsys-503')?.lookalikes;
  expect(lookalikes?.count).toBe(7);
  expect(lookalikes?.senders.map(({ server }) => server)).toEqual(['s1', 's2', 's3', 's4', 's5']);
});

test('"we could not look" is not "we looked and it is not there"', async () => {
  const outcomeOf = async (name: string, rule: string) =>
    (await diagnoseCapture(CAPTURES + name)).diagnosis.rules.find((outcome) => outcome.rule === rule);
  const rule = 'fin-answered-by-reset';
  expect(await outcomeOf('clean-http.pcap', rule)).toMatchObject({ outcome: 'clear', unjudged: [] });
  expect(await outcomeOf('mid-flow-teardown.pcap', rule)).toMatchObject({
    outcome: 'not-applicable',
    unjudged: [{ reason: 'mid-flow', count: 2 }],
  });
  expect(await outcomeOf('one-direction-only.pcap', 'httpsys-503')).toMatchObject({
    outcome: 'not-applicable',
    unjudged: [{ reason: 'one-direction', count: 3 }],
  });
  expect(await outcomeOf('snaplen-96.pcap', 'httpsys-503')).toMatchObject({
    outcome: 'clear',
    judged: 2,
    unjudged: [{ reason: 'cut-by-snaplen', count: 1 }],
  });
});

test('the service was up for others while its health check was reset', async () => {
  const { diagnosis } = await diagnoseCapture(`${CAPTURES}iis7-health-check.pcap`);
  const [worst] = diagnosis.findings;
  expect(worst).toMatchObject({
    rule: 'health-check-reset',
    severity: 'high',
    server: { address: '192.0.2.80', port: 80 },
    client: { port: null },
    clientCount: 1,
    flowCount: 10,
    numbers: { successes: 8, serverHeader: 'Microsoft-IIS/10.0', rstWindow: 63, count: 10 },
  });
  expect(worst?.numbers.intervalMs).toBeCloseTo(500, -1);
});

test('a port that is not known for HTTP lowers the severity', async () => {
  const { diagnosis } = await diagnoseCapture(`${CAPTURES}teardown-other-port.pcap`);
  expect(diagnosis.findings[0]).toMatchObject({ rule: 'fin-answered-by-reset', severity: 'low' });
});

test('two balancers are two findings with their own ids', async () => {
  const { diagnosis } = await diagnoseCapture(`${CAPTURES}iis7-two-balancers.pcap`);
  const checks = diagnosis.findings.filter(({ rule }) => rule === 'health-check-reset');
  expect(new Set(checks.map(({ id }) => id)).size).toBe(2);
  expect(checks[0]?.id).toMatch(/^F-health-check-reset-[0-9a-f]{8}$/);
});

test('the request is among the evidence of a reset request', async () => {
  const { diagnosis } = await diagnoseCapture(`${CAPTURES}request-reset.pcap`);
  expect(diagnosis.findings[0]?.evidence[0]).toMatchObject({ numbers: { method: 'GET' } });
  expect(diagnosis.findings[0]?.evidence[0]?.frames.length).toBe(3);
});

test('a rule that throws is an error of that rule; the others go on', async () => {
  const rules: Rule[] = RULES.map((rule) =>
    rule.id === 'partial-capture' && rule.scope === 'flow'
      ? {
          ...rule,
          check() {
            throw new Error('broken on purpose');
          },
        }
      : rule,
  );
  const { diagnosis } = await diagnoseCapture(`${CAPTURES}iis7-single-teardown.pcap`, {}, rules);
  expect(diagnosis.rules.find(({ rule }) => rule === 'partial-capture')).toMatchObject({
    outcome: 'error',
    error: 'broken on purpose',
  });
  expect(diagnosis.findings.map(({ rule }) => rule)).toEqual(['fin-answered-by-reset']);
});

test('a rule that throws at its last word tells nothing', async () => {
  const rules: Rule[] = RULES.map((rule) =>
    rule.id === 'fin-answered-by-reset'
      ? {
          ...rule,
          concludes() {
            throw new Error('broken at the end');
          },
        }
      : rule,
  );
  const { diagnosis } = await diagnoseCapture(`${CAPTURES}iis7-single-teardown.pcap`, {}, rules);
  expect(diagnosis.findings).toEqual([]);
  expect(diagnosis.rules.find(({ rule }) => rule === 'fin-answered-by-reset')?.outcome).toBe('error');
});

test('findings of evicted flows are kept, with the same ids', () => {
  const teardowns = 30_000;
  const run = (flows: number) => {
    const limits = { flows, exchanges: 1000, textBytes: 1000 };
    const crafted = new CraftedSurvey({
      limits,
      onEvict: (_, first, end) => diagnostician.consume(first, end),
    });
    const { survey } = crafted;
    const diagnostician = new Diagnostician(survey);
    for (let i = 0; i < teardowns; i++) {
      crafted.teardown(CLIENT, 1024 + i, SERVER, 80);
      crafted.wait(5000);
    }
    survey.finish();
    return { diagnosis: diagnostician.finish({ files: [] }), diagnostician, survey };
  };
  const whole = run(1_000_000);
  const evicted = run(1000);
  expect(whole.survey.flows.firstKept).toBe(0);
  expect(evicted.survey.flows.firstKept).toBeGreaterThan(0);
  // Medians of facts and the evidence are those of flows that were kept, or were looked at before.
  const summary = (finding: (typeof whole.diagnosis.findings)[number]) => {
    const { id, confidence, flowCount, clientCount, firstTimeNs, lastTimeNs, numbers } = finding;
    return { id, confidence, flowCount, clientCount, firstTimeNs, lastTimeNs, ms: numbers.intervalMs };
  };
  expect(evicted.diagnosis.findings.map(summary)).toEqual(whole.diagnosis.findings.map(summary));
  const numbers = Array.from({ length: teardowns }, (_, flow) => flow);
  expect(evicted.diagnosis.findings[1]?.flows).toEqual(numbers.slice(0, 100));
  // Of a series the latest evicted flows are known by number.
  const { firstKept } = evicted.survey.flows;
  expect(evicted.diagnosis.findings[0]?.flows).toEqual(numbers.slice(firstKept - 16).slice(0, 100));
  expect(evicted.diagnosis.findings.map(({ rule }) => rule)).toEqual([
    'health-check-reset',
    'fin-answered-by-reset',
  ]);
  expect(evicted.diagnosis.findings[1]?.evidence[0]?.frames).toEqual([1, 2, 3, 4, 5]);
  expect(evicted.diagnostician.findingsOfFlow(0)).toEqual([]);
  expect(whole.diagnostician.findingsOfFlow(0)).toEqual(['health-check-reset', 'fin-answered-by-reset']);
  expect(evicted.diagnostician.findingsOfFlow(teardowns - 1)).toEqual([
    'health-check-reset',
    'fin-answered-by-reset',
  ]);
});

test('a scan of many services is a thousand findings and one for the rest', () => {
  const crafted = new CraftedSurvey();
  for (let port = 1; port <= 3000; port++) crafted.refused(CLIENT, 40_000, SERVER, port);
  crafted.survey.finish();
  const { findings } = diagnose(crafted.survey, { files: [] });
  expect(findings.length).toBe(1001);
  const rest = findings.find(({ server }) => server === null);
  expect(rest).toMatchObject({ flowCount: 2000, client: null, numbers: { otherServices: 2000 } });
});

test('findings are in one order, whatever order they were found in', async () => {
  const { diagnosis } = await diagnoseCapture(`${CAPTURES}pcapng.pcapng`);
  expect(diagnosis.findings.map(({ severity }) => severity)).toEqual(['critical', 'medium']);
  expect([...diagnosis.findings].reverse().sort(compareFindings)).toEqual(diagnosis.findings);
});
