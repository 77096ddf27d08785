/**
 * Every file of captures/ against tshark: frames, flows and their numbers, endpoints, segments, payload octets, flags, and
 * the messages of HTTP. Nothing here is told from our own idea of a capture.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.js';

const PREFERENCES = ['-o', 'tcp.reassemble_out_of_order:TRUE'];
const FIELDS = [
  'frame.number',
  'tcp.stream',
  'ip.src',
  'ip.dst',
  'ipv6.src',
  'ipv6.dst',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.len',
  'tcp.flags',
  'http.request.method',
  'http.request.uri',
  'http.response.code',
  'icmp.type',
  'icmpv6.type',
] as const;

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;

/** Captures in which tshark lists other messages than we do, each with the reason. */
const OTHER_MESSAGES: Readonly<Record<string, string>> = {
  'upload-refused-then-reset.pcap':
    'the body of the request never ends: tshark lists a message when its body is whole, we list it with its head',
};

const version = spawnSync('tshark', ['--version'], { encoding: 'utf8' });
const hasTshark = version.status === 0;
if (!hasTshark)
  console.log('Skipped: the comparison with tshark, which is not installed (apt install tshark)');

const captures = readdirSync('captures').filter((name) => /\.pcap(ng)?$/.test(name));

describe.skipIf(!hasTshark)('The same as in tshark', () => {
  test.each(captures)('%s', async (name) => {
    const path = `captures/${name}`;
    const theirs = tsharkView(path);
    const ours = await ourView(path);
    expect(ours.frames).toBe(theirs.frames);
    expect(ours.flows).toEqual(theirs.flows);
    if (!(name in OTHER_MESSAGES)) expect(ours.messages).toEqual(theirs.messages);
  });

  test('every exception is one', async () => {
    for (const name of Object.keys(OTHER_MESSAGES)) {
      const path = `captures/${name}`;
      expect((await ourView(path)).messages, name).not.toEqual(tsharkView(path).messages);
    }
  });
});

/** A flow, its two ends in the order of their addresses as text. */
interface ComparedFlow {
  readonly flow: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly ends: readonly ComparedEnd[];
}

interface ComparedEnd {
  readonly endpoint: string;
  segments: number;
  payloadBytes: number;
  syn: number;
  fin: number;
  rst: number;
}

interface View {
  readonly frames: number;
  readonly flows: readonly ComparedFlow[];
  /** Per flow with HTTP: requests and final or interim responses in their order. */
  readonly messages: Readonly<Record<number, { requests: string[]; responses: number[] }>>;
}

type Row = Readonly<Record<(typeof FIELDS)[number], string>>;

function tsharkView(path: string): View {
  const args = ['-n', '-r', path, ...PREFERENCES, '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|'];
  const output = execFileSync('tshark', [...args, ...FIELDS.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const rows = output.split(/\r?\n/).filter((line) => line !== '');
  const flows = new Map<number, { ends: Map<string, ComparedEnd>; firstFrame: number; lastFrame: number }>();
  const messages: Record<number, { requests: string[]; responses: number[] }> = {};
  for (const line of rows) {
    const values = line.split('\t');
    const row = Object.fromEntries(FIELDS.map((field, index) => [field, values[index] ?? ''])) as Row;
    // A segment that an ICMP error quotes was sent in another frame.
    const isQuoted = row['icmp.type'] !== '' || row['icmpv6.type'] !== '';
    if (row['tcp.stream'] === '' || isQuoted) continue;
    const number = Number(row['tcp.stream']);
    const frame = Number(row['frame.number']);
    const flow = flows.get(number) ?? { ends: new Map(), firstFrame: frame, lastFrame: frame };
    flows.set(number, flow);
    flow.lastFrame = frame;
    countSegment(flow.ends, row);
    noteMessages(messages, number, row);
  }
  return {
    frames: rows.length,
    flows: [...flows].map(([flow, { ends, firstFrame, lastFrame }]) => ({
      flow,
      firstFrame,
      lastFrame,
      ends: sorted([...ends.values()]),
    })),
    messages,
  };
}

function countSegment(ends: Map<string, ComparedEnd>, row: Row): void {
  const from = endOf(ends, row['ip.src'], row['ipv6.src'], row['tcp.srcport']);
  endOf(ends, row['ip.dst'], row['ipv6.dst'], row['tcp.dstport']);
  const flags = Number(row['tcp.flags']);
  from.segments++;
  from.payloadBytes += Number(row['tcp.len']);
  if ((flags & SYN) !== 0) from.syn++;
  if ((flags & FIN) !== 0) from.fin++;
  if ((flags & RST) !== 0) from.rst++;
}

function endOf(ends: Map<string, ComparedEnd>, ipv4: string, ipv6: string, port: string): ComparedEnd {
  const endpoint = ipv6 === '' ? `${ipv4}:${port}` : `[${ipv6}]:${port}`;
  const known = ends.get(endpoint);
  if (known !== undefined) return known;
  const end = { endpoint, segments: 0, payloadBytes: 0, syn: 0, fin: 0, rst: 0 };
  ends.set(endpoint, end);
  return end;
}

function noteMessages(
  messages: Record<number, { requests: string[]; responses: number[] }>,
  flow: number,
  row: Row,
) {
  const methods = listed(row['http.request.method']);
  const targets = listed(row['http.request.uri']);
  const codes = listed(row['http.response.code']);
  if (methods.length + codes.length === 0) return;
  messages[flow] ??= { requests: [], responses: [] };
  messages[flow].requests.push(...methods.map((method, index) => `${method} ${targets[index]}`));
  messages[flow].responses.push(...codes.map(Number));
}

function listed(value: string): string[] {
  return value === '' ? [] : value.split('|');
}

/** A line of `tcpdx flows --json`. */
interface FlowLine {
  readonly flow: number;
  readonly client: string;
  readonly server: string;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly exchanges: readonly {
    method: string | null;
    target: string | null;
    interim: readonly number[];
    status: number | null;
  }[];
  readonly segments: readonly [number, number];
  readonly payloadBytes: readonly [number, number];
  readonly syn: readonly [number, number];
  readonly fin: readonly [number, number];
  readonly rst: readonly [number, number];
}

async function ourView(path: string): Promise<View> {
  const report = JSON.parse((await runCli(['report', path, '--format', 'json'])).stdout) as {
    capture: { frames: number };
  };
  const lines = (await runCli(['flows', path, '--json'])).stdout.split('\n').filter((line) => line !== '');
  const flows = lines.map((line) => JSON.parse(line) as FlowLine);
  const messages: Record<number, { requests: string[]; responses: number[] }> = {};
  for (const { flow, exchanges } of flows) {
    if (exchanges.length === 0) continue;
    messages[flow] = {
      requests: exchanges.flatMap(({ method, target }) => (method === null ? [] : [`${method} ${target}`])),
      responses: exchanges.flatMap(({ interim, status }) => [
        ...interim,
        ...(status === null ? [] : [status]),
      ]),
    };
  }
  return { frames: report.capture.frames, flows: flows.map(comparedFlow), messages };
}

function comparedFlow(line: FlowLine): ComparedFlow {
  const { flow, firstFrame, lastFrame } = line;
  const ends = [line.client, line.server].map((endpoint, side) => ({
    endpoint,
    segments: line.segments[side] ?? 0,
    payloadBytes: line.payloadBytes[side] ?? 0,
    syn: line.syn[side] ?? 0,
    fin: line.fin[side] ?? 0,
    rst: line.rst[side] ?? 0,
  }));
  return { flow, firstFrame, lastFrame, ends: sorted(ends) };
}

function sorted(ends: readonly ComparedEnd[]): ComparedEnd[] {
  return ends.toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1));
}
