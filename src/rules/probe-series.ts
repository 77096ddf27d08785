/**
 * Flows that may be probes of a health check: those of one client to one service that end in the same way without
 * payload. A plain value; the engine collects it, series rules read it.
 */

/** How flows of a series look. */
export type ProbeShape = 'fin-answered-by-reset' | 'graceful';

/** The flows of one client address to one service that have one shape. */
export interface ProbeSeries {
  readonly shape: ProbeShape;
  /** Flows with the shape. */
  readonly flowCount: number;
  /** Flows of the same client to the same service, without payload, that have another of the shapes. */
  readonly otherShapeCount: number;
  /** Of all flows, or of the latest ones where the capture has more flows than are kept. */
  readonly rhythm: Rhythm;
}

/** The period of a series. */
export interface Rhythm {
  /** Median time between neighbours, in milliseconds; NaN with fewer than two flows. */
  readonly intervalMs: number;
  /** Median distance of the intervals from their median, in milliseconds. */
  readonly jitterMs: number;
  readonly isPeriodic: boolean;
}

/** Fewest flows that make a period. */
export const FEWEST_PROBES = 5;

/** Largest jitter of a period, as a share of the interval. */
const LARGEST_JITTER_SHARE = 0.15;

/** Shortest interval of a health check: closer flows are one client's burst. */
const SHORTEST_INTERVAL_MS = 100;

/** Intervals and their deviations of the row of times at hand: kept, because there may be a hundred thousand rows. */
let scratch = new Float64Array(1024);

/**
 * The period of a row of times. Intervals of a whole number of periods count as that many periods: a missed probe does
 * not break it.
 * @param timesNs ascending
 * @param count how many of them are in use
 */
export function rhythmOf(timesNs: ArrayLike<number>, count: number): Rhythm {
  if (count < 2) return { intervalMs: Number.NaN, jitterMs: Number.NaN, isPeriodic: false };
  if (scratch.length < 2 * count) scratch = new Float64Array(4 * count);
  const intervals = scratch.subarray(0, count - 1);
  for (let i = 1; i < count; i++)
    intervals[i - 1] = ((timesNs[i] as number) - (timesNs[i - 1] as number)) / 1e6;
  const sorted = scratch.subarray(count, 2 * count - 1);
  sorted.set(intervals);
  const intervalMs = sortedMedian(sorted);
  for (let i = 0; i < intervals.length; i++) {
    const interval = intervals[i] as number;
    const periods = Math.max(1, Math.round(interval / intervalMs));
    intervals[i] = Math.abs(interval - periods * intervalMs);
  }
  const jitterMs = sortedMedian(intervals);
  const isPeriodic =
    count >= FEWEST_PROBES &&
    intervalMs >= SHORTEST_INTERVAL_MS &&
    jitterMs < intervalMs * LARGEST_JITTER_SHARE;
  return { intervalMs, jitterMs, isPeriodic };
}

/** Sorts the values, of which there is at least one, and gives their median. */
function sortedMedian(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  const upper = values[middle] as number;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] as number) + upper) / 2;
}
