/**
 * Times as people type them, UTC: `09:22`, `09:22:59.485`, `2026-11-21`, `2026-11-21T09:22:59Z`.
 *
 * What is typed stands for all of the minute, second or day that it names: `09:30` for everything before 09:31.
 */

/** A span of time, of every day or of one. */
export interface TimeValue {
  readonly isOfDay: boolean;
  /** Whole seconds since midnight, or since 1970. */
  readonly seconds: number;
  /** Nanoseconds on top. */
  readonly ns: number;
  /** Length of the span. */
  readonly spanNs: number;
}

/** Whether a time in nanoseconds since the capture's epoch passes. */
export type TimeTest = (timeNs: number) => boolean;

const NS = 1e9;
const DAY_SECONDS = 86_400;
const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?';
const OF_DAY = new RegExp(`^${CLOCK}Z?$`, 'i');
const FULL = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:[T ]${CLOCK})?Z?$`, 'i');

/** The time that a text names; null for none. */
export function timeValue(text: string): TimeValue | null {
  const clock = OF_DAY.exec(text);
  if (clock !== null) return spanOf(0, true, clock.slice(1));
  const full = FULL.exec(text);
  if (full === null) return null;
  const [year, month, day] = full.slice(1, 4).map(Number) as [number, number, number];
  const midnight = new Date(Date.UTC(year, month - 1, day));
  const isDate = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  return isDate ? spanOf(midnight.getTime() / 1000, false, full.slice(4)) : null;
}

function spanOf(
  midnight: number,
  isOfDay: boolean,
  [hours, minutes, seconds, fraction]: readonly (string | undefined)[],
): TimeValue | null {
  if (hours === undefined) return { isOfDay, seconds: midnight, ns: 0, spanNs: DAY_SECONDS * NS };
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return null;
  const spanNs = seconds === undefined ? 60 * NS : fraction === undefined ? NS : 10 ** (9 - fraction.length);
  return {
    isOfDay,
    seconds: midnight + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0),
    ns: Number((fraction ?? '').padEnd(9, '0')),
    spanNs,
  };
}

/** Whether a range runs backwards: of a time of day it runs over midnight instead. */
export function isBackwards(from: TimeValue, to: TimeValue): boolean {
  return !from.isOfDay && from.seconds * NS + from.ns > to.seconds * NS + to.ns;
}

/** Test for an operator and one value, or for a range: both of one kind. */
export function timeTest(
  operator: 'in' | '<' | '<=' | '>' | '>=',
  from: TimeValue,
  to: TimeValue | null,
  epochSeconds: number | null,
): TimeTest {
  if (epochSeconds === null) return () => false;
  const [first] = boundsOf(from, epochSeconds);
  const [, end] = boundsOf(to ?? from, epochSeconds);
  const clock = from.isOfDay ? clockOf(epochSeconds) : (timeNs: number) => timeNs;
  switch (operator) {
    case '<':
      return (timeNs) => clock(timeNs) < first;
    case '<=':
      return (timeNs) => clock(timeNs) < end;
    case '>':
      return (timeNs) => clock(timeNs) >= end;
    case '>=':
      return (timeNs) => clock(timeNs) >= first;
    case 'in':
      return first < end
        ? (timeNs) => clock(timeNs) >= first && clock(timeNs) < end
        : (timeNs) => clock(timeNs) >= first || clock(timeNs) < end;
  }
}

/** Relative to the epoch, so that a double is exact. */
function boundsOf({ isOfDay, seconds, ns, spanNs }: TimeValue, epochSeconds: number): [number, number] {
  const first = (seconds - (isOfDay ? 0 : epochSeconds)) * NS + ns;
  return [first, first + spanNs];
}

function clockOf(epochSeconds: number): (timeNs: number) => number {
  const day = DAY_SECONDS * NS;
  const start = (((epochSeconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS) * NS;
  return (timeNs) => (((start + timeNs) % day) + day) % day;
}
