/**
 * TLS, HTTP/2 and upgrades against tshark: every file of captures/, and the captures of the corpus in which tshark sees any
 * of them. tshark also goes by ports; what is compared are the hellos, the alerts and the frames that end something.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openCapture } from '../../src/capture/open-capture.js';
import { FlowFacts } from '../../src/survey/flow-facts.js';
import { Survey } from '../../src/survey/survey.js';
import { corpusFolder, filesBelow } from '../capture/corpus-folder.js';

const FIELDS = [
  'tcp.stream',
  'frame.number',
  'tls.handshake.type',
  'tls.handshake.extensions_server_name',
  'tls.handshake.version',
  'tls.handshake.extensions.supported_version',
  'tls.handshake.ciphersuite',
  'tls.handshake.extensions_alpn_str',
  'tls.record.content_type',
  'tls.alert_message.level',
  'tls.alert_message.desc',
  'http2.type',
  'http2.goaway.last_stream_id',
  'http2.goaway.error',
  'http2.rst_stream.error',
] as const;

const CLIENT_HELLO = '1';
const SERVER_HELLO = '2';
const ALERT = '21';
const LEVELS: readonly string[] = ['', 'warning', 'fatal'];
const TLS_1_2 = 0x0303;

/** Captures and flows that differ, each with the reason. */
const NOT_READ: Readonly<Record<string, string>> = {
  'zeek__zeek/gtp6_gtp_0x32.pcap': 'in a tunnel',
};
const OTHER: Readonly<Record<string, { flows: readonly number[]; why: string }>> = {
  'arkime__arkime/arkime_synthetic.pcap': {
    flows: [97],
    why: 'the server chose no version: its supported_versions is empty, and tshark reads the type of the next extension',
  },
};

const hasTshark = spawnSync('tshark', ['--version'], { encoding: 'utf8' }).status === 0;
if (!hasTshark)
  console.log('Skipped: TLS and HTTP/2 beside tshark, which is not installed (apt install tshark)');

const ours = readdirSync('captures')
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name) => ({ name, path: join('captures', name) }));

describe.skipIf(!hasTshark)('TLS and HTTP/2 are those of tshark', () => {
  test.each([...ours, ...corpusCaptures()])('$name', async ({ name, path }) => {
    const theirs = theirFlows(path);
    const found = await ourFlows(path, theirs);
    const flows = [...new Set([...theirs.keys(), ...found.keys()])].sort((a, b) => a - b);
    const different = flows.filter((flow) => !isDeepStrictEqual(found.get(flow), theirs.get(flow)));
    const [first = -1] = different;
    const shown = `flow ${first}: ${JSON.stringify(found.get(first))}, tshark ${JSON.stringify(theirs.get(first))}`;
    expect(different, shown).toEqual(OTHER[name]?.flows ?? []);
  });
});

type Row = Readonly<Record<(typeof FIELDS)[number], readonly string[]>>;

/** What is compared of a flow. */
interface Told {
  clientHello: string | null;
  serverHello: string | null;
  /** Alerts that can be read as `frame level description`, the first and the last of a side; and how many there are in all. */
  alerts: string[];
  alertCount: number;
  goaways: string[];
  resets: number;
}

function corpusCaptures(): { name: string; path: string }[] {
  if (corpusFolder === null) return [];
  const oracles = join(corpusFolder, 'oracle');
  return filesBelow(oracles, /\.oracle\.json$/)
    .filter((path) => {
      const { tshark } = JSON.parse(readFileSync(join(oracles, path), 'utf8')) as {
        tshark: { features?: Record<string, number> };
      };
      return 'tls' in (tshark.features ?? {}) || 'http2' in (tshark.features ?? {});
    })
    .map((path) => path.replace(/\.oracle\.json$/, ''))
    .filter((name) => !(name in NOT_READ))
    .map((name) => ({ name, path: join(corpusFolder ?? '', 'captures', name) }));
}

function nothing(): Told {
  return { clientHello: null, serverHello: null, alerts: [], alertCount: 0, goaways: [], resets: 0 };
}

/** Flows of which something is told. */
function withSomething(flows: Map<number, Told>): Map<number, Told> {
  const none = JSON.stringify(nothing());
  return new Map([...flows].filter(([, told]) => JSON.stringify(told) !== none));
}

function theirFlows(path: string): Map<number, Told> {
  const options = ['-n', '-r', path, '-Y', 'tcp && (tls || http2)', '-o', 'tcp.reassemble_out_of_order:TRUE'];
  const fields = ['-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|'];
  const { stdout } = spawnSync(
    'tshark',
    [...options, ...fields, ...FIELDS.flatMap((field) => ['-e', field])],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const flows = new Map<number, Told>();
  for (const line of stdout.split(/\r?\n/).filter((text) => text !== '')) {
    const values = line.split('\t').map((value) => (value === '' ? [] : value.split('|')));
    const row = Object.fromEntries(FIELDS.map((field, i) => [field, values[i] ?? []])) as unknown as Row;
    const number = Number(row['tcp.stream'][0]);
    const told = flows.get(number) ?? nothing();
    flows.set(number, told);
    noteHello(told, row);
    noteEnds(told, row);
  }
  return withSomething(flows);
}

function noteHello(told: Told, row: Row): void {
  const frame = row['frame.number'][0];
  const types = row['tls.handshake.type'];
  const legacy = Number(row['tls.handshake.version'][0]);
  const supported = row['tls.handshake.extensions.supported_version'].map(Number);
  if (types.includes(CLIENT_HELLO)) {
    const known = supported.filter((version) => version >>> 8 === 3 || version >>> 8 === 0x7f);
    const sni = row['tls.handshake.extensions_server_name'][0] ?? null;
    const protocols = row['tls.handshake.extensions_alpn_str'].slice(0, 8);
    told.clientHello ??= helloText(frame, legacy, known.sort(byAge).at(-1) ?? legacy, sni, protocols);
  }
  if (types.includes(SERVER_HELLO)) {
    const cipher = Number(row['tls.handshake.ciphersuite'][0]);
    told.serverHello ??= helloText(frame, legacy, supported[0] ?? legacy, cipher, []);
  }
}

function helloText(
  frame: unknown,
  legacy: number,
  version: number,
  nameOrCipher: string | number | null,
  protocols: readonly string[],
): string {
  return `${frame} ${legacy.toString(16)} ${version.toString(16)} ${nameOrCipher} ${protocols.join(',')}`;
}

/** Drafts of TLS 1.3 (0x7f..) are older than TLS 1.3 and younger than TLS 1.2. */
function byAge(a: number, b: number): number {
  const age = (version: number) => (version >= 0x7f00 ? TLS_1_2 + 0.5 : version);
  return age(a) - age(b);
}

function noteEnds(told: Told, row: Row): void {
  const frame = row['frame.number'][0];
  told.alertCount += row['tls.record.content_type'].filter((type) => type === ALERT).length;
  row['tls.alert_message.level'].forEach((level, i) => {
    told.alerts.push(`${frame} ${level} ${row['tls.alert_message.desc'][i]}`);
  });
  row['http2.goaway.error'].forEach((error, i) => {
    told.goaways.push(`${frame} ${Number(row['http2.goaway.last_stream_id'][i])} ${Number(error)}`);
  });
  told.resets += row['http2.rst_stream.error'].length;
}

async function ourFlows(path: string, theirs: Map<number, Told>): Promise<Map<number, Told>> {
  const survey = new Survey();
  const reader = await openCapture(path, { timeBase: survey.timeBase, hash: false });
  await survey.read(reader, 0);
  await reader.close();
  survey.finish();
  const facts = new FlowFacts(survey);
  const flows = new Map<number, Told>();
  const isLossy = survey.problems.count('tls-stream-lost') > 0;
  for (let flow = 0; flow < survey.flows.length; flow++) {
    const told = toldOf(facts.at(flow));
    flows.set(flow, told);
    // Behind octets that were not captured tshark looks for no record; we do, at the beginnings of segments.
    const seen = theirs.get(flow)?.alertCount ?? 0;
    if (isLossy && told.alertCount > seen) told.alertCount = seen;
  }
  return withSomething(flows);
}

function toldOf(flow: FlowFacts): Told {
  const told = nothing();
  const tls = flow.tls();
  if (tls !== null) {
    if (tls.clientHelloFrame !== 0) {
      const { clientLegacyVersion: legacy, offeredVersion, sni, alpnOffered } = tls;
      told.clientHello = helloText(tls.clientHelloFrame, legacy, offeredVersion, sni, alpnOffered);
    }
    // For tshark a HelloRetryRequest is the first ServerHello.
    const answerFrame = tls.helloRetryFrame || tls.serverHelloFrame;
    if (answerFrame !== 0) {
      told.serverHello = helloText(answerFrame, tls.serverLegacyVersion, tls.version, tls.cipher, []);
    }
    told.alertCount = tls.clientAlertCount + tls.serverAlertCount;
    const readable = tls.alerts.filter(({ level }) => level !== null);
    told.alerts = readable.map(({ frame, level, code }) => `${frame} ${LEVELS.indexOf(level ?? '')} ${code}`);
  }
  const http2 = flow.http2();
  if (http2 !== null) {
    told.goaways = http2.goaways.map(({ frame, lastStream, code }) => `${frame} ${lastStream} ${code}`);
    told.resets = http2.resets.reduce((sum, { count }) => sum + count, 0);
  }
  return told;
}
