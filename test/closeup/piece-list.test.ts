import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PieceList } from '../../src/closeup/piece-list.js';

/** More pieces than several blocks have. */
const PIECES = 3000;

/** Orders in which pieces come. */
const order = fc.oneof(
  fc.shuffledSubarray(
    Array.from({ length: PIECES }, (_, index) => index),
    { minLength: PIECES / 2 },
  ),
  fc.constant(Array.from({ length: PIECES }, (_, index) => index)),
  fc.constant(Array.from({ length: PIECES }, (_, index) => PIECES - index)),
);

/** A list of pieces of two octets, with a hole of one octet between neighbours, put in as they come. */
function listOf(places: readonly number[]): PieceList<{ offset: number; length: number }> {
  const list = new PieceList();
  for (const place of places) {
    list.seek(3 * place);
    list.insert({ offset: 3 * place, length: 2 });
  }
  return list;
}

test('pieces are in order, whatever the order in which they came', () => {
  fc.assert(
    fc.property(order, (places) => {
      const list = listOf(places);
      const sorted = places.toSorted((a, b) => a - b);
      expect([...list].map(({ offset }) => offset)).toEqual(sorted.map((place) => 3 * place));
      expect(list.size).toBe(places.length);
      expect(list.last?.offset).toBe(3 * (sorted.at(-1) ?? 0));
    }),
    { numRuns: 20 },
  );
});

test('from an offset on, the list goes on with the first piece that ends behind it', () => {
  fc.assert(
    fc.property(order, fc.integer({ min: -1, max: 3 * PIECES + 3 }), (places, offset) => {
      const list = listOf(places);
      const expected = [...list].filter((piece) => piece.offset + piece.length > offset);
      const met: unknown[] = [];
      for (list.seek(offset); list.next !== undefined; list.skip()) met.push(list.next);
      expect(met).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test('a place is behind the piece that was put there, and in front of the one that was next', () => {
  fc.assert(
    fc.property(order, fc.integer({ min: 0, max: PIECES }), (places, offset) => {
      const list = listOf(places);
      list.seek(3 * offset);
      const { next } = list;
      for (let times = 0; times < 1000; times++) {
        list.insert({ offset: 3 * offset - 1, length: 0 });
        expect(list.next).toBe(next);
      }
      expect(list.size).toBe(places.length + 1000);
    }),
    { numRuns: 20 },
  );
});
