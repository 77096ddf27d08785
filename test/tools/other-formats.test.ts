/**
 * snoop and Network Monitor beside Wireshark: what editcap writes gives the same findings, and tshark sees the same frames in
 * files made here, with every media type and frame tables in any order.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { octets } from '../capture/craft-capture.js';
import { type CraftNetmonFrame, craftNetmon, START_NS } from '../capture/craft-netmon.js';
import { craftSnoop } from '../capture/craft-snoop.js';
import { readAll } from '../capture/read-all.js';
import { temporaryFolder } from '../capture/ways-in.js';
import { type Ran, runCli } from '../cli/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const isThere = (program: string) => {
  const found = spawnSync(program, ['--version']).status === 0;
  if (!found) console.log(`Skipped: other formats beside ${program}, which is not installed`);
  return found;
};

/** Wireshark takes local times for those of its own zone. */
const environment = { ...process.env, TZ: 'UTC' };

describe.skipIf(!isThere('editcap'))('Written by editcap', () => {
  test.each([
    ['snoop', 'snoop'],
    ['netmon2', 'Network Monitor 2'],
    ['netmon1', 'Network Monitor 1'],
  ])('%s gives the same findings', async (form, format) => {
    for (const name of ['iis7-health-check.pcap', 'httpsys-503.pcap', 'iis7-teardown-ipv6.pcap']) {
      const path = join(folder.path, `${name}.${form}`);
      execFileSync('editcap', ['-F', form, `captures/${name}`, path], { env: environment });
      const original = await runCli(['report', `captures/${name}`, '--format', 'json']);
      // Milliseconds are too coarse for intervals and jitter.
      const compared = form === 'netmon1' ? withoutTimes : judged;
      const byPath = await runCli(['report', path, '--format', 'json']);
      const byPipe = await runCli(['report', '-', '--format', 'json'], { input: readFileSync(path) });
      for (const ran of [byPath, byPipe]) {
        expect(ran.exitCode).toBe(0);
        expect(JSON.parse(ran.stdout).capture.files[0].format).toBe(format);
        expect(compared(ran)).toEqual(compared(original));
      }
    }
  });
});

interface Judged {
  readonly totals: object;
  readonly rules: object;
  readonly findings: readonly { readonly id: string; readonly flowCount: number }[];
}

function judged({ stdout }: Ran): object {
  const { totals, rules, findings } = JSON.parse(stdout) as Judged;
  return { totals, rules, findings };
}

function withoutTimes({ stdout }: Ran): object {
  const { totals, findings } = JSON.parse(stdout) as Judged;
  return { totals, findings: findings.map(({ id, flowCount }) => ({ id, flowCount })) };
}

const frame = (length: number, more: Partial<CraftNetmonFrame> = {}): CraftNetmonFrame => ({
  timeNs: START_NS + BigInt(length) * 1_234_567_800n,
  data: octets(length),
  originalLength: length + 3,
  ...more,
});

const ALL_MEDIA = [
  0, 1, 2, 3, 6, 7, 8, 9, 0xe001, 0xe071, 0xe080, 0xe083, 0xffe0, 0xfffb, 0xfffc, 0xfffd, 0xfffe, 0xffff, 1,
];
const FRAMES = [frame(60), frame(61), frame(70), frame(62)];
const AROUND_START = [0n, 1n, -1n, -266_530n, (2n ** 64n - 2_665_300n) / 10n + 1n].map((offset, index) =>
  frame(60 + index, { offset }),
);

const FILES: readonly (readonly [string, Uint8Array])[] = [
  ['every media type', craftNetmon(ALL_MEDIA.map((mediaType, index) => frame(60 + index, { mediaType })))],
  ['the frames of Message Analyzer', craftNetmon(FRAMES, { firstAt: 0x48 })],
  ['a table from the last to the first', craftNetmon(FRAMES, { table: (offsets) => offsets.toReversed() })],
  ['holes', craftNetmon(FRAMES, { hole: octets(33) })],
  ['a frame that is not in the table', craftNetmon(FRAMES, { table: (offsets) => offsets.slice(1) })],
  ...[0, 1, 2].map(
    (minor) =>
      [`distances of version 2.${minor}`, craftNetmon(AROUND_START, { version: [2, minor] })] as const,
  ),
  ['distances of version 1', craftNetmon(FRAMES, { version: [1, 1] })],
  ['snoop with drops', craftSnoop(FRAMES.map((it, index) => ({ ...it, drops: index })))],
  ...[0, 2, 4, 8, 9, 14, 16, 0x80000005].map(
    (datalinkType) => [`snoop of type ${datalinkType}`, craftSnoop(FRAMES, { datalinkType })] as const,
  ),
];

describe.skipIf(!isThere('tshark'))('The frames that tshark sees', () => {
  test.each(FILES)('%s', async (name, stored) => {
    const path = join(folder.path, `${name.replaceAll(' ', '-')}.cap`);
    writeFileSync(path, stored);
    const timeBase = new TimeBase();
    const reader = await openCapture(path, { timeBase, hash: false });
    const ours = await readAll(reader, timeBase);
    await reader.close();
    expect(reader.endedEarly).toBeNull();
    expect(ours.map(({ timeNs, originalLength }) => `${seconds(timeNs ?? 0n)}\t${originalLength}`)).toEqual(
      tsharkFrames(path),
    );
  });
});

function tsharkFrames(path: string): string[] {
  const fields = ['frame.time_epoch', 'frame.len'].flatMap((field) => ['-e', field]);
  const output = execFileSync('tshark', ['-n', '-r', path, '-T', 'fields', '-E', 'occurrence=f', ...fields], {
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return output.split('\n').filter((line) => line !== '');
}

function seconds(timeNs: bigint): string {
  return `${timeNs / 1_000_000_000n}.${String(timeNs % 1_000_000_000n).padStart(9, '0')}`;
}
