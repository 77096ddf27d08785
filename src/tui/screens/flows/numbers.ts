/** Numbers and times for narrow columns. */
import { count } from '../../../view/number.js';
import { ownText, type SafeText } from '../../../view/safe-text.js';
import { durationText, isoTime } from '../../../view/time.js';

/** `9,310`; from a million on `1.2M`, `45G`: at most seven cells below 10^15. */
export function shortCount(value: number): SafeText {
  if (value < 1e6) return count(value);
  const [size, unit] = UNITS.find(([least]) => value >= least) ?? [1e6, 'M'];
  const scaled = value / size;
  return ownText(`${scaled < 100 ? scaled.toFixed(1) : Math.floor(scaled)}${unit}`);
}

const UNITS: readonly (readonly [least: number, unit: string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
];

/** `3.6ms`, `612us`, `2min5s`; `-` for none. */
export function shortDuration(ns: number): SafeText {
  return Number.isFinite(ns) ? ownText(durationText(ns).replaceAll(' ', '')) : ownText('-');
}

/** Seconds with six digits. */
export function secondsText(ns: number): SafeText {
  return ownText(Number.isFinite(ns) ? (ns / 1e9).toFixed(6) : 'no time');
}

/**
 * `09:14:02.812340`; where the capture runs over more than one day, month and day in front of whole seconds.
 * @param digits of the second, 0 … 9
 */
export function clockText(
  epochSeconds: number | null,
  timeNs: number,
  { digits, hasDays }: { readonly digits: number; readonly hasDays: boolean },
): SafeText {
  const iso = isoTime(epochSeconds, timeNs);
  if (iso === null) return ownText('no time');
  const at = iso.indexOf('T');
  if (hasDays) return ownText(`${iso.slice(at - 5, at)} ${iso.slice(at + 1, at + 9)}`);
  return ownText(iso.slice(at + 1, at + 9 + (digits === 0 ? 0 : digits + 1)));
}
