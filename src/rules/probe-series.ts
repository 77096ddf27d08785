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
  /** Whether those lie all before, or all behind, the flows of this shape; null where they do not, and without any. */
  readonly otherShapeWhen: 'before' | 'after' | null;
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
  /** Flows that come in every interval: 2 of two checks from one address, each with a time of its own. */
  flowsPerInterval: 1 | 2;
}

/** No period: of fewer than two flows. */
export function noRhythm(): Rhythm {
  return { intervalMs: Number.NaN, jitterMs: Number.NaN, isPeriodic: false, flowsPerInterval: 1 };
}

/** Fewest flows that make a period. */
export const FEWEST_PROBES = 5;

/** Largest jitter of a period, as a share of the interval. */
const LARGEST_JITTER_SHARE = 0.15;

/** Shortest interval of a health check: closer flows are one client's burst. */
const SHORTEST_INTERVAL_MS = 100;

/** How far rules about series look (`RuleMeaning.limit`). */
export const SERIES_LIMIT = `in ${FEWEST_PROBES} or more connections at a steady interval of ${SHORTEST_INTERVAL_MS} ms or more`;

/** Share of the intervals that have to be one period and not several, for a row of times to lack hardly any. */
const WHOLE_SHARE = 0.8;

/** Fewest flows of two checks in turn: as many intervals of every other one as there have to be flows of a single check. */
const FEWEST_IN_TURN = FEWEST_PROBES + 2;
/** Largest jitter of two checks in turn, as a share of how far their common intervals differ: of one uneven check both are alike. */
const IN_TURN_SHARE = 0.25;

/** Intervals and their deviations of the row of times at hand: kept, because there may be a hundred thousand rows. */
let scratch = new Float64Array(1024);

/**
 * The period of a row of times. Intervals of a whole number of periods count as that many periods: a missed probe does
 * not break it. Two checks with one period in turn are no row with gaps: their period is that of every other time.
 * @param timesNs ascending
 * @param count how many of them are in use
 * @param into receives the period and is returned
 */
export function rhythmOf(timesNs: ArrayLike<number>, count: number, into: Rhythm = noRhythm()): Rhythm {
  if (count < 2) return Object.assign(into, noRhythm());
  const isWhole = measure(timesNs, count, 1, into);
  if (isWhole || count < FEWEST_IN_TURN) return into;
  const { intervalMs, jitterMs, isPeriodic } = into;
  const isInTurn =
    measure(timesNs, count, 2, into) && into.jitterMs < spreadMs(timesNs, count) * IN_TURN_SHARE;
  if (isInTurn) return into;
  into.intervalMs = intervalMs;
  into.jitterMs = jitterMs;
  into.isPeriodic = isPeriodic;
  into.flowsPerInterval = 1;
  return into;
}

/** Mean distance of the intervals from their mean, in milliseconds. */
function spreadMs(timesNs: ArrayLike<number>, count: number): number {
  const mean = ((timesNs[count - 1] as number) - (timesNs[0] as number)) / (count - 1);
  let sum = 0;
  for (let i = 1; i < count; i++) {
    sum += Math.abs((timesNs[i] as number) - (timesNs[i - 1] as number) - mean);
  }
  return sum / (count - 1) / 1e6;
}

/** The period of every time and the next, or the next but one. True for a period of which hardly any time is missing. */
function measure(timesNs: ArrayLike<number>, count: number, step: 1 | 2, into: Rhythm): boolean {
  if (scratch.length < 2 * count) scratch = new Float64Array(4 * count);
  const length = count - step;
  for (let i = 0; i < length; i++) {
    const interval = ((timesNs[i + step] as number) - (timesNs[i] as number)) / 1e6;
    scratch[i] = interval;
    scratch[length + i] = interval;
  }
  const intervalMs = sortedMedian(scratch, length, length);
  let single = 0;
  for (let i = 0; i < length; i++) {
    const interval = scratch[i] as number;
    const periods = Math.max(1, Math.round(interval / intervalMs));
    const deviation = Math.abs(interval - periods * intervalMs);
    if (periods === 1 && deviation < intervalMs * LARGEST_JITTER_SHARE) single++;
    scratch[i] = deviation;
  }
  const jitterMs = sortedMedian(scratch, 0, length);
  into.intervalMs = intervalMs;
  into.jitterMs = jitterMs;
  into.isPeriodic =
    count >= FEWEST_PROBES &&
    intervalMs >= SHORTEST_INTERVAL_MS &&
    jitterMs < intervalMs * LARGEST_JITTER_SHARE;
  into.flowsPerInterval = step;
  return into.isPeriodic && single >= length * WHOLE_SHARE;
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
