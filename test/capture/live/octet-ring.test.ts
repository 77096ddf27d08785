import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OctetRing } from '../../../src/capture/live/octet-ring.js';

test('octets come out as they went in, and a record goes in whole or not at all', () => {
  const record = fc.tuple(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }));
  const step = fc.oneof(record, fc.nat(40));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const ring = OctetRing.ofSize(64);
      const other = new OctetRing(ring.shared);
      const held: number[] = [];
      for (const it of steps) {
        if (typeof it === 'number') {
          const got = other.ready(it);
          expect([...got]).toEqual(held.splice(0, got.length));
          other.taken(got.length);
        } else {
          const [first, second] = it;
          const fits = held.length + first.length + second.length <= 64;
          expect(ring.put(first, first.length, second, second.length)).toBe(fits);
          if (fits) held.push(...first, ...second);
        }
      }
      while (held.length > 0) {
        const got = other.ready(64);
        expect(got.length).toBeGreaterThan(0);
        expect([...got]).toEqual(held.splice(0, got.length));
        other.taken(got.length);
      }
    }),
  );
});

test('it goes on when its counts have passed 2^31 and 2^32', () => {
  const ring = OctetRing.ofSize(1 << 16);
  const block = new Uint8Array(1 << 15).fill(7);
  const words = new Int32Array(ring.shared, 0, 2);
  words[1] = -(1 << 16);
  const far = new OctetRing(ring.shared);
  Object.assign(far, { head: -(1 << 16) });
  for (let i = 0; i < 8; i++) {
    expect(far.put(block, block.length, block, 0)).toBe(true);
    expect(far.ready(1 << 16)).toEqual(block);
    far.taken(block.length);
  }
});

test('asking to stop and closing are seen by the other side', () => {
  const ring = OctetRing.ofSize(64);
  const other = new OctetRing(ring.shared);
  expect([ring.isAskedToStop, other.isClosed]).toEqual([false, false]);
  other.askToStop();
  ring.close();
  expect([ring.isAskedToStop, other.isClosed]).toEqual([true, true]);
});
