/** ICMP errors and the flows that they quote, against tshark. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusFolder } from '../capture/corpus-folder.js';
import { runCli } from '../cli/run-cli.js';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark)
  console.log('Skipped: ICMP errors against tshark, which is not installed (apt install tshark)');

const OF_CORPUS = [
  'OISF__suricata-verify/frag-22.pcap',
  'OISF__suricata-verify/kill_router6.pcap',
  'arkime__arkime/ospf.pcap',
];
const captures = [
  'captures/refused-by-icmp.pcap',
  ...OF_CORPUS.map((name) => join(corpusFolder ?? '', 'captures', name)).filter((path) => existsSync(path)),
];

/** `frame flow type code` of every error about a TCP segment. */
function theirErrors(path: string): string[] {
  const fields = ['frame.number', 'tcp.stream', 'icmp.type', 'icmp.code', 'icmpv6.type', 'icmpv6.code'];
  const args = ['-n', '-r', path, '-Y', '(icmp || icmpv6) && tcp', '-T', 'fields', '-E', 'separator=,'];
  const output = execFileSync('tshark', [...args, ...fields.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return output
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const [frame, flow, type4, code4, type6, code6] = line.split(',');
      return `${frame} ${flow} ${type4 || type6} ${code4 || code6}`;
    });
}

interface FlowLine {
  readonly flow: number;
  readonly icmpErrors: number;
  readonly icmp: readonly { frame: number; type: number; code: number }[];
}

async function ourErrors(path: string): Promise<string[]> {
  const lines = (await runCli(['flows', path, '--json'])).stdout.split('\n').filter((line) => line !== '');
  const flows = lines.map((line) => JSON.parse(line) as FlowLine);
  for (const { icmpErrors, icmp } of flows) expect(icmpErrors).toBe(icmp.length);
  return flows
    .flatMap(({ flow, icmp }) =>
      icmp.map(({ frame, type, code }) => ({ frame, text: `${flow} ${type} ${code}` })),
    )
    .toSorted((a, b) => a.frame - b.frame)
    .map(({ frame, text }) => `${frame} ${text}`);
}

describe.skipIf(!hasTshark)('ICMP errors belong to the flows of tshark', () => {
  test.each(captures)('%s', async (path) => {
    const theirs = theirErrors(path);
    expect(theirs).not.toEqual([]);
    expect(await ourErrors(path)).toEqual(theirs);
  });
});
