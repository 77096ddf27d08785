import type { TimeBase } from '../bytes/time.js';

const NS_PER_SECOND = 1_000_000_000n;
const UNITS_OF_HIGH_WORD = 2 ** 32;
const BINARY_RESOLUTION = 0x80;

/**
 * Turns the 64-bit timestamps of one pcapng interface into nanoseconds since the capture's epoch.
 *
 * The first timestamp is converted with BigInt and kept; in the decimal resolutions down to nanoseconds every later one is
 * the difference to it, in doubles, which is exact up to 2^53 ns (104 days) from the epoch. The other resolutions take
 * BigInt for every frame and are cut (not rounded) to whole nanoseconds, as tshark does.
 * Source: draft-ietf-opsawg-pcapng section 4.2 (if_tsresol, if_tsoffset).
 */
export class InterfaceClock {
  private readonly timeBase: TimeBase;
  private readonly resolution: number;
  private readonly offsetNs: bigint;
  /** Nanoseconds of one unit, 0 for the resolutions that need BigInt. */
  private readonly nsPerUnit: number;
  private started = false;
  private firstHigh = 0;
  private firstLow = 0;
  private firstNs = 0;

  /**
   * @param resolution if_tsresol: 10^-n, or 2^-n with the top bit set. 6 where the option is absent.
   * @param offsetSeconds if_tsoffset, added to every timestamp. 0 where absent.
   */
  constructor(timeBase: TimeBase, resolution: number, offsetSeconds: bigint) {
    this.timeBase = timeBase;
    this.resolution = resolution;
    this.offsetNs = offsetSeconds * NS_PER_SECOND;
    this.nsPerUnit = resolution <= 9 ? 10 ** (9 - resolution) : 0;
  }

  /** Nanoseconds since the epoch of a timestamp given as its two 32-bit halves. */
  nsOf(high: number, low: number): number {
    if (!this.started || this.nsPerUnit === 0) return this.slowNsOf(high, low);
    const units = (high - this.firstHigh) * UNITS_OF_HIGH_WORD + (low - this.firstLow);
    return this.firstNs + units * this.nsPerUnit;
  }

  private slowNsOf(high: number, low: number): number {
    const units = (BigInt(high) << 32n) | BigInt(low);
    const timeNs = this.timeBase.nsOfBig(this.wholeNs(units) + this.offsetNs);
    if (this.started) return timeNs;
    this.started = true;
    this.firstHigh = high;
    this.firstLow = low;
    this.firstNs = timeNs;
    return timeNs;
  }

  private wholeNs(units: bigint): bigint {
    if (this.resolution >= BINARY_RESOLUTION) {
      return (units * NS_PER_SECOND) >> BigInt(this.resolution - BINARY_RESOLUTION);
    }
    return this.resolution <= 9
      ? units * 10n ** BigInt(9 - this.resolution)
      : units / 10n ** BigInt(this.resolution - 9);
  }
}
