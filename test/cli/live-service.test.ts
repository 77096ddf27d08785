import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FrameGone } from '../../src/cli/capture-files.js';
import { LiveService } from '../../src/cli/live-service.js';
import { readCaptures } from '../../src/cli/read-captures.js';
import { recordedFiles } from '../../src/cli/recorded-files.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { Survey } from '../../src/survey/survey.js';
import type { Shared } from '../../src/tui/shared.js';
import { CAPTURE, LiveServiceTests, OCTETS } from './live-service-tests.js';
import { LIVE_OPTIONS } from './service-screen.js';

/** In the middle of a record. */
const HALF = Math.floor(OCTETS.length / 2);

const tests = new LiveServiceTests();

const rulesOf = ({ capture }: Shared) =>
  capture.kind === 'ready'
    ? capture.diagnosis.findings.map(({ rule, flowCount }) => `${rule} ${flowCount}`)
    : [];

test('flows, findings and probes come while it goes on; the end says what a report of the recorded file says', async () => {
  const path = tests.path('kept.pcapng');
  const screen = tests.screen({ write: path });
  await screen.until(({ live }) => live?.phase === 'running');
  screen.input.write(OCTETS.subarray(0, HALF));
  await screen.until((shared) => rulesOf(shared).length > 0 && shared.flows.flows.length > 5);
  expect(screen.shared.live?.probes.length).toBeGreaterThan(0);
  screen.service.readCloseUp(0);
  await screen.until(({ closeUp }) => closeUp !== null && closeUp.kind !== 'reading');
  expect(screen.shared.closeUp).toMatchObject({ kind: 'ready', flow: 0 });
  screen.service.readPacket(3);
  await screen.until(({ packet }) => packet !== null && packet.kind !== 'reading');
  expect(screen.shared.packet).toMatchObject({ kind: 'ready', frame: 3 });
  screen.input.write(OCTETS.subarray(HALF));
  const { frames, judge } = await judged(CAPTURE);
  await screen.until(() => screen.frames === frames);
  screen.service.stopReading();
  const outcome = await screen.service.outcome;
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  expect(screen.shared.live?.phase).toBe('ended');
  const rules = judge.findings.map(({ rule, flowCount }) => `${rule} ${flowCount}`);
  expect(rulesOf(screen.shared)).toEqual(rules);
  expect(outcome.message).toBeNull();
  expect(screen.service.recordedPaths).toEqual([path]);
  const kept = await judged(path);
  expect(kept.frames).toBe(frames);
  expect(kept.judge.findings.map(({ rule, flowCount }) => `${rule} ${flowCount}`)).toEqual(rules);
}, 20_000);

async function judged(path: string) {
  const { survey, files, problems } = await readCaptures([path], { hash: false, onProgress: () => {} });
  const judge = new Diagnostician(survey).finish({ files, readerProblems: [problems] });
  return { frames: survey.frames, judge };
}

test('lists stand still while paused, the gauges go on; then all is there', async () => {
  const screen = tests.screen({ record: false });
  screen.input.write(OCTETS.subarray(0, HALF));
  await screen.until(({ flows }) => flows.flows.length > 5);
  screen.service.pause(true);
  const { flows, capture } = screen.shared;
  const before = screen.frames;
  screen.input.write(OCTETS.subarray(HALF));
  await screen.until(() => screen.frames > before);
  expect(screen.shared.flows).toBe(flows);
  expect(screen.shared.capture).toBe(capture);
  screen.service.pause(false);
  await screen.until((shared) => shared.flows.flows.length === 23);
}, 20_000);

test('segments are not there to be read where nothing is recorded, and the screen says so', async () => {
  const screen = tests.screen({ record: false });
  screen.input.write(OCTETS);
  await screen.until(({ flows }) => flows.flows.length > 5);
  screen.service.readCloseUp(0);
  await screen.until(({ closeUp }) => closeUp?.kind === 'failed');
  expect(screen.shared.closeUp).toMatchObject({ message: expect.stringContaining('nothing is recorded') });
}, 20_000);

test('reports and captures are written while it goes on', async () => {
  const screen = tests.screen({ write: tests.path('source.pcapng') });
  screen.input.write(OCTETS);
  await screen.until((shared) => rulesOf(shared).length === 3 && shared.flows.flows.length === 23);
  for (const [content, name] of [
    ['report-markdown', 'report.md'],
    ['capture', 'some.pcapng'],
  ] as const) {
    screen.shared = { ...screen.shared, message: null };
    screen.service.write({ path: tests.path(name), content, flows: [0, 1], force: false });
    await screen.until(({ message }) => message !== null);
    expect(screen.shared.message).toMatchObject({ tone: 'notice' });
    expect(existsSync(tests.path(name))).toBe(true);
  }
  expect((await judged(tests.path('some.pcapng'))).frames).toBeGreaterThan(5);
}, 20_000);

test('what cannot begin is a failed capture with advice', async () => {
  const path = tests.path('there.pcapng');
  writeFileSync(path, '');
  const screen = tests.screen({ write: path });
  const outcome = await screen.service.outcome;
  expect(outcome).toMatchObject({ kind: 'failed', exitCode: 3 });
  expect(screen.shared.capture).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('there.pcapng'),
  });
  expect(screen.shared.live?.phase).toBe('ended');
  expect(readdirSync(tests.path())).toContain('there.pcapng');
}, 20_000);

test('a thread that breaks down is told, and ends the capture', async () => {
  const broken = tests.path('broken.mjs');
  writeFileSync(broken, 'setTimeout(() => { throw new Error("out of luck"); }, 20);');
  const shared: Shared[] = [];
  const host = { emit: (it: Partial<Shared>) => void shared.push(it as Shared), shared: () => tests.first };
  const order = { interfaceName: 'eth0', options: LIVE_OPTIONS, environment: {} };
  const service = new LiveService(order, host, {
    program: new URL(`file://${broken}`),
    dropPrivileges: () => {},
  });
  expect(await service.outcome).toEqual({ kind: 'crashed', reason: 'out of luck' });
  expect(shared.map(({ capture }) => capture?.kind)).toContain('failed');
  await service.close();
});

test('a frame that has left the ring of files is said to be gone; others are found in their file', () => {
  const file = (path: string, frames: number) => ({ path, frames, octets: 100 });
  const recorded = {
    framesDeleted: 10,
    files: [file('b', 5), file('c', 7)],
    hasAllFrames: true,
    isFailedOnly: false,
    isOver: false,
  };
  const { places, firstFrame } = recordedFiles(recorded, new Survey());
  expect(firstFrame).toBe(11);
  expect(() => places.before(10)).toThrow(FrameGone);
  const at = (frame: number) => [places.before(frame)?.file, places.before(frame)?.framesBefore];
  expect([11, 15, 16, 22, 99].map(at)).toEqual([
    [0, 10],
    [0, 10],
    [1, 15],
    [1, 15],
    [1, 15],
  ]);
});

test.each([
  [false, true, ['kept.pcapng'], 1, /--keep failed.*up to a minute: end the capture \(S\), then open/],
  [true, true, ['kept.pcapng'], 1, /--keep failed.*: open the recording, tcpdx kept\.pcapng$/],
  [true, true, ['a.pcapng', 'b.pcapng'], 1, /tcpdx a\.pcapng and 1 more$/],
  [true, true, ['kept.pcapng'], 0, /none was kept, as none ended badly$/],
  [false, false, ['kept.pcapng'], 1, /^some records of the capture cannot be recorded.*\(S\)/],
])('frames of a recording in part are said to be where they are: over %s, failed only %s, %j', (...row) => {
  const [isOver, isFailedOnly, paths, frames, words] = row;
  const files = paths.map((path) => ({ path, frames, octets: 100 }));
  const recorded = { framesDeleted: 0, files, hasAllFrames: false, isFailedOnly, isOver };
  expect(() => recordedFiles(recorded, new Survey()).places.before(1)).toThrow(words);
});

test('of a connection that could not be opened while it was recorded in part, the end says which file has it', async () => {
  const path = tests.path('kept-failed.pcapng');
  const screen = tests.screen({ write: path, keep: 'failed' });
  screen.input.write(OCTETS);
  await screen.until(({ flows }) => flows.flows.length > 5);
  screen.service.readCloseUp(0);
  screen.service.readPacket(1);
  const told = ({ closeUp, packet }: Shared) =>
    [closeUp, packet].map((it) => (it?.kind === 'failed' ? it.message : ''));
  await screen.until((shared) => told(shared).every((it) => it.includes('end the capture (S)')));
  screen.input.end();
  await screen.until((shared) => told(shared).every((it) => it.endsWith(`tcpdx ${path}`)));
}, 20_000);

test.skipIf(process.platform !== 'linux')(
  'stopped while the program of capture starts, it says so, and the program is gone',
  async () => {
    const slow = mkdtempSync(tests.path('slow-'));
    writeFileSync(
      join(slow, 'dumpcap'),
      `#!/bin/sh\n[ "$1" = -D ] && exit 0\necho $$ > '${slow}/pid'\nexec sleep 60\n`,
      { mode: 0o755 },
    );
    const path = process.env.PATH;
    process.env.PATH = `${slow}:${path}`;
    const screen = tests.screen({ backend: 'dumpcap', record: false }, { interfaceName: 'lo' });
    process.env.PATH = path;
    const pid = await firstOf(join(slow, 'pid'));
    screen.service.stopReading();
    expect(await screen.service.outcome).toMatchObject({
      kind: 'failed',
      message: 'The capture was stopped before it had begun',
    });
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  },
  20_000,
);

/** The number in a file, when it is there. */
async function firstOf(path: string): Promise<number> {
  for (;;) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text.endsWith('\n')) return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
