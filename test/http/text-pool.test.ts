import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedTextReader } from '../../src/http/shared-texts.js';
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

test('Texts that were kept are given back in the order in which they came', () => {
  const pool = new TextPool(0, 64 << 20);
  const target = (number: number) => latin1(`/orders/${'x'.repeat(number % 300)}${number}`);
  const ids = Array.from({ length: 100_000 }, (_, number) => {
    const octets = target(number);
    return pool.keep(octets, 0, octets.length);
  });
  for (let number = 0; number < ids.length; number += 97) {
    expect(pool.octets(ids[number] as number)).toEqual(target(number));
  }
  const middle = ids[50_000] as number;
  pool.releaseKeptBefore(middle);
  expect(pool.octets(ids[0] as number)).toHaveLength(0);
  expect(pool.isEqual(ids[0] as number, target(0), 0, target(0).length)).toBe(false);
  for (let number = 50_000; number < ids.length; number += 97) {
    const octets = target(number);
    expect(pool.isEqual(ids[number] as number, octets, 0, octets.length)).toBe(true);
    expect(pool.isEqual(ids[number] as number, octets, 1, octets.length - 1)).toBe(false);
  }
  expect(pool.notKept).toBe(0);
});

test('A full text pool has room again when texts were given back', () => {
  const pool = new TextPool(0, 16 << 20);
  const octets = new Uint8Array(4000).fill(0x61);
  const ids = Array.from({ length: 4200 }, () => pool.keep(octets, 0, octets.length));
  expect(pool.notKept).toBeGreaterThan(0);
  expect(ids.at(-1)).toBe(0);
  pool.releaseKeptBefore(0);
  expect(pool.octets(pool.keep(octets, 0, octets.length))).toEqual(octets);
});

test('Texts are read by another thread as far as they were told', () => {
  const pool = new TextPool(0, 1 << 20);
  const reader = new SharedTextReader();
  const [once, again] = [latin1('/once'), latin1('again.example')];
  const early = [pool.keep(once, 0, once.length), pool.intern(again, 0, again.length)];
  reader.update(pool.share());
  const late = [pool.keep(again, 0, again.length), pool.intern(once, 0, once.length)];
  const told = () => [...early, ...late].map((id) => reader.latin1(id));
  expect(told().slice(0, 2)).toEqual(['/once', 'again.example']);
  expect(told()[3]).toBe('');
  reader.update(pool.share());
  expect(told()).toEqual(['/once', 'again.example', 'again.example', '/once']);
});
