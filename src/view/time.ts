import { absoluteNs } from '../bytes/time.js';
import type { SafeText } from './safe-text.js';

const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1_000_000_000n;

/** Beyond this, `Date` knows no day. */
const LAST_DATE_MS = 8_640_000_000_000_000n;

/**
 * `2026-01-02 03:04:05.123456 UTC`, with nine digits where the capture has nanoseconds; for a missing time `no time`, beyond the days that
 * have a date the seconds since 1970.
 */
export function utcText(epochSeconds: number | null, timeNs: number | null): SafeText {
  const iso = isoTime(epochSeconds, timeNs);
  if (iso !== null) {
    const shortened = iso.endsWith('000Z') ? `${iso.slice(0, -4)}Z` : iso;
    return shortened.replace('T', ' ').replace('Z', ' UTC') as SafeText;
  }
  if (epochSeconds === null || timeNs === null) return 'no time' as SafeText;
  if (!Number.isFinite(timeNs) || !Number.isInteger(epochSeconds)) return 'no time' as SafeText;
  return `${absoluteNs(epochSeconds, timeNs) / NS_PER_SECOND} s since 1970 UTC` as SafeText;
}

/** ISO 8601 in UTC with nanoseconds; null for a missing time and for one beyond the days that have a date. */
export function isoTime(epochSeconds: number | null, timeNs: number | null): SafeText | null {
  if (epochSeconds === null || timeNs === null) return null;
  if (!Number.isFinite(timeNs) || !Number.isSafeInteger(epochSeconds)) return null;
  const absolute = absoluteNs(epochSeconds, timeNs);
  const nsOfMs = ((absolute % NS_PER_MS) + NS_PER_MS) % NS_PER_MS;
  const ms = (absolute - nsOfMs) / NS_PER_MS;
  if (ms > LAST_DATE_MS || ms < -LAST_DATE_MS) return null;
  return new Date(Number(ms)).toISOString().replace('Z', `${String(nsOfMs).padStart(6, '0')}Z`) as SafeText;
}

/** A length of time: `612 us`, `1.42 ms`, `5.03 s`, `2 min 5 s`, `3 h 20 min`. */
export function durationText(ns: number): SafeText {
  return durationWords(ns) as SafeText;
}

function durationWords(ns: number): string {
  if (!Number.isFinite(ns)) return 'unknown';
  if (ns < 0) return `-${durationWords(-ns)}`;
  if (ns < 1000) return `${Math.round(ns)} ns`;
  if (ns < 999_500) return `${Math.round(ns / 1e3)} us`;
  if (ns < 999.5e6) return `${threeDigits(ns / 1e6)} ms`;
  if (ns < 59.95e9) return `${threeDigits(ns / 1e9)} s`;
  const seconds = Math.round(ns / 1e9);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** Three significant digits at most, without zeros at the end. */
function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
