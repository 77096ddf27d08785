/** `tcpdx live` as a command: what it prints, writes and ends with. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { LiveOptions } from '../../../src/cli/live-options.js';
import { runLive } from '../../../src/cli/run-live.js';
import { craft } from '../../craft/craft.js';
import { Kept, runCli } from '../run-cli.js';
import { type FakeOptions, FakeSource } from './fake-source.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'tcpdx-live-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const CAPTURES = fileURLToPath(new URL('../../../captures/', import.meta.url));
const captures = readdirSync(CAPTURES).filter((name) => /\.pcap(ng)?$/.test(name));
const CAPTURE = readFileSync(`${CAPTURES}iis7-health-check.pcap`);

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const isReport = ajv.compile(JSON.parse(readFileSync('schema/report.schema.json', 'utf8')));

const OPTIONS: LiveOptions = {
  backend: 'auto',
  promiscuous: true,
  buffer: 64,
  record: false,
  keep: 'all',
  around: 5,
  tui: false,
  format: 'json',
};

interface Line {
  readonly event: string;
  readonly change?: string;
  readonly finding?: { readonly rule: string };
  readonly live?: Readonly<Record<string, unknown>>;
  readonly message?: string | null;
  readonly report?: { readonly findings: readonly object[]; readonly totals: object };
}

const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

/** Runs it over a source of the test's own; `feed` is done when the frames are there. */
async function run(
  options: Partial<LiveOptions>,
  feed: (source: FakeSource) => Promise<void>,
  fake: FakeOptions = {},
) {
  const source = new FakeSource(fake);
  const [stdout, stderr] = [new Kept(), new Kept()];
  const io = { stdout, stderr, stderrIsTerminal: false };
  const order = {
    interfaceName: 'eth0',
    options: { ...OPTIONS, ...options },
    start: async () => ({ source, notes: [] }),
  };
  const [exitCode] = await Promise.all([runLive(order, io), feed(source)]);
  return {
    exitCode,
    lines: options.format === 'text' ? [] : linesOf(stdout.text),
    stdout: stdout.text,
    stderr: stderr.text,
  };
}

const feedAll = async (source: FakeSource) => {
  await source.feed(CAPTURE);
  source.finish();
};

test('as text: each finding in a line of its own, then the report of it all', async () => {
  const { exitCode, stdout, stderr } = await runCli(['live', '-', '--no-record'], { input: CAPTURE });
  expect(exitCode).toBe(0);
  const [first, second, third, empty, title] = stdout.split('\n');
  expect(first).toMatch(
    /^\[20.* UTC\] !! high \(likely\), 192\.0\.2\.80:80: TCP health check answered by RST/,
  );
  expect(second).toMatch(/FIN answered by RST .* \[flow 0, frames 1, 2, 3, 4, 5\]$/);
  expect(third).toMatch(/ i info /);
  expect([empty, title]).toEqual(['', 'tcpdx report: standard input']);
  expect(stdout).toContain('received unknown = analysed 155 + dropped by the kernel unknown');
  expect(stderr).toContain('the capture ended because its input ended');
});

test('as JSON: an object a line, the report as its schema wants it', async () => {
  const { exitCode, stdout } = await runCli(
    ['live', '-', '--no-record', '--format', 'json', '--fail-on', 'high'],
    {
      input: CAPTURE,
    },
  );
  expect(exitCode).toBe(1);
  const lines = linesOf(stdout);
  expect(lines.map(({ event }) => event)).toEqual([
    'start',
    'finding',
    'finding',
    'finding',
    'end',
    'report',
  ]);
  expect(lines[4]?.live).toMatchObject({ interface: '-', backend: null, received: null, analysed: 155 });
  isReport(lines[5]?.report);
  expect(isReport.errors).toBeNull();
});

describe.each(captures)('%s', (name) => {
  test('recorded and read again, it has the report that was given at the end of the capture', async () => {
    const path = join(FOLDER, `${name}.recorded.pcapng`);
    const argv = ['live', '-', '--format', 'json', '-w', path];
    const live = linesOf((await runCli(argv, { input: readFileSync(CAPTURES + name) })).stdout).at(
      -1,
    )?.report;
    const again = JSON.parse((await runCli(['report', path, '--format', 'json'])).stdout);
    expect(again.findings).toEqual(live?.findings);
    expect(again.totals).toEqual(live?.totals);
    expect(again.rules).toEqual((live as typeof again).rules);
  });
});

test('a loss is told in the recording, so that its report is no surer than the one at the end', async () => {
  const path = join(FOLDER, 'lossy.pcapng');
  const counters = { received: 160, passedOn: 155, droppedByKernel: 5, droppedByProgram: 0, unread: 0 };
  const { lines } = await run({ record: true, write: path }, feedAll, { counters });
  const again = JSON.parse((await runCli(['report', path, '--format', 'json'])).stdout);
  expect(again.findings).toEqual(lines.at(-1)?.report?.findings);
  expect(again.findings[0].loweredBy).toEqual(['frames-dropped']);
  expect(again.capture.files[0].interfaces[0]).toMatchObject({ name: 'eth0', droppedFrames: 5 });
  const text = (await runCli(['report', path])).stdout;
  expect(text.slice(0, 1500)).toMatch(/Lost frames +5 frames were dropped while the capture was taken/);
});

test('only what is around bad ends is kept, and the rest is accounted for', async () => {
  const path = join(FOLDER, 'failed.pcapng');
  const { stdout, stderr } = await run(
    { record: true, write: path, keep: 'failed', around: 0, format: 'text' },
    feedAll,
  );
  expect(stdout).toContain('tcpdx report: eth0');
  const kept = JSON.parse((await runCli(['report', path, '--format', 'json'])).stdout);
  const found = kept.findings.map(
    ({ rule, flowCount }: { rule: string; flowCount: number }) => `${rule} ${flowCount}`,
  );
  expect(found).toContain('fin-answered-by-reset 10');
  expect(found).not.toContain('graceful-health-check 10');
  const notKept = Number(/not there: (\d+) frames not kept/.exec(stderr)?.[1]);
  expect(notKept).toBeGreaterThan(0);
  expect(kept.capture.frames + notKept).toBe(155);
});

test('with --keep failed too, a loss is told in the recording', async () => {
  const path = join(FOLDER, 'lossy-failed.pcapng');
  const counters = { droppedByKernel: 5, droppedByProgram: 0 };
  await run({ record: true, write: path, keep: 'failed' }, feedAll, { counters });
  const again = JSON.parse((await runCli(['report', path, '--format', 'json'])).stdout);
  expect(again.capture.files[0].interfaces[0]).toMatchObject({ droppedFrames: 5 });
});

test('with --keep failed, what a connection does after it was found is kept as well, and the rest is not', async () => {
  const path = join(FOLDER, 'goes-on.pcapng');
  // A client that goes on after the reset, and a connection beside it that ends well.
  const before = craft(['1> S', '1< SA', '1> A', '1> PA "GET / HTTP/1.1\r\nHost: a\r\n\r\n"', '1< RA']);
  const after = craft([
    ...['1> S', '1< SA', '1> A', '1> PA "GET / HTTP/1.1\r\nHost: a\r\n\r\n"', '1< RA', '+8s'],
    ...['2> S', '2< SA', '2> A', '2> FA', '2< FA', '2> A', '+9s', '1> PA "more"', '+9s', '1> FA'],
  ]);
  const frames = after.pcap();
  const firstFound = before.pcap().length;
  const stdout = new Kept();
  const source = new FakeSource();
  const order = {
    interfaceName: 'eth0',
    options: { ...OPTIONS, record: true, write: path, keep: 'failed', around: 0 } as const,
    start: async () => ({ source, notes: [] }),
  };
  const running = runLive(order, { stdout, stderr: new Kept(), stderrIsTerminal: false });
  await source.feed(frames.subarray(0, firstFound));
  await vi.waitUntil(() => stdout.text.includes('request-answered-by-reset'), { timeout: 5000 });
  await source.feed(frames.subarray(firstFound));
  source.finish();
  await running;
  const kept = JSON.parse((await runCli(['report', path, '--format', 'json'])).stdout);
  expect([kept.capture.frames, kept.totals.flows]).toEqual([7, 1]);
});

test('with --keep failed, it is told when the beginning of a connection may be missing', async () => {
  const path = join(FOLDER, 'cut.pcapng');
  const long = craft(['> S', '< SA', '> A', '+90s', '> PA "hello"', '< RA']).pcap();
  const { stderr } = await run(
    { record: true, write: path, keep: 'failed', format: 'text' },
    async (source) => {
      await source.feed(long);
      source.finish();
    },
  );
  expect(stderr).toContain('the beginning may be missing of 1 connection that ended badly');
});

test('--stop-on ends the capture once: frames on their way are read though the finding is looked at again', async () => {
  let looks = 0;
  const { lines } = await run(
    { stopOn: 'fin-answered-by-reset' },
    async (source) => {
      for (let at = 0; at < CAPTURE.length; at += 3000) {
        await source.feed(CAPTURE.subarray(at, at + 3000));
        await new Promise((resolve) => setTimeout(resolve, 200));
        looks++;
      }
      source.finish();
    },
    { isDeaf: true },
  );
  expect(looks).toBeGreaterThan(3);
  expect(lines.find(({ event }) => event === 'end')?.live).toMatchObject({
    endedBy: 'stop-on',
    analysed: 155,
  });
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['no capture', new TextEncoder().encode('a text of some length, and no capture')],
])('where %s came, no file is left that would be in the way next time', async (_, input) => {
  const path = join(FOLDER, 'not-left.pcapng');
  expect((await runCli(['live', '-', '-w', path], { input })).exitCode).toBe(3);
  expect(existsSync(path)).toBe(false);
});

test.each([
  ['EPIPE', false],
  ['EIO', true],
])('who closes the output is told where the recording is: %s, a terminal %s', async (code, isTTY) => {
  const path = join(FOLDER, `nobody-reads-${code}.pcapng`);
  const stdout = new Writable({ write: (_, __, done) => done(Object.assign(new Error('write'), { code })) });
  const ofTerminal = Object.assign(
    stdout.on('error', () => {}),
    { isTTY },
  );
  const { exitCode, stderr } = await runCli(['live', '-', '-w', path], {
    input: CAPTURE,
    stdout: ofTerminal,
  });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/tcpdx: recorded: .*nobody-reads-.*\(155 frames\)/);
  expect(stderr).not.toContain('failed');
});

test('a recording without a frame is named, as it is there', async () => {
  const path = join(FOLDER, 'no-frame.pcapng');
  const { stderr } = await runCli(['live', '-', '-w', path], { input: CAPTURE.subarray(0, 24) });
  expect(stderr).toContain('no-frame.pcapng (0 frames)');
});

test('a name that is taken is refused, not evaded by an extension', async () => {
  const path = join(FOLDER, 'taken');
  writeFileSync(path, 'of somebody');
  const { exitCode, stderr } = await runCli(['live', '-', '-w', path], { input: CAPTURE });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('taken is there already');
  expect(readdirSync(FOLDER)).not.toContain('taken.pcapng');
});

test('--stop-on ends the capture with the finding', async () => {
  const { exitCode, lines } = await run({ stopOn: 'fin-answered-by-reset' }, (source) =>
    source.feed(CAPTURE),
  );
  expect(exitCode).toBe(0);
  expect(lines.find(({ event }) => event === 'end')?.live).toMatchObject({ endedBy: 'stop-on' });
  expect(lines.at(-1)?.event).toBe('report');
});

test('--duration ends the capture', async () => {
  const { lines } = await run({ duration: 0.2 }, (source) => source.feed(CAPTURE));
  expect(lines.find(({ event }) => event === 'end')?.live).toMatchObject({ endedBy: 'duration' });
});

test('a capture program that dies is told with advice, after a report of what came', async () => {
  const { exitCode, lines, stderr } = await run({}, feedAll, {
    reason: 'died',
    message: 'tcpdump was ended by SIGKILL',
  });
  expect(exitCode).toBe(4);
  expect(stderr).toContain('tcpdx: tcpdump was ended by SIGKILL. Look.');
  expect(lines.find(({ event }) => event === 'end')).toMatchObject({
    message: 'tcpdump was ended by SIGKILL. Look.',
  });
  expect(lines.at(-1)?.report?.findings).toHaveLength(3);
});

test('--on-finding gets every new finding once', async () => {
  const path = join(FOLDER, 'hooked.txt');
  const script = `require('node:fs').appendFileSync(${JSON.stringify(path)}, require('node:fs').readFileSync(0))`;
  await run({ onFinding: [process.execPath, '-e', script] }, feedAll);
  const rules = linesOf(readFileSync(path, 'utf8')).map(
    ({ change, finding }) => `${change} ${finding?.rule}`,
  );
  expect(rules.sort()).toEqual([
    'new fin-answered-by-reset',
    'new graceful-health-check',
    'new health-check-reset',
  ]);
});

test.each([
  [
    'a rule that there is not',
    ['live', 'eth0', '--stop-on', 'httpsys-504'],
    /there is no rule httpsys-504; did you mean httpsys-503\?/,
  ],
  ['a filter for standard input', ['live', '-', '-f', 'tcp'], /give it to the one in the pipe/],
  ['a time that is none', ['live', 'eth0', '--duration', 'soon'], /Expected a time such as 90s/],
  ['a size that is none', ['live', 'eth0', '--ring-size', '-1'], /Expected a size such as 100M/],
  ['a size of a single frame', ['live', 'eth0', '--ring-size', '1k'], /64k at least/],
  ['a recording that is none', ['live', 'eth0', '-w', 'x.pcapng', '--no-record'], /--no-record contradicts/],
  [
    'what to keep of no recording',
    ['live', 'eth0', '--keep', 'failed', '--no-record'],
    /--no-record contradicts/,
  ],
  [
    'a ring of no recording',
    ['live', 'eth0', '--ring-size', '1M', '--no-record'],
    /--no-record contradicts.*--ring-size/,
  ],
  [
    'time around ends that nobody asks for',
    ['live', 'eth0', '--around', '3'],
    /--around needs --keep failed/,
  ],
  ['a program for standard input', ['live', '-', '--backend', 'tcpdump'], /--backend is for the program/],
  ['a length for standard input', ['live', '-', '--snaplen', '96'], /--snaplen is for the program/],
  ['a buffer for standard input', ['live', '-', '--buffer', '8'], /--buffer is for the program/],
  ['a mode for standard input', ['live', '-', '--no-promiscuous'], /--no-promiscuous is for the program/],
  ['standard output for frames', ['live', 'eth0', '-w', '-'], /not to standard output/],
  ['a port that is none', ['live', 'eth0', '--metrics', '70000'], /from 0 to 65535/],
])('%s is wrong usage', async (_, argv, expected) => {
  const { exitCode, stderr } = await runCli(argv, { input: new Uint8Array(0) });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(expected);
});

test('an empty standard input is an error with advice', async () => {
  const { exitCode, stderr } = await runCli(['live', '-', '--no-record'], { input: new Uint8Array(0) });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('tcpdx: Standard input is empty\n');
});
