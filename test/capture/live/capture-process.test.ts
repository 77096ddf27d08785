/** A program of capture played by Node: what is started, heard, asked, stopped and drained, on every system. */
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Backend, backendOf } from '../../../src/capture/live/backend.js';
import { CaptureProcess } from '../../../src/capture/live/capture-process.js';
import { UNKNOWN_COUNTERS } from '../../../src/capture/live/capture-request.js';

const REQUEST = {
  // Its link is never looked at.
  interfaceName: 'any',
  filter: null,
  snapLength: null,
  isPromiscuous: true,
  bufferMebibytes: 2,
};

/** Ends when its standard input does, as the program around `cap`, after writing this many octets. */
function program(script: string): Backend {
  return {
    ...backendOf('cap'),
    name: 'tcpdump',
    obeysPromiscuous: true,
    arguments: () => ['-e', script],
    isReady: (stderr) => stderr.includes('ready'),
    asks: {
      ask: (child) => child.stdin?.write('?'),
      answers: (stderr) => stderr.split('answer').length - 1,
      latest: () => ({ ...UNKNOWN_COUNTERS, received: 7 }),
    },
    finalCounters: (stderr) => ({ ...UNKNOWN_COUNTERS, passedOn: Number(/counted (\d+)/.exec(stderr)?.[1]) }),
  };
}

const start = (script: string) => new CaptureProcess(program(script), process.execPath, REQUEST);
const READY = `process.stderr.write('ready\\n'); process.stdin.on('data', () => process.stderr.write('answer\\n'));`;
const LAST_WORDS = `process.stdin.on('end', () => {
  process.stdout.write(Buffer.alloc(1000000, 1), () => process.stderr.write('counted 5', () => process.exit(0)));
});`;

test('after stop everything that the program has is handed over, however slowly it is read', async () => {
  const capture = start(READY + LAST_WORDS);
  expect(await capture.begun).toBeNull();
  capture.stop();
  capture.stop();
  let octets = 0;
  for await (const chunk of capture.output as Readable & AsyncIterable<Buffer>) {
    octets += chunk.length;
    if (octets < 200_000) await wait(20);
  }
  expect(octets).toBe(1_000_000);
  expect(await capture.ended).toMatchObject({ reason: 'stopped', advice: '', counters: { passedOn: 5 } });
  expect(await capture.counters()).toMatchObject({ passedOn: 5 });
});

test('counters are asked for while it runs', async () => {
  const capture = start(READY + LAST_WORDS);
  await capture.begun;
  expect(await capture.counters()).toMatchObject({ received: 7 });
  capture.stop();
  await buffer(capture.output);
  await capture.ended;
});

test('counters are heard however much was printed before', async () => {
  const much = `process.stdin.on('data', () => process.stderr.write('answer '.repeat(5000) + '\\n'));`;
  const capture = start(READY + much + LAST_WORDS);
  await capture.begun;
  for (let i = 0; i < 5; i++) expect(await capture.counters()).toMatchObject({ received: 7 });
  capture.stop();
  await buffer(capture.output);
  await capture.ended;
});

test('counters that do not come are not known', async () => {
  const capture = start(`process.stderr.write('ready\\n'); process.stdin.resume();${LAST_WORDS}`);
  await capture.begun;
  expect(await capture.counters()).toEqual(UNKNOWN_COUNTERS);
  capture.stop();
  await buffer(capture.output);
});

test('a program that ends by itself has died, and what it had written is read', async () => {
  const capture = start(`${READY} process.stdout.write('octets', () => process.exit(0));`);
  expect(await capture.begun).toBeNull();
  expect((await buffer(capture.output)).toString()).toBe('octets');
  expect((await capture.ended).reason).toBe('died');
});

test('a program that never gets ready says why', async () => {
  const capture = start(`process.stderr.write('tcpdump: eth9: it is broken\\n', () => process.exit(1));`);
  expect(await capture.begun).toMatchObject({
    reason: 'failed',
    message: expect.stringContaining('it is broken'),
  });
});

test('a program that is not there says so', async () => {
  const capture = new CaptureProcess(program(''), '/no/such/program', REQUEST);
  expect(await capture.begun).toMatchObject({ reason: 'no-program' });
});

test('a program that prints without end is heard in bounded memory, its first and its last words', async () => {
  const flood = `process.stderr.write('ready\\n' + 'x'.repeat(3000000) + '\\ncounted 9\\n', () => process.exit(0));`;
  const capture = start(flood);
  expect(await capture.begun).toBeNull();
  capture.output.resume();
  expect((await capture.ended).counters.passedOn).toBe(9);
});
