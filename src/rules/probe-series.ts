/**
 * Flows that may be probes of a health check: those of one client to one service that end in the same way without
 * payload. A plain value; the engine collects it, series rules read it.
 */

/** How flows of a series look. */
export type ProbeShape = 'fin-answered-by-reset' | 'graceful';

/** The flows of one client address to one service that have one shape. */
export interface ProbeSeries {
  readonly shape: ProbeShape;
  /** Flows with the shape, in order of time. */
  readonly flows: readonly number[];
  /** Their first times, in nanoseconds since the capture's epoch. */
  readonly timesNs: readonly number[];
  /** Flows of the same client to the same service, without payload, that have another of the shapes. */
  readonly otherShapeCount: number;
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

/**
 * The period of a row of times. Intervals of a whole number of periods count as that many periods: a missed probe does not break it.
 * @param timesNs ascending
 */
export function rhythmOf(timesNs: readonly number[]): Rhythm {
  const intervals: number[] = [];
  for (let i = 1; i < timesNs.length; i++)
    intervals.push(((timesNs[i] as number) - (timesNs[i - 1] as number)) / 1e6);
  const intervalMs = median(intervals);
  const deviations = intervals.map((interval) => {
    const periods = Math.max(1, Math.round(interval / intervalMs));
    return Math.abs(interval - periods * intervalMs);
  });
  const jitterMs = median(deviations);
  const isPeriodic =
    timesNs.length >= FEWEST_PROBES &&
    intervalMs >= SHORTEST_INTERVAL_MS &&
    jitterMs < intervalMs * LARGEST_JITTER_SHARE;
  return { intervalMs, jitterMs, isPeriodic };
}

function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
