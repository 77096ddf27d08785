/**
 * The built command as a program in little memory, on what editcap, randpkt and a broken copy make of captures: exit codes 0,
 * 3 and 4 only, no stack, no character that a terminal obeys, little time. And what a kill or a full disk leaves of `-o`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpusFolder, filesBelow } from '../capture/corpus-folder.js';
import { craftPcap } from '../capture/craft-capture.js';
import { ATTACKS, FrameWriter } from '../robustness/attacks.js';
import { FIRST_SEED } from '../robustness/random.js';
import { expectSafe } from '../robustness/unsafe.js';
import { inParallel, type ProgramRan, runProgram, start } from './built-command.js';

const MOST_CPU_MS = 2000;
const TIMEOUT = { timeout: 240_000 };

const folder = mkdtempSync(join(tmpdir(), 'tcpdx-robust-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** All ways to tell a capture. One of them is taken for each file, in turn: a program's start takes most of its time. */
const COMMANDS: readonly (readonly string[])[] = [
  ['report'],
  ['report', '--format', 'json', '--checksums'],
  ['flows', '--json'],
  ['show', '--frame', '2'],
  ['report', '--format', 'markdown', '--cross-check', '--fail-on', 'info'],
  ['flows'],
  ['show', '--frame', '1', '--json'],
];

/** `show` of a frame that is not there is a wrong usage, and only `--fail-on` gives a 1. */
function allowedCodes(command: readonly string[]): number[] {
  if (command.includes('show')) return [0, 2, 3, 4];
  return command.includes('--fail-on') ? [0, 1, 3, 4] : [0, 3, 4];
}

function expectWell(command: readonly string[], ran: ProgramRan): void {
  const { exitCode, stdout, stderr, cpuMs } = ran;
  const where = command.join(' ');
  expect(allowedCodes(command), `${where}: ${stderr.slice(0, 1000)}`).toContain(exitCode);
  expect(stderr, where).not.toMatch(/^ {4}at /m);
  expect(cpuMs, where).toBeLessThan(MOST_CPU_MS);
  expectSafe(stdout);
  expectSafe(stderr);
}

/** Tells each file in one way. */
async function expectAllWell(paths: readonly string[]): Promise<void> {
  const runs = paths.map((path, index) => {
    const [name = '', ...options] = COMMANDS[(index + FIRST_SEED) % COMMANDS.length] ?? [];
    return [name, path, ...options];
  });
  await inParallel(runs, async (command) => expectWell(command, await runProgram(command)));
}

function isThere(program: string, ...arguments_: string[]): boolean {
  const { error } = spawnSync(program, arguments_);
  if (error === undefined) return true;
  console.log(`Skipped: what ${program} makes of captures, which is not installed`);
  return false;
}

const captures = readdirSync('captures')
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name) => `captures/${name}`);

/** Some small files of the corpus, others with another `ROBUSTNESS_SEED`. */
const elsewhere =
  corpusFolder === null
    ? []
    : filesBelow(`${corpusFolder}/captures`, /\.(pcap|pcapng|cap)$/)
        .map((name) => `${corpusFolder}/captures/${name}`)
        .filter((path, index) => index % 20 === FIRST_SEED % 20 && readFileSync(path).length < 300_000);

const hasEditcap = isThere('editcap', '--version');
const hasRandpkt = isThere('randpkt', '-h');

describe.skipIf(!hasEditcap)('Errors put in by editcap', () => {
  test.each(['0.02', '0.1'])('in %s of all octets', TIMEOUT, async (probability) => {
    const paths = [...captures, ...elsewhere].map((path, index) => {
      const damaged = join(folder, `${probability}-${index}-${basename(path)}`);
      const seed = `${FIRST_SEED + index}`;
      // editcap gives up some files of the corpus, which are damaged as they are.
      const { status } = spawnSync('editcap', ['-E', probability, '--seed', seed, path, damaged]);
      return status === 0 ? damaged : path;
    });
    await expectAllWell(paths);
  });
});

describe.skipIf(!hasRandpkt)('Frames by chance, of randpkt', () => {
  test('of all types that TCP may be in', TIMEOUT, async () => {
    const paths = ['eth', 'ip', 'ipv6', 'tcp', 'udp', 'icmp', 'llc', 'fddi', 'tr'].map((type) => {
      const path = join(folder, `randpkt-${type}`);
      execFileSync('randpkt', ['-b', '500', '-c', '300', '-t', type, path], { stdio: 'ignore' });
      return path;
    });
    await expectAllWell(paths);
  });
});

describe('A capture that is cut', () => {
  const lengths = [0, 1, 4, 23, 24, 39, 40, 41, 100, 1000, 1500, 2000];

  test.each(['captures/vlan.pcap', 'captures/pcapng.pcapng'])(
    '%s, as a file and as standard input',
    TIMEOUT,
    async (path) => {
      const whole = readFileSync(path);
      await inParallel(lengths, async (length) => {
        const cut = join(folder, `cut-${length}-${basename(path)}`);
        writeFileSync(cut, whole.subarray(0, length));
        const fromFile = await runProgram(['report', cut, '--format', 'json']);
        const fromPipe = await runProgram(['report', '-', '--format', 'json'], [whole.subarray(0, length)]);
        for (const ran of [fromFile, fromPipe]) expectWell(['report', path, `${length}`], ran);
        expect(fromPipe.exitCode).toBe(fromFile.exitCode);
        expect(fromPipe.stdout.replaceAll('"-"', `"${cut}"`)).toBe(fromFile.stdout);
      });
    },
  );
});

/** The header of a pcap, then the frames of an attack, many in one chunk. */
function* floodOf(name: string, size: number): Generator<Uint8Array> {
  yield craftPcap([]);
  const writer = new FrameWriter();
  let frames: Buffer[] = [];
  for (const length of ATTACKS.get(name)?.(size, writer) ?? []) {
    const record = Buffer.alloc(16 + length);
    record.writeUInt32LE(length, 8);
    record.writeUInt32LE(length, 12);
    record.set(writer.bytes.subarray(0, length), 16);
    frames.push(record);
    if (frames.length < 1000) continue;
    yield Buffer.concat(frames);
    frames = [];
  }
  yield Buffer.concat(frames);
}

test('a flood of connections through a pipe ends, in bounded memory', TIMEOUT, async () => {
  const { exitCode, stdout, mostRssBytes } = await runProgram(
    ['report', '-', '--format', 'json'],
    floodOf('SYN from anywhere', 500_000),
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).totals.flows).toBe(500_000);
  expect(mostRssBytes).toBeLessThan(450 * 2 ** 20);
});

describe.skipIf(platform() === 'win32')('An output file is the old one or the new one', () => {
  const capture = join(folder, 'many.pcap');
  const output = join(folder, 'flows.jsonl');
  const command = ['flows', capture, '--json', '-o', output, '--force'];
  let whole = '';
  let wholeMs = 0;

  beforeAll(async () => {
    writeFileSync(capture, Buffer.concat([...floodOf('many clients that are reset', 40_000)]));
    const startedMs = performance.now();
    expect((await runProgram(command)).exitCode).toBe(0);
    wholeMs = performance.now() - startedMs;
    whole = readFileSync(output, 'utf8');
    expect(whole.split('\n').length).toBeGreaterThan(8000);
  }, 60_000);

  const content = () => {
    const text = readFileSync(output, 'utf8');
    return text === 'old' ? 'old' : text === whole ? 'new' : 'half';
  };

  test('when the program is killed at any time', TIMEOUT, async () => {
    const left: string[] = [];
    for (let delayMs = 0; delayMs < 10 * wholeMs && left.at(-1) !== 'new'; delayMs += wholeMs / 12) {
      writeFileSync(output, 'old');
      const child = start(command);
      const ended = new Promise((resolve) => child.on('close', resolve));
      await Promise.race([wait(delayMs), ended]);
      child.kill('SIGKILL');
      await ended;
      left.push(content());
    }
    expect(left[0]).toBe('old');
    expect(new Set(left)).toEqual(new Set(['old', 'new']));
  });

  test('when writing fails after any number of octets', TIMEOUT, async () => {
    // In blocks of 512 octets; node gets EFBIG, as it would ENOSPC of a full disk.
    await inParallel([0, 1, 64, 128, 1000, 4000], async (blocks) => {
      const own = join(folder, `limited-${blocks}.jsonl`);
      writeFileSync(own, 'old');
      const argv = command.map((word) => (word === output ? own : word));
      const limited = `ulimit -f ${blocks}; exec "$0" dist/bin/tcpdx.js "$@"`;
      const ran = spawnSync('sh', ['-c', limited, process.execPath, ...argv], { encoding: 'utf8' });
      expect(ran.status, ran.stderr).toBe(3);
      expect(ran.stderr).toMatch(/^tcpdx: Writing .* failed: /);
      expect(ran.stderr).not.toMatch(/^ {4}at /m);
      expect(readFileSync(own, 'utf8')).toBe('old');
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('.limited'))).toEqual([]);
  });
});
