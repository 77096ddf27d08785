import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextPool } from '../../src/http/text-pool.js';
import { latin1 } from '../craft/craft.js';

test('A text pool keeps every text once and gives it back', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\xff'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 300 }), fc.integer(), (texts, seed) => {
      const pool = new TextPool(seed, 1 << 20);
      const oracle = new Map<string, number>([['', 0]]);
      for (const each of texts) {
        const octets = latin1(`..${each}..`);
        const id = pool.intern(octets, 2, each.length);
        if (!oracle.has(each)) oracle.set(each, oracle.size);
        expect(id).toBe(oracle.get(each));
        expect(pool.latin1(id)).toBe(each === '' ? null : each);
        expect(pool.isEqual(id, octets, 2, each.length)).toBe(true);
      }
      expect(pool.notKept).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test('A text is cut to 4,096 octets', () => {
  const pool = new TextPool(0, 1 << 20);
  const octets = new Uint8Array(5000).fill(0x61);
  expect(pool.octets(pool.intern(octets, 0, 5000))).toHaveLength(4096);
  expect(pool.intern(octets, 0, 4500)).toBe(pool.intern(octets, 0, 4096));
});

test('A full text pool keeps nothing new, counts that, and still knows what it has', () => {
  const pool = new TextPool(0, 10);
  const first = pool.internAscii('12345');
  const second = pool.internAscii('abcde');
  expect(pool.internAscii('x')).toBe(0);
  expect(pool.notKept).toBe(1);
  expect([pool.internAscii('12345'), pool.internAscii('abcde')]).toEqual([first, second]);
  expect(pool.notKept).toBe(1);
});

test('100,000 texts that differ only in the middle do not collide', () => {
  const pool = new TextPool(0, 64 << 20);
  const octets = new Uint8Array(120).fill(0x2f);
  const view = new DataView(octets.buffer);
  const before = process.cpuUsage().user;
  for (let i = 0; i < 100_000; i++) {
    view.setUint32(60, i);
    pool.intern(octets, 0, octets.length);
  }
  expect(pool.octets(100_000)).toHaveLength(120);
  // Takes 50 ms; with a hash of the ends alone it takes minutes.
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(3);
});
