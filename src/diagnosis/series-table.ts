/**
 * Flows that may be probes, as lists per client, service and shape: two words a flow, no object until a list is read.
 */
import { KeyTable } from '../bytes/key-table.js';
import { SlabRows } from '../bytes/slab.js';
import { type ProbeSeries, type ProbeShape, rhythmOf } from '../rules/probe-series.js';

const SHAPES: readonly ProbeShape[] = ['fin-answered-by-reset', 'graceful'];

/** Flows kept in all lists together: 32 MB. Later ones are counted in `notKept`. */
const MOST_ENTRIES = 4_194_304;

const SERIES_WORDS = 4;
const FIRST = 0;
const LAST = 1;
const COUNT = 2;
const ENTRY_WORDS = 2;
const NEXT = 0;
const FLOW = 1;

/** Lists of flows by client, service and shape. */
export class SeriesTable {
  private readonly keys = new KeyTable();
  private readonly series = new SlabRows(SERIES_WORDS);
  private readonly entries = new SlabRows(ENTRY_WORDS);
  private readonly evictedTimes = new SlabRows(2);
  private readonly timeOfFlow: (flow: number) => number;
  /** Times of the series that is being read: kept, because there may be a hundred thousand series. */
  private timesNs = new Float64Array(1024);
  /** Flows beyond the limit. */
  notKept = 0;

  /** @param timeOfFlow first time of a flow whose row is kept */
  constructor(timeOfFlow: (flow: number) => number) {
    this.timeOfFlow = timeOfFlow;
  }

  get length(): number {
    return this.keys.length;
  }

  /**
   * Adds a flow to the list of its client, service and shape.
   * @param evictedTimeNs first time of a flow whose row is about to be given back; null for one whose row stays. Flows
   *   that are evicted are the oldest, so they are all added before the others.
   */
  add(service: number, client: number, shape: ProbeShape, flow: number, evictedTimeNs: number | null): void {
    if (this.entries.length >= MOST_ENTRIES) {
      this.notKept++;
      return;
    }
    const series = this.idOf(service, client, SHAPES.indexOf(shape));
    const entry = this.entries.add();
    const base = this.entries.baseOf(entry);
    this.entries.slabOf(entry)[base + FLOW] = flow;
    if (evictedTimeNs !== null) {
      const time = this.evictedTimes.add();
      this.evictedTimes.doublesOf(time)[this.evictedTimes.baseOf(time) >> 1] = evictedTimeNs;
    }
    const words = this.series.slabOf(series);
    const at = this.series.baseOf(series);
    const last = words[at + LAST] as number;
    if (last === 0) words[at + FIRST] = entry + 1;
    else this.entries.slabOf(last - 1)[this.entries.baseOf(last - 1) + NEXT] = entry + 1;
    words[at + LAST] = entry + 1;
    words[at + COUNT] = (words[at + COUNT] as number) + 1;
  }

  /** The series of a client, service and shape; -1 when there is none. */
  find(service: number, client: number, shape: ProbeShape): number {
    return this.keys.find(service, client, SHAPES.indexOf(shape));
  }

  service(series: number): number {
    return this.keys.part(series, 0);
  }
  client(series: number): number {
    return this.keys.part(series, 1);
  }
  shape(series: number): ProbeShape {
    return SHAPES[this.keys.part(series, 2)] as ProbeShape;
  }
  count(series: number): number {
    return this.series.slabOf(series)[this.series.baseOf(series) + COUNT] as number;
  }

  /** The series as rules read it. */
  read(series: number): ProbeSeries {
    const count = this.count(series);
    if (this.timesNs.length < count) this.timesNs = new Float64Array(2 * count);
    const { timesNs } = this;
    let isInOrder = true;
    for (let i = 0, entry = this.firstEntry(series); entry !== 0; i++, entry = this.nextEntry(entry)) {
      timesNs[i] = this.timeOf(entry - 1);
      isInOrder = isInOrder && (i === 0 || (timesNs[i] as number) >= (timesNs[i - 1] as number));
    }
    // Times go backwards only in captures that were merged carelessly.
    if (!isInOrder) timesNs.subarray(0, count).sort();
    const other = this.keys.find(this.service(series), this.client(series), 1 - this.keys.part(series, 2));
    return {
      shape: this.shape(series),
      flowCount: count,
      otherShapeCount: other < 0 ? 0 : this.count(other),
      rhythm: rhythmOf(timesNs, count),
    };
  }

  /** Hands out the flows of a series in order of their numbers, with their first times. */
  eachFlow(series: number, take: (flow: number, timeNs: number) => void): void {
    for (let entry = this.firstEntry(series); entry !== 0; entry = this.nextEntry(entry)) {
      const at = this.entries.baseOf(entry - 1) + FLOW;
      take(this.entries.slabOf(entry - 1)[at] as number, this.timeOf(entry - 1));
    }
  }

  private firstEntry(series: number): number {
    return this.series.slabOf(series)[this.series.baseOf(series) + FIRST] as number;
  }
  private nextEntry(entry: number): number {
    return this.entries.slabOf(entry - 1)[this.entries.baseOf(entry - 1) + NEXT] as number;
  }
  private timeOf(entry: number): number {
    const { evictedTimes } = this;
    if (entry < evictedTimes.length) {
      return evictedTimes.doublesOf(entry)[evictedTimes.baseOf(entry) >> 1] as number;
    }
    return this.timeOfFlow(this.entries.slabOf(entry)[this.entries.baseOf(entry) + FLOW] as number);
  }

  private idOf(service: number, client: number, shape: number): number {
    const series = this.keys.idOf(service, client, shape);
    if (series === this.series.length) this.series.add();
    return series;
  }
}

const SHORT_SERIES: readonly ProbeSeries[] = SHAPES.map((shape) => ({
  shape,
  flowCount: 0,
  otherShapeCount: 0,
  rhythm: rhythmOf([], 0),
}));

/** Stands for every list of a shape that is too short for a period: they are all alike, and not read one by one. */
export function shortSeries(shape: ProbeShape): ProbeSeries {
  return SHORT_SERIES[SHAPES.indexOf(shape)] as ProbeSeries;
}
