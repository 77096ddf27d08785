import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CaptureInterface, Frame } from '../../../src/capture/frame-reader.js';
import { FlightRecorder } from '../../../src/capture/live/flight-recorder.js';
import type { FrameSink, SinkSummary } from '../../../src/capture/live/frame-sink.js';
import { NO_NAMES } from './frames.js';

const SECOND = 1e9;
const MEBIBYTE = 1024 * 1024;

/** Keeps the numbers of the frames that it is given, which are their first octets. */
class NumberSink implements FrameSink {
  readonly numbers: number[] = [];
  readonly pressure = null;

  take({ bytes, at, capturedLength }: Frame, _: readonly CaptureInterface[]): void {
    const view = new DataView(bytes.buffer, at, capturedLength);
    const number = view.getUint32(0);
    for (let i = 4; i < capturedLength; i++) {
      if (view.getUint8(i) !== (number & 0xff)) throw new Error(`Frame ${number} is not what was put in`);
    }
    this.numbers.push(number);
  }

  async flush(): Promise<void> {}

  finish(): Promise<SinkSummary> {
    return Promise.resolve(this.summary());
  }

  summary(): SinkSummary {
    const written = this.numbers.length;
    const none = { files: [], deleted: 0, notWritten: 0, notWanted: 0, notRecordable: 0, held: 0 };
    return { ...none, taken: written, written, fault: null };
  }
}

function frameOf(number: number, timeNs: number, length = 60): Frame {
  const frame = new Frame();
  frame.bytes = new Uint8Array(length).fill(number & 0xff);
  new DataView(frame.bytes.buffer).setUint32(0, number);
  return Object.assign(frame, { timeNs, capturedLength: length, originalLength: length, linkType: 1 });
}

function recorder(more: { ringOctets?: number; aroundSeconds?: number; horizonSeconds?: number } = {}) {
  const sink = new NumberSink();
  const flight = new FlightRecorder({
    sink,
    ringOctets: MEBIBYTE,
    aroundSeconds: 2,
    horizonSeconds: 20,
    ...more,
  });
  return { sink, flight };
}

const numberOf = ({ bytes, at }: Frame) => new DataView(bytes.buffer, at).getUint32(0);

test('nothing is kept when nothing ended badly', async () => {
  const { sink, flight } = recorder();
  for (let i = 0; i < 100; i++) flight.take(frameOf(i, i * SECOND), NO_NAMES);
  expect(await flight.finish()).toMatchObject({ taken: 100, written: 0, notWanted: 100, held: 0 });
  expect(sink.numbers).toEqual([]);
});

test('what is around an incident is kept, on both sides, in order and once', async () => {
  const { sink, flight } = recorder();
  for (let i = 0; i < 100; i++) {
    flight.take(frameOf(i, i * SECOND), NO_NAMES);
    if (i === 50 || i === 51) flight.keep([{ firstNs: i * SECOND, endedNs: i * SECOND }], null);
  }
  const summary = await flight.finish();
  expect(sink.numbers).toEqual([48, 49, 50, 51, 52, 53]);
  expect(summary).toMatchObject({ taken: 100, written: 6, notWanted: 94, held: 0 });
  expect(flight.flightSummary()).toEqual({ incidents: 2, cutIncidents: 0, missedFrames: 0 });
});

test('of the connection all is kept that is still there, in front of what was marked before', async () => {
  const { sink, flight } = recorder();
  for (let i = 0; i <= 30; i++) flight.take(frameOf(i, i * SECOND), NO_NAMES);
  flight.keep([{ firstNs: 30 * SECOND, endedNs: 30 * SECOND }], null);
  flight.keep([{ firstNs: 2 * SECOND, endedNs: 30 * SECOND }], (frame) => numberOf(frame) % 5 === 0);
  await flight.finish();
  expect(sink.numbers).toEqual([10, 15, 20, 25, 28, 29, 30]);
  // Frame 5 had left, and the recorder cannot know whose it was.
  expect(flight.flightSummary()).toEqual({ incidents: 2, cutIncidents: 1, missedFrames: 0 });
});

test('frames around an incident that have left already are counted, once', async () => {
  const { flight } = recorder({ horizonSeconds: 1 });
  for (let i = 0; i <= 30; i++) flight.take(frameOf(i, i * SECOND), NO_NAMES);
  flight.keep([{ firstNs: 30 * SECOND, endedNs: 30 * SECOND }], null);
  flight.keep([{ firstNs: 30 * SECOND, endedNs: 30 * SECOND }], null);
  expect(flight.flightSummary()).toMatchObject({ missedFrames: 1 });
  expect(await flight.finish()).toMatchObject({ written: 2, notWanted: 29 });
});

test('a burst pushes frames out before their time, and is counted', async () => {
  const { sink, flight } = recorder({ ringOctets: MEBIBYTE, horizonSeconds: 1000 });
  const length = 16_000;
  for (let i = 0; i < 1000; i++) flight.take(frameOf(i, i * 1e6, length), NO_NAMES);
  flight.keep([{ firstNs: 0, endedNs: 1e9 }], null);
  const summary = await flight.finish();
  const held = Math.floor(MEBIBYTE / (length + 32));
  expect(sink.numbers).toHaveLength(held);
  expect(sink.numbers.at(-1)).toBe(999);
  expect(flight.flightSummary()).toEqual({ incidents: 1, cutIncidents: 1, missedFrames: 1000 - held });
  expect(summary.taken).toBe(summary.written + summary.notWanted);
});

test('it keeps exactly what a plain list would, whatever the sizes, times and incidents', async () => {
  const step = fc.record({
    afterMs: fc.nat(4000),
    length: fc.oneof(fc.integer({ min: 4, max: 1600 }), fc.integer({ min: 4, max: 200_000 })),
    ends: fc.boolean(),
    lastedMs: fc.nat(30_000),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { sink, flight } = recorder();
      // The law: a frame is kept when it is in the ring at a word that wants it, or comes while it is wanted.
      const all: { timeNs: number; wanted: boolean; gone: boolean }[] = [];
      let timeNs = 0;
      let untilNs = -1;
      for (const { afterMs, length, ends, lastedMs } of steps) {
        timeNs += afterMs * 1e6;
        const number = all.length;
        const before = flight.summary();
        flight.take(frameOf(number, timeNs, length), NO_NAMES);
        all.push({ timeNs, wanted: timeNs <= untilNs, gone: false });
        const { held } = flight.summary();
        expect(flight.summary().taken).toBe(before.taken + 1);
        for (let i = 0; i < all.length - held; i++) Object.assign(all[i] as object, { gone: true });
        for (const it of all) if (!it.gone) expect(it.timeNs).toBeGreaterThanOrEqual(timeNs - 20 * SECOND);
        if (!ends) continue;
        const firstNs = timeNs - lastedMs * 1e6;
        const isOfFlow = (at: number) => at % 3 === number % 3;
        flight.keep([{ firstNs, endedNs: timeNs }], (frame) => isOfFlow(numberOf(frame)));
        untilNs = timeNs + 2 * SECOND;
        all.forEach((it, at) => {
          const isNear = it.timeNs >= timeNs - 2 * SECOND;
          if (!it.gone && (isNear || (it.timeNs >= firstNs && isOfFlow(at)))) it.wanted = true;
        });
      }
      const summary = await flight.finish();
      expect(sink.numbers).toEqual(all.flatMap((it, at) => (it.wanted ? [at] : [])));
      expect(summary.taken).toBe(summary.written + summary.notWanted);
    }),
  );
});

test('records that are no packets are counted, and a frame without a time is as old as the one before it', async () => {
  const { sink, flight } = recorder();
  flight.take(frameOf(0, 10 * SECOND), NO_NAMES);
  flight.take(frameOf(1, Number.NaN), NO_NAMES);
  flight.take(Object.assign(frameOf(2, 11 * SECOND), { linkType: -1 }), NO_NAMES);
  flight.keep([{ firstNs: 0, endedNs: 10 * SECOND }], null);
  expect(await flight.finish()).toMatchObject({ taken: 3, written: 2, notRecordable: 1 });
  expect(sink.numbers).toEqual([0, 1]);
});
