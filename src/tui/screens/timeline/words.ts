/** Times and rates of the timeline as text: as exact as a column is long. All times are UTC. */
import { count, counted, plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { durationText, isoTime } from '../../../view/time.js';
import { type Grid, lastOf } from './grid.js';

const DAY_NS = 86_400e9;

/** Shorter columns are counted by themselves: a rate per second would be of what was never there. */
const SHORTEST_RATED_NS = 1e9;

/** How moments of a grid are told. */
export class Clock {
  private readonly epochSeconds: number | null;
  private readonly from: number;
  private readonly end: number;

  constructor(epochSeconds: number | null, grid: Grid) {
    this.epochSeconds = epochSeconds;
    const hasDays = Math.abs(lastOf(grid) - grid.fromNs) >= DAY_NS;
    this.from = hasDays ? 5 : 11;
    const { columnNs } = grid;
    this.end = columnNs >= 1e9 ? 19 : columnNs >= 1e6 ? 23 : columnNs >= 1e3 ? 26 : 29;
  }

  /** `09:24:33`, `09:24:33.120`, `11-21T09:24:33`. */
  text(timeNs: number): SafeText {
    const iso = isoTime(this.epochSeconds, timeNs);
    if (iso === null) return ownText('no time');
    // Years beyond 9999 and before 0 have a sign and more digits.
    const more = iso.length - 30;
    return ownText(iso.slice(this.from + more, this.end + more));
  }

  /** With the day, for the end of a sentence. */
  day(timeNs: number): SafeText {
    const iso = isoTime(this.epochSeconds, timeNs);
    return iso === null ? ownText('no time') : ownText(iso.slice(0, 10 + iso.length - 30));
  }
}

/** Whether counts of a grid are told per second. */
export function isRated({ columnNs }: Grid): boolean {
  return columnNs >= SHORTEST_RATED_NS;
}

/** `1.2/s`, or the count itself for columns shorter than a second. */
export function rateText(value: number, grid: Grid): SafeText {
  return isRated(grid) ? say`${amountText((value * 1e9) / grid.columnNs)}/s` : count(value);
}

/** A scale of at most six cells: `31`, `0.2`, `1.25M`. */
export function scaleText(value: number, grid: Grid): SafeText {
  return amountText(isRated(grid) ? (value * 1e9) / grid.columnNs : value);
}

function amountText(amount: number): SafeText {
  if (amount >= 1e6) return ownText(`${Number((amount / 1e6).toPrecision(3))}M`);
  if (amount >= 100) return plain(Math.round(amount));
  return plain(Number(amount.toPrecision(amount < 1e-3 ? 1 : 2)));
}

/** Microseconds as a length of time; `-` for none. */
export function microseconds(us: number): SafeText {
  return Number.isNaN(us) ? ownText('-') : durationText(us * 1000);
}

/** `22 responses with 503`, `7 responses with 5xx (3 of them 503)`. */
export function errorsText(errors: number, unavailable: number): SafeText {
  if (errors === 0) return ownText('no response with 5xx');
  if (errors === unavailable) return say`${counted(errors, 'response')} with 503`;
  const all = say`${counted(errors, 'response')} with 5xx`;
  return unavailable === 0 ? all : say`${all} (${count(unavailable)} of them 503)`;
}
