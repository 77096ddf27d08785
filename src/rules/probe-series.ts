/**
 * Flows that may be probes of a health check: those of one client to one service that end in the same way without
 * payload. A plain value; the engine collects it, series rules read it.
 */

/** How flows of a series look. */
export type ProbeShape = 'fin-answered-by-reset' | 'graceful';

/**
 * What the server's reset of a flow was like: RST, ACK that acknowledges the FIN, RST without ACK, or RST, ACK with another
 * sequence number than the one expected.
 */
export type ResetForm = 'ack' | 'no-ack' | 'sequence-differs';

/** The flows of one client address to one service that have one shape. */
export interface ProbeSeries {
  readonly shape: ProbeShape;
  /** Flows with the shape. */
  readonly flowCount: number;
  /** Flows of the same client to the same service, without payload, that have another of the shapes. */
  readonly otherShapeCount: number;
  /** The resets of most flows; null of a series without. */
  readonly resetForm: ResetForm | null;
  /** Of all flows, or of the latest ones where the capture has more flows than are kept. */
  readonly rhythm: Rhythm;
}

/** The period of a series. */
export interface Rhythm {
  /** Median time between neighbours, in milliseconds; NaN with fewer than two flows. */
  intervalMs: number;
  /** Median distance of the intervals from their median, in milliseconds. */
  jitterMs: number;
  isPeriodic: boolean;
}

/** No period: of fewer than two flows. */
export function noRhythm(): Rhythm {
  return { intervalMs: Number.NaN, jitterMs: Number.NaN, isPeriodic: false };
}

/** Fewest flows that make a period. */
export const FEWEST_PROBES = 5;

/** Largest jitter of a period, as a share of the interval. */
const LARGEST_JITTER_SHARE = 0.15;

/** Shortest interval of a health check: closer flows are one client's burst. */
const SHORTEST_INTERVAL_MS = 100;

/** How far rules about series look (`RuleMeaning.limit`). */
export const SERIES_LIMIT = `in ${FEWEST_PROBES} or more connections at a steady interval of ${SHORTEST_INTERVAL_MS} ms or more`;

/** Intervals and their deviations of the row of times at hand: kept, because there may be a hundred thousand rows. */
let scratch = new Float64Array(1024);

/**
 * The period of a row of times. Intervals of a whole number of periods count as that many periods: a missed probe does
 * not break it.
 * @param timesNs ascending
 * @param count how many of them are in use
 * @param into receives the period and is returned
 */
export function rhythmOf(timesNs: ArrayLike<number>, count: number, into: Rhythm = noRhythm()): Rhythm {
  if (count < 2) return Object.assign(into, noRhythm());
  if (scratch.length < 2 * count) scratch = new Float64Array(4 * count);
  const length = count - 1;
  for (let i = 0; i < length; i++) {
    const interval = ((timesNs[i + 1] as number) - (timesNs[i] as number)) / 1e6;
    scratch[i] = interval;
    scratch[length + i] = interval;
  }
  const intervalMs = sortedMedian(scratch, length, length);
  for (let i = 0; i < length; i++) {
    const interval = scratch[i] as number;
    const periods = Math.max(1, Math.round(interval / intervalMs));
    scratch[i] = Math.abs(interval - periods * intervalMs);
  }
  const jitterMs = sortedMedian(scratch, 0, length);
  into.intervalMs = intervalMs;
  into.jitterMs = jitterMs;
  into.isPeriodic =
    count >= FEWEST_PROBES &&
    intervalMs >= SHORTEST_INTERVAL_MS &&
    jitterMs < intervalMs * LARGEST_JITTER_SHARE;
  return into;
}

/** Sorts `length` values from `from` on, of which there is at least one, and gives their median. */
function sortedMedian(values: Float64Array, from: number, length: number): number {
  if (length > MOST_INSERTED) values.subarray(from, from + length).sort();
  else sortByInsertion(values, from, from + length);
  const middle = from + (length >> 1);
  const upper = values[middle] as number;
  return length % 2 === 1 ? upper : ((values[middle - 1] as number) + upper) / 2;
}

/** Most values for which the calls to the sort of the engine cost more than the sorting. */
const MOST_INSERTED = 32;

function sortByInsertion(values: Float64Array, from: number, end: number): void {
  for (let i = from + 1; i < end; i++) {
    const value = values[i] as number;
    let place = i;
    for (; place > from && (values[place - 1] as number) > value; place--) {
      values[place] = values[place - 1] as number;
    }
    values[place] = value;
  }
}
