/**
 * A capture that other programs have rewritten gives the same findings: editcap into other formats, tcpdump through a pipe.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type Ran, runCli } from '../cli/run-cli.js';

const CAPTURES = [
  'iis7-health-check.pcap',
  'httpsys-503.pcap',
  'iis7-teardown-ipv6.pcap',
  'vlan.pcap',
  'linux-cooked.pcap',
];

/** Programs that write the capture at `path` to their standard output. */
const WRITERS = [
  { program: 'editcap', form: 'pcapng', argumentsFor: (path: string) => ['-F', 'pcapng', path, '-'] },
  { program: 'editcap', form: 'nsecpcap', argumentsFor: (path: string) => ['-F', 'nsecpcap', path, '-'] },
  { program: 'tcpdump', form: 'pcap', argumentsFor: (path: string) => ['-r', path, '-U', '-w', '-'] },
  { program: 'gzip', form: 'gzip', argumentsFor: (path: string) => ['-c', path] },
];

describe.each(WRITERS)('$form written by $program', ({ program, argumentsFor }) => {
  const isThere = spawnSync(program, ['--version']).status === 0;
  if (!isThere) console.log(`Skipped: captures written by ${program}, which is not installed`);

  test.skipIf(!isThere).each(CAPTURES)('%s', async (name) => {
    const path = `captures/${name}`;
    const input = execFileSync(program, argumentsFor(path), { stdio: ['ignore', 'pipe', 'ignore'] });
    const rewritten = await runCli(['report', '-', '--format', 'json'], { input });
    const original = await runCli(['report', path, '--format', 'json']);
    expect(rewritten.exitCode).toBe(0);
    expect(judged(rewritten)).toEqual(judged(original));
  });
});

/** What a report says beside the file's own name, hash and format. */
function judged({ stdout }: Ran): object {
  const { totals, rules, findings } = JSON.parse(stdout) as Record<'totals' | 'rules' | 'findings', object>;
  return { totals, rules, findings };
}
