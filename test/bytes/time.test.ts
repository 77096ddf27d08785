import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absoluteNs, TimeBase } from '../../src/bytes/time.js';

const NS_PER_SECOND = 1_000_000_000n;
const DAY_NS = 86_400e9;

describe('The time base', () => {
  test('has no epoch before the first time', () => {
    expect(new TimeBase().epochSeconds).toBeNull();
  });

  test.each([
    ['the first frame fixes the second', 100, 5, 5],
    ['a later second', 101, 0, 1e9],
    ['an earlier second is negative', 98, 999_999_999, -1_000_000_001],
    ['more than 10^9 nanoseconds go on into the next second', 100, 1_500_000_000, 1_500_000_000],
  ])('%s', (_, seconds, nanoseconds, expected) => {
    const base = new TimeBase();
    base.nsOf(100, 5);
    expect(base.nsOf(seconds, nanoseconds)).toBe(expected);
    expect(base.epochSeconds).toBe(100);
  });

  test('takes times before 1970', () => {
    const base = new TimeBase();
    expect(base.nsOfBig(-1n)).toBe(999_999_999);
    expect(base.epochSeconds).toBe(-1);
    expect(absoluteNs(-1, 999_999_999)).toBe(-1n);
    expect(new TimeBase().nsOfBig(-NS_PER_SECOND)).toBe(0);
  });

  test('is exact to the nanosecond within 104 days on each side of the epoch', () => {
    const within = fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 62n }), within, (first, distance) => {
        const base = new TimeBase();
        base.nsOfBig(first);
        const epoch = base.epochSeconds ?? 0;
        const time = BigInt(epoch) * NS_PER_SECOND + distance;
        expect(absoluteNs(epoch, base.nsOfBig(time))).toBe(time);
      }),
    );
  });

  test('rounds to a few nanoseconds beyond, and says no nonsense', () => {
    const base = new TimeBase();
    base.nsOfBig(0n);
    const time = 2n ** 54n + 1n;
    const error = absoluteNs(0, base.nsOfBig(time)) - time;
    expect(error >= -2n && error <= 2n).toBe(true);
    expect(base.nsOf(200 * 86_400, 0)).toBe(200 * DAY_NS);
  });

  test('gives the same by seconds and by nanoseconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_294_967_295 }),
        fc.integer({ min: 0, max: 999_999_999 }),
        (seconds, fraction) => {
          const [bySeconds, byNs] = [new TimeBase(), new TimeBase()];
          const big = BigInt(seconds) * NS_PER_SECOND + BigInt(fraction);
          expect(byNs.nsOfBig(big)).toBe(bySeconds.nsOf(seconds, fraction));
          expect(byNs.epochSeconds).toBe(bySeconds.epochSeconds);
        },
      ),
    );
  });
});
