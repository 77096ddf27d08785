/**
 * Time in a capture.
 *
 * One epoch for the whole capture, a count of whole seconds since 1970 UTC; every time is nanoseconds since that
 * epoch, in a double. The epoch is the second in which the first frame was captured, so a double is exact for
 * 2^53 ns, about 104 days on each side; beyond that times are rounded (to 2 ns up to 208 days, and so on).
 */
export class TimeBase {
  /** Whole seconds since 1970-01-01 UTC; null until the first frame. */
  epochSeconds: number | null = null;

  /** Nanoseconds since the epoch. The first call fixes the epoch. */
  nsOf(seconds: number, nanoseconds: number): number {
    if (this.epochSeconds === null) this.epochSeconds = seconds;
    return (seconds - this.epochSeconds) * 1e9 + nanoseconds;
  }

  /** The same for a time since 1970 in nanoseconds that may lie beyond 2^53. */
  nsOfBig(absoluteNs: bigint): number {
    if (this.epochSeconds === null) this.epochSeconds = Number(floorDiv(absoluteNs, NS_PER_SECOND));
    return Number(absoluteNs - BigInt(this.epochSeconds) * NS_PER_SECOND);
  }
}

const NS_PER_SECOND = 1_000_000_000n;

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** Nanoseconds since 1970 UTC of a time that is `timeNs` after the epoch. */
export function absoluteNs(epochSeconds: number, timeNs: number): bigint {
  return BigInt(epochSeconds) * NS_PER_SECOND + BigInt(Math.round(timeNs));
}
