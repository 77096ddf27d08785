import { i32le, u32le } from '../bytes/read.js';
import type { TimeBase } from '../bytes/time.js';
import { InterfaceClock } from './interface-clock.js';
import type { NetmonLayout } from './netmon-header.js';

/** From 1601 to 1970. */
const FILETIME_OFFSET_SECONDS = -11_644_473_600n;
/** Decimal places of a FILETIME. */
const FILETIME_RESOLUTION = 7;
const UNITS_OF_HIGH_WORD = 2 ** 32;
/** High words of offsets that a double holds exactly, as signed numbers. */
const LARGEST_HIGH_WORD = 2 ** 20;
const NS_PER_MICROSECOND = 1000;
const NS_PER_MILLISECOND = 1_000_000;
const FILETIME_UNITS_PER_MICROSECOND = 10n;
const NS_PER_FILETIME_UNIT = 100n;

/** When a record was captured, in nanoseconds since the epoch of a `TimeBase`. */
export interface NetmonClock {
  /** @param at of the record's header. @param trailerAt of what stands behind its octets. */
  timeNs(bytes: Uint8Array, at: number, trailerAt: number): number;
}

/** The clock of a version of the format. @param startNs since 1970, of the time in the file header. */
export function netmonClock(layout: NetmonLayout, timeBase: TimeBase, startNs: bigint): NetmonClock {
  if (layout.filetimeAt !== null) return new FiletimeClock(timeBase, layout.filetimeAt);
  return layout.major === 1
    ? new MillisecondClock(timeBase, startNs)
    : new MicrosecondClock(timeBase, startNs);
}

/** From version 2.3: a FILETIME in UTC behind every record. */
class FiletimeClock implements NetmonClock {
  private readonly filetimeAt: number;
  private readonly clock: InterfaceClock;

  constructor(timeBase: TimeBase, filetimeAt: number) {
    this.filetimeAt = filetimeAt;
    this.clock = new InterfaceClock(timeBase, FILETIME_RESOLUTION, FILETIME_OFFSET_SECONDS);
  }

  timeNs(bytes: Uint8Array, _at: number, trailerAt: number): number {
    const at = trailerAt + this.filetimeAt;
    return this.clock.nsOf(u32le(bytes, at + 4), u32le(bytes, at));
  }
}

/** Distances from the start of the capture. */
abstract class StartClock implements NetmonClock {
  protected readonly timeBase: TimeBase;
  protected readonly startNs: bigint;
  private startedNs = Number.NaN;

  constructor(timeBase: TimeBase, startNs: bigint) {
    this.timeBase = timeBase;
    this.startNs = startNs;
  }

  abstract timeNs(bytes: Uint8Array, at: number): number;

  /** The first call fixes the epoch; after it only doubles are added. */
  protected after(ns: number): number {
    if (Number.isNaN(this.startedNs)) {
      this.startedNs = this.timeBase.nsOfBig(this.startNs + BigInt(ns)) - ns;
    }
    return this.startedNs + ns;
  }
}

/** Version 1: unsigned milliseconds. */
class MillisecondClock extends StartClock {
  timeNs(bytes: Uint8Array, at: number): number {
    return this.after(u32le(bytes, at) * NS_PER_MILLISECOND);
  }
}

/**
 * Versions 2.0 to 2.2: microseconds that may be negative. They are an unsigned number that, times ten, is to be taken as a
 * signed one (help of Network Monitor 3.4).
 */
class MicrosecondClock extends StartClock {
  timeNs(bytes: Uint8Array, at: number): number {
    const low = u32le(bytes, at);
    const high = i32le(bytes, at + 4);
    if (high < LARGEST_HIGH_WORD && high >= -LARGEST_HIGH_WORD) {
      return this.after((high * UNITS_OF_HIGH_WORD + low) * NS_PER_MICROSECOND);
    }
    const microseconds = (BigInt(high) << 32n) + BigInt(low);
    const units = BigInt.asIntN(64, microseconds * FILETIME_UNITS_PER_MICROSECOND);
    return this.timeBase.nsOfBig(this.startNs + units * NS_PER_FILETIME_UNIT);
  }
}
