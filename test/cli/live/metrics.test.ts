import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type MetricsServer, serveMetrics } from '../../../src/cli/metrics-server.js';
import type { Diagnosis, Finding, LiveFacts } from '../../../src/diagnosis/diagnosis.js';
import { type MetricsInput, metricsText } from '../../../src/report/metrics.js';
import { RULES } from '../../../src/rules/index.js';
import { diagnoseCapture } from '../../diagnosis/diagnose-capture.js';

const CAPTURE = fileURLToPath(new URL('../../../captures/iis7-health-check.pcap', import.meta.url));

const LIVE: LiveFacts = {
  interfaceName: 'eth0',
  backend: 'tcpdump',
  filter: null,
  timesAre: 'kernel',
  received: 160,
  analysed: 155,
  droppedByKernel: 3,
  droppedByUs: null,
  unread: 2,
  droppedByInterface: 0,
  endedBy: null,
};

let server: MetricsServer | null = null;
afterEach(() => server?.close());

async function inputOf(diagnosis?: Diagnosis): Promise<MetricsInput> {
  const known = diagnosis ?? (await diagnoseCapture(CAPTURE)).diagnosis;
  return { diagnosis: known, live: LIVE, rules: RULES, recorded: null, evictedFlows: 0, memoryBytes: 1 };
}

function ask(port: number, path: string, options: object = {}) {
  return new Promise<{ status: number; type: string; body: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, ...options }, (response) => {
      let body = '';
      response.on('data', (octets: Buffer) => {
        body += octets.toString();
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** Samples by name and labels. Throws where a line is not of the format. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  let current = '';
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.slice(0, -1).split('\n')) {
    const head = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (head !== null) {
      current = head[2] as string;
      if (head[1] === 'TYPE') expect(['counter', 'gauge']).toContain(head[3]);
      continue;
    }
    const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null) throw new Error(`Not a sample: ${line}`);
    const [, name, labels = '', value] = sample;
    expect(name).toBe(current);
    expect(labels.replace(/(?:^|,)[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"/g, '')).toBe('');
    const key = `${name}{${labels}}`;
    if (samples.has(key)) throw new Error(`Twice: ${key}`);
    samples.set(key, Number(value));
    expect(Number.isFinite(Number(value))).toBe(true);
  }
  return samples;
}

test('a scrape over HTTP gives flows, findings, probes and frames; what is not known is absent, not 0', async () => {
  const input = await inputOf();
  server = await serveMetrics(0, async () => metricsText(input));
  const { status, type, body } = await ask(server.port, '/metrics');
  expect(status).toBe(200);
  expect(type).toContain('version=0.0.4');
  const samples = parse(body);
  expect(Object.fromEntries(samples)).toMatchObject({
    'tcpdx_flows_total{}': input.diagnosis.totals.flows,
    'tcpdx_segments_total{}': 155,
    'tcpdx_frames_received_total{}': 160,
    'tcpdx_frames_analysed_total{}': 155,
    'tcpdx_frames_dropped_total{by="kernel"}': 3,
    'tcpdx_frames_dropped_total{by="interface"}': 0,
    'tcpdx_frames_unread{}': 2,
    'tcpdx_findings{rule="health-check-reset",server="192.0.2.80:80"}': 1,
    'tcpdx_finding_flows{rule="fin-answered-by-reset",server="192.0.2.80:80"}': 10,
    'tcpdx_probe_flows{verdict="graceful-health-check",server="192.0.2.81:80"}': 10,
  });
  expect([...samples.keys()].some((key) => key.includes('by="tcpdx"'))).toBe(false);
});

test('only /metrics is there, only to read, and only by the name of this machine', async () => {
  server = await serveMetrics(0, async () => 'x 1\n');
  expect((await ask(server.port, '/')).status).toBe(404);
  expect((await ask(server.port, '/metrics', { method: 'POST' })).status).toBe(405);
  expect((await ask(server.port, '/metrics', { headers: { host: 'attacker.example:80' } })).status).toBe(403);
});

test('a port that is taken is an error of usage', async () => {
  server = await serveMetrics(0, async () => '');
  await expect(serveMetrics(server.port, async () => '')).rejects.toMatchObject({ exitCode: 2 });
});

test('servers beyond a hundred are one, and labels stay labels whatever they hold', async () => {
  const { diagnosis } = await diagnoseCapture(CAPTURE);
  const [first] = diagnosis.findings as [Finding];
  const findings = Array.from({ length: 300 }, (_, i) => ({
    ...first,
    server: { address: `10.0.0."\\\n${i}`, port: i },
  }));
  const samples = parse(metricsText(await inputOf({ ...diagnosis, findings })));
  const servers = [...samples].filter(([key]) => key.startsWith('tcpdx_findings{'));
  expect(servers).toHaveLength(101);
  expect(servers.at(-1)).toEqual([`tcpdx_findings{rule="${first.rule}",server="other"}`, 200]);
});
