/**
 * Filters whose spelling is Wireshark's: the flows that match are those of which tshark's display filter finds a frame. Over
 * the captures of this repository, and over the small ones of the corpus where there is one.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCaptures } from '../../src/cli/read-captures.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { corpusFolder } from '../capture/corpus-folder.js';
import { matching } from '../filter/capture.js';

/** Expressions that mean the same in both, and those that are written otherwise here. */
const SHARED: readonly (string | readonly [ours: string, theirs: string])[] = [
  'tcp',
  'ip',
  'ipv6',
  'http',
  'ip.addr==192.0.2.80',
  'ip.addr!=192.0.2.80',
  'ip.addr==192.0.2.0/24',
  'ip.addr in {192.0.2.80, 198.51.100.10}',
  'ip.src==203.0.113.21',
  'ip.dst==192.0.2.81',
  'ipv6.addr==2001:db8::/32',
  'ipv6.src==2001:db8:200::80',
  '!ip.addr==192.0.2.80',
  'tcp.port==80',
  'tcp.port!=80',
  'tcp.port in {80, 443, 8000..9000}',
  'tcp.srcport==80',
  'tcp.dstport>1024',
  'tcp.stream==3',
  'tcp.stream in {0..4}',
  'tcp.flags.reset==1',
  'tcp.flags.reset==0',
  'tcp.flags.syn==1',
  'tcp.flags.fin==1',
  'tcp.len>0',
  'tcp.analysis.retransmission',
  'tcp.analysis.keep_alive',
  'http.request.method==GET',
  'http.request.method in {"POST", "HEAD"}',
  'http.response.code==503',
  'http.response.code>=400',
  'http.response.code in {200, 503}',
  ['http.response.code!==200', 'http.response.code!=200'],
  'http.request.method',
  'http.response.code',
  'http.host contains "example"',
  'http.request.uri contains "/shop"',
  'http.request.uri matches "^/[a-z]+/$"',
  'http.user_agent matches "^(curl|EXAM?PLE)$"',
  'http.server contains "HTTPAPI"',
  'ip.addr==192.0.2.80 && tcp.port==80 && !(tcp.port==8080)',
].map((each) => {
  const [ours, theirs] = typeof each === 'string' ? [each, each] : each;
  return [ours, theirs.replace('==GET', '=="GET"')] as const;
});

/** Captures whose HTTP tshark sees otherwise, each with its reason in tshark.test.ts. */
const OTHER_HTTP = ['snaplen-96.pcap', 'upload-refused-then-reset.pcap'];
/** Captures of the corpus with many flows, with IPv6, with retransmissions, and with several status codes. */
const OF_CORPUS = [
  'arkime__arkime/arkime_synthetic.pcap',
  'brimdata__brimcap/loopback.pcap',
  'seladb__PcapPlusPlus/tls2.pcap',
];

/** tshark is started once for each expression. */
const TIMEOUT_MS = 300_000;

const isThere = (program: string) => spawnSync(program, ['--version']).status === 0;
const canCompare = isThere('tshark') && isThere('mergecap');
if (!canCompare) console.log('Skipped: filters against tshark, which is not installed (apt install tshark)');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-filter-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!canCompare)('The same flows as tshark', () => {
  test(
    'in the captures of this repository, one behind the other',
    async () => {
      const names = readdirSync('captures').filter(
        (name) => /\.pcap(ng)?$/.test(name) && !OTHER_HTTP.includes(name),
      );
      const path = joined(names.map((name) => join('captures', name)));
      const compared = await compare(path);
      expect(compared.flows).toBeGreaterThan(150);
      // An expression that no flow matches proves nothing.
      expect(compared.neverMatched).toEqual([]);
      expect(compared.differences).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test('a frame lies between the first and the last frame of its flow', async () => {
    const path = 'captures/iis7-health-check.pcap';
    const { ask } = await judged(path);
    for (const frame of [1, 40, 77, 155]) {
      const expression = `frame.number==${frame}`;
      expect(ask(expression)).toEqual(expect.arrayContaining(flowsOfTshark(path, expression)));
    }
  });

  test.skipIf(corpusFolder === null).each(OF_CORPUS)(
    'in %s of the corpus',
    async (name) => {
      const { differences } = await compare(join(corpusFolder ?? '', 'captures', name));
      expect(differences).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

/** tshark takes as long to start as to read a small capture, and there are many expressions. */
function joined(paths: readonly string[]): string {
  const path = join(folder, `${paths.length}.pcapng`);
  execFileSync('mergecap', ['-a', '-F', 'pcapng', '-w', path, ...paths]);
  return path;
}

interface Compared {
  readonly flows: number;
  readonly differences: readonly string[];
  readonly neverMatched: readonly string[];
}

async function compare(path: string): Promise<Compared> {
  const { flows, ask } = await judged(path);
  const differences: string[] = [];
  const neverMatched: string[] = [];
  for (const [ours, theirs] of SHARED) {
    const matched = ask(ours);
    const expected = flowsOfTshark(path, theirs);
    if (matched.length === 0) neverMatched.push(ours);
    const [more, fewer] = [without(matched, expected), without(expected, matched)];
    if (more.length + fewer.length > 0) differences.push(`${ours}: also ${more.join()}, not ${fewer.join()}`);
  }
  return { flows, differences, neverMatched };
}

/** A capture, and the flows of it that match an expression. */
async function judged(path: string): Promise<{ flows: number; ask: (expression: string) => number[] }> {
  const { survey, files } = await readCaptures([path], { hash: false, onProgress: () => {} });
  const judge = new Diagnostician(survey);
  const { findings } = judge.finish({ files });
  const capture = { survey, findings, findingsAt: (flow: number) => judge.findingsAt(flow) };
  return { flows: survey.flows.length, ask: (expression) => matching(capture, expression) };
}

function without(flows: readonly number[], others: readonly number[]): number[] {
  const known = new Set(others);
  return flows.filter((flow) => !known.has(flow));
}

function flowsOfTshark(path: string, expression: string): number[] {
  const args = ['-n', '-r', path, '-o', 'tcp.reassemble_out_of_order:TRUE', '-Y', `tcp && (${expression})`];
  const output = execFileSync('tshark', [...args, '-T', 'fields', '-e', 'tcp.stream'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const flows = new Set(output.split(/\r?\n/).filter((line) => line !== ''));
  return [...flows].map(Number);
}
