import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sequenceAdd, sequenceDelta } from '../../src/bytes/sequence.js';
import { ReorderBuffer, type WaitingSegment } from '../../src/tcp/reorder-buffer.js';

const STREAM = Uint8Array.from({ length: 64 }, (_, index) => index);

function segment(initial: number, at: number, length: number, captured = length): WaitingSegment {
  return {
    sequence: sequenceAdd(initial, at),
    octets: STREAM.subarray(at, at + captured),
    length,
    frameNumber: 1,
    timeNs: 0,
  };
}

/** Everything that can be taken now, one text per octet. */
function takeAll(buffer: ReorderBuffer): number[] {
  const octets: number[] = [];
  for (let taken = buffer.take(); taken !== null; taken = buffer.take()) octets.push(...taken.octets);
  return octets;
}

const initialSequence = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fc.integer({ min: -70, max: 0 }).map((offset) => 2 ** 31 + offset),
  fc.integer({ min: -70, max: -1 }).map((offset) => 2 ** 32 + offset),
);
const range = fc.tuple(fc.nat({ max: 63 }), fc.integer({ min: 1, max: 20 }));

describe('The reorder buffer', () => {
  test('gives what a map of octets gives, for any segments in any order', () => {
    fc.assert(
      fc.property(initialSequence, fc.array(range, { maxLength: 30 }), (initial, ranges) => {
        const buffer = new ReorderBuffer(initial, 0);
        const known = new Set<number>();
        let delivered = 0;
        for (const [at, wanted] of ranges) {
          const length = Math.min(wanted, STREAM.length - at);
          buffer.add(segment(initial, at, length));
          for (let i = at; i < at + length; i++) known.add(i);
          const expected: number[] = [];
          while (known.has(delivered)) expected.push(delivered++);
          expect(takeAll(buffer)).toEqual(expected);
        }
        expect(sequenceDelta(initial, buffer.expected)).toBe(delivered);
        let missing = 0;
        for (; !buffer.isEmpty; takeAll(buffer)) missing += buffer.skipHole();
        const reached = Math.max(-1, ...known) + 1;
        const holes = Array.from({ length: reached }, (_, i) => i).filter((i) => !known.has(i)).length;
        expect(missing).toBe(holes);
        expect(buffer.waitingOctets).toBe(0);
      }),
    );
  });

  const LATE_FILLER: readonly WaitingSegment[] = [
    { ...segment(0, 2, 2), octets: Uint8Array.of(102, 103) },
    segment(0, 0, 3),
  ];

  test('gives every octet once where segments overlap', () => {
    const buffer = new ReorderBuffer(0, 0);
    for (const waiting of LATE_FILLER) buffer.add(waiting);
    expect(takeAll(buffer)).toHaveLength(4);
  });

  test('keeps the octets that came first where segments overlap', () => {
    const buffer = new ReorderBuffer(0, 0);
    for (const waiting of LATE_FILLER) buffer.add(waiting);
    expect(takeAll(buffer)).toEqual([0, 1, 102, 103]);
  });

  test('knows how long a segment was of which octets are missing', () => {
    const buffer = new ReorderBuffer(0, 0);
    buffer.add(segment(0, 5, 10, 2));
    buffer.add(segment(0, 0, 8, 3));
    expect(buffer.waitingOctets).toBe(5);
    expect(buffer.take()).toMatchObject({ length: 5, sequence: 0 });
    expect(buffer.take()).toMatchObject({ length: 10, sequence: 5 });
    expect(buffer.expected).toBe(15);
  });

  test('is full at 1,024 segments and at 256 KiB', () => {
    const many = new ReorderBuffer(0, 0);
    for (let i = 0; i < 1025; i++) {
      expect(many.isFull).toBe(false);
      many.add({ sequence: 2 * i + 2, octets: Uint8Array.of(1), length: 1, frameNumber: 1, timeNs: 0 });
    }
    expect(many.isFull).toBe(true);
    const large = new ReorderBuffer(0, 0);
    const octets = new Uint8Array(64 * 1024);
    for (let i = 0; i < 5; i++) {
      expect(large.isFull).toBe(false);
      large.add({
        sequence: 10 + i * octets.length,
        octets,
        length: octets.length,
        frameNumber: 1,
        timeNs: 0,
      });
    }
    expect(large.isFull).toBe(true);
  });

  test('refuses octets that were handed on before', () => {
    const buffer = new ReorderBuffer(10, 0);
    buffer.add(segment(0, 5, 5));
    expect(buffer.isEmpty).toBe(true);
    buffer.add(segment(0, 5, 6));
    expect(takeAll(buffer)).toEqual([10]);
  });
});
