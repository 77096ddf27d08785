import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sequenceAdd, sequenceAsUnsigned, sequenceDelta } from '../../src/bytes/sequence.js';

const HALF = 2 ** 31;
const WHOLE = 2 ** 32;

/** Sequence numbers, those around 2^31 and 2^32 more often than chance would have it. */
const sequence = fc.oneof(
  fc.integer({ min: 0, max: WHOLE - 1 }),
  fc.integer({ min: -5, max: 5 }).map((offset) => (HALF + offset) % WHOLE),
  fc.integer({ min: -5, max: 5 }).map((offset) => (WHOLE + offset) % WHOLE),
);
const octets = fc.integer({ min: 0, max: HALF - 1 });

describe('Sequence arithmetic', () => {
  test.each([
    ['does not move', 5, 5, 0],
    ['goes ahead', 5, 6, 1],
    ['goes back', 6, 5, -1],
    ['wraps at 2^32', 0xffff_ffff, 0, 1],
    ['wraps back at 2^32', 0, 0xffff_ffff, -1],
    ['wraps over a distance', 0xffff_fff0, 0x10, 32],
    ['crosses 2^31', 0x7fff_ffff, 0x8000_0000, 1],
    ['crosses 2^31 back', 0x8000_0000, 0x7fff_ffff, -1],
    ['is largest one short of half way round', 0, 0x7fff_ffff, HALF - 1],
    ['has no order half way round', 0, 0x8000_0000, -HALF],
  ])('%s: from %i to %i is %i', (_, from, to, delta) => {
    expect(sequenceDelta(from, to)).toBe(delta);
  });

  test('takes back a step that was taken', () => {
    fc.assert(
      fc.property(sequence, octets, (from, step) => {
        expect(sequenceDelta(from, sequenceAdd(from, step))).toBe(step);
        expect(sequenceAdd(sequenceAdd(from, step), -step)).toBe(sequenceAdd(from, 0));
      }),
    );
  });

  test('is antisymmetric except half way round, where both distances are -2^31', () => {
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        const [there, back] = [sequenceDelta(a, b), sequenceDelta(b, a)];
        if (there === -HALF) expect(back).toBe(-HALF);
        else expect(there + back).toBe(0);
      }),
    );
    expect(sequenceDelta(7, 7 + HALF)).toBe(-HALF);
    expect(sequenceDelta(7 + HALF, 7)).toBe(-HALF);
  });

  test('adds in any grouping', () => {
    fc.assert(
      fc.property(sequence, octets, octets, (from, first, second) => {
        const apart = sequenceAdd(sequenceAdd(from, first), second);
        expect(apart).toBe(sequenceAdd(from, first + second));
        expect(sequenceAsUnsigned(apart)).toBe((from + first + second) % WHOLE);
      }),
    );
  });

  test('does not depend on where in the circle it is done', () => {
    fc.assert(
      fc.property(sequence, sequence, sequence, (a, b, turn) => {
        expect(sequenceDelta(sequenceAdd(a, turn), sequenceAdd(b, turn))).toBe(sequenceDelta(a, b));
      }),
    );
  });

  test('takes signed and unsigned forms for the same number', () => {
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        expect(sequenceDelta(a | 0, b)).toBe(sequenceDelta(a, b | 0));
        expect(sequenceAsUnsigned(a | 0)).toBe(a);
      }),
    );
  });
});
