import { existsSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { LiveService } from '../../src/cli/live-service.js';
import type { Pace } from '../../src/cli/pace.js';
import type { CloseUpState, Shared } from '../../src/tui/shared.js';
import { LiveServiceTests, OCTETS } from './live-service-tests.js';
import { ServiceScreen } from './service-screen.js';

const tests = new LiveServiceTests();

test('stopped while a frame is half read, the capture is not damaged: its input is ended by who knows of the wish', async () => {
  const screen = tests.screen({ record: false });
  screen.input.write(OCTETS.subarray(0, -7));
  await screen.until(({ flows }) => flows.flows.length === 23);
  screen.service.stopReading();
  expect(screen.input.destroyed).toBe(false);
  const outcome = await screen.service.outcome;
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  expect(outcome.message).toBeNull();
  expect(outcome.diagnosis.capture.files).toMatchObject([{ endedEarly: null }]);
}, 20_000);

test('programs of --on-finding are waited for after the end, until somebody does not want to wait', async () => {
  const path = tests.path('begun');
  const script = `require('node:fs').writeFileSync(${JSON.stringify(path)}, ''); setInterval(() => {}, 1000);`;
  const screen = tests.screen({ record: false, onFinding: [process.execPath, '-e', script] });
  screen.input.end(OCTETS);
  expect(await screen.service.outcome).toMatchObject({ kind: 'done' });
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 10));
  const posted = vi.spyOn(Worker.prototype, 'postMessage');
  // What leaving the screen asks for: it is no wish not to wait.
  screen.service.stopReading();
  expect(posted).not.toHaveBeenCalled();
  posted.mockRestore();
  screen.service.stopWaiting();
  await screen.service.idle;
}, 20_000);

test('a thread that ends after the capture, but in front of its last word, is not waited for', async () => {
  const path = tests.path('dies.mjs');
  writeFileSync(
    path,
    `import { parentPort } from 'node:worker_threads';
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = (message, ...more) => {
      post(message, ...more);
      if (message.kind === 'done') process.exit(7);
    };
    await import(${JSON.stringify(tests.program.href)});`,
  );
  const screen = tests.screen({ record: false }, { program: pathToFileURL(path) });
  screen.input.end(OCTETS);
  expect(await screen.service.outcome).toMatchObject({ kind: 'done' });
  await screen.service.idle;
}, 20_000);

/** Reads a connection, and hands it on when the test lets it. */
class SlowReader extends LiveService {
  /** Calls that wait. */
  readonly readings: (() => void)[] = [];
  isHeld = false;

  protected override async closeUpOf(flow: number, pace: Pace): Promise<CloseUpState> {
    const closeUp = await super.closeUpOf(flow, pace);
    if (this.isHeld) {
      await new Promise<void>((resolve) => {
        this.readings.push(resolve);
        this.onHeld();
      });
    }
    return closeUp;
  }

  onHeld: () => void = () => {};
}

/** Where the record behind so many frames begins. */
function behind(frames: number): number {
  let at = 24;
  for (let i = 0; i < frames; i++) at += 16 + OCTETS.readUInt32LE(at + 8);
  return at;
}

test.each([
  ['shown', true],
  ['being opened', false],
])(
  'segments that came while a connection was read are there after the end, when it was %s',
  async (_, isShown) => {
    const options = { write: tests.path(`read-${isShown}.pcapng`) };
    const screen = tests.closing(
      new ServiceScreen(tests.program, tests.first, options, { Service: SlowReader }),
    );
    const { service } = screen;
    const rows = ({ closeUp }: Shared) => (closeUp?.kind === 'ready' ? closeUp.closeUp.segments.length : 0);
    const held = new Promise<void>((resolve) => {
      service.onHeld = resolve;
    });
    screen.input.write(OCTETS.subarray(0, behind(3)));
    await screen.until(() => screen.frames === 3);
    if (isShown) {
      service.readCloseUp(0);
      await screen.until((shared) => rows(shared) === 3);
      service.isHeld = true;
      screen.input.write(OCTETS.subarray(behind(3), behind(4)));
    } else {
      service.isHeld = true;
      service.readCloseUp(0);
    }
    await held;
    service.isHeld = false;
    screen.input.end(OCTETS.subarray(behind(isShown ? 4 : 3)));
    await service.outcome;
    for (const goOn of service.readings) goOn();
    await screen.until((shared) => rows(shared) === 5);
  },
  20_000,
);
