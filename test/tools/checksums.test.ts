/** Checksums of TCP against tshark, flow by flow. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusFolder } from '../capture/corpus-folder.js';
import { runCli } from '../cli/run-cli.js';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark) console.log('Skipped: checksums against tshark, which is not installed (apt install tshark)');

/** Right and wrong ones, offload on one side and on both, rewritten addresses, cut segments, fragments, IPv6. */
const OF_CORPUS = [
  'OISF__suricata-verify/smb2-09-trunc-file-logging--input.pcap',
  'OISF__suricata-verify/frag-eth-vlan-ipv6-tcp.pcap',
  'arkime__arkime/arkime_synthetic.pcap',
  'arkime__arkime/http-100-continue.pcap',
  'arkime__arkime/http-simple-get.pcap',
  'brimdata__brimcap/alerts.pcap',
  'seladb__PcapPlusPlus/pcapng-example.pcapng',
  'zeek__zeek/fragmented-4.pcap',
  'zeek__zeek/krb5-sign-seal-01.pcap',
  'zeek__zeek/reassembly.pcap',
  'zeek__zeek/tcp-http-with-padding.pcap',
  'zeek__zeek/web.pcap',
];
const captures = [
  ...readdirSync('captures').flatMap((name) => (/\.pcap(ng)?$/.test(name) ? [join('captures', name)] : [])),
  ...OF_CORPUS.map((name) => join(corpusFolder ?? '', 'captures', name)).filter((path) => existsSync(path)),
];

const STATUS: Readonly<Record<string, 'wrong' | 'right'>> = { 0: 'wrong', 1: 'right' };

interface Counts {
  right: number;
  wrong: number;
  unchecked: number;
}

function theirCounts(path: string): Counts[] {
  const checked = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
  const args = ['-n', '-r', path, ...checked, '-Y', 'tcp && !icmp && !icmpv6', '-T', 'fields'];
  const output = execFileSync('tshark', [...args, '-e', 'tcp.stream', '-e', 'tcp.checksum.status'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  });
  const flows: Counts[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [flow = '', status = ''] = line.split('\t');
    if (flow === '') continue;
    const counts = flows[Number(flow)] ?? { right: 0, wrong: 0, unchecked: 0 };
    flows[Number(flow)] = counts;
    counts[STATUS[status] ?? 'unchecked']++;
  }
  return flows;
}

type Pair = readonly [number, number];
interface FlowLine {
  readonly checksums: Readonly<
    Record<'good' | 'damaged' | 'offloaded' | 'unexplained' | 'unchecked' | 'ipv4Bad', Pair>
  >;
}

async function ourCounts(path: string): Promise<Counts[]> {
  const { stdout } = await runCli(['flows', path, '--json', '--checksums']);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const sum = ([client, server]: Pair) => client + server;
  return lines.map((line) => {
    const { good, damaged, offloaded, unexplained, unchecked } = (JSON.parse(line) as FlowLine).checksums;
    return {
      right: sum(good),
      wrong: sum(damaged) + sum(offloaded) + sum(unexplained),
      unchecked: sum(unchecked),
    };
  });
}

describe.skipIf(!hasTshark)('Checksums are right and wrong where tshark says so', () => {
  test.each(captures)('%s', async (path) => {
    const theirs = theirCounts(path);
    expect(theirs).not.toEqual([]);
    expect(await ourCounts(path)).toEqual(theirs);
  });
});
