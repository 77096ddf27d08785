import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyTable } from '../../src/bytes/key-table.js';

/** Few different values, so that keys repeat and differ in one part only. */
const part = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(0x7fff_ffff, -0x8000_0000));
const key = fc.tuple(part, part, part);

test('A key table numbers keys as a Map would', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 400 }), (keys) => {
      const table = new KeyTable();
      const oracle = new Map<string, number>();
      for (const [a, b, c] of keys) {
        const text = `${a} ${b} ${c}`;
        const expected = oracle.get(text) ?? oracle.size;
        oracle.set(text, expected);
        expect(table.idOf(a, b, c)).toBe(expected);
        expect([0, 1, 2].map((index) => table.part(expected, index))).toEqual([a, b, c]);
      }
      expect(table.length).toBe(oracle.size);
    }),
  );
});

test('A key table keeps its numbers while it grows to 100,000 keys', () => {
  const table = new KeyTable();
  for (let i = 0; i < 100_000; i++) table.idOf(i % 10, i, i << 16);
  expect(table.length).toBe(100_000);
  for (let i = 0; i < 100_000; i += 997) expect(table.idOf(i % 10, i, i << 16)).toBe(i);
});
