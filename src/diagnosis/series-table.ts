/**
 * Flows that may be probes, as lists per client, service and shape: two words a flow, no object until a list is read.
 */
import { SlabRows } from '../bytes/slab.js';
import { type ProbeSeries, type ProbeShape, rhythmOf } from '../rules/probe-series.js';
import { type ClientTable, NO_CLIENT } from './client-table.js';

/** A series has the number of its client twice, plus the index of its shape here. */
const SHAPES: readonly ProbeShape[] = ['fin-answered-by-reset', 'graceful'];

/** Flows kept in all lists together: 32 MB. Later ones are counted in `notKept`. */
const MOST_ENTRIES = 4_194_304;

/** Words of a series in the row of its client. */
const FIRST = 0;
const LAST = 1;
const COUNT = 2;
const ENTRY_WORDS = 2;
const NEXT = 0;
const FLOW = 1;

/** Lists of flows by client, service and shape. */
export class SeriesTable {
  private readonly clients: ClientTable;
  private readonly entries = new SlabRows(ENTRY_WORDS);
  private readonly evictedTimes = new SlabRows(2);
  private readonly timeOfFlow: (flow: number) => number;
  /** Times of the series that is being read: kept, because there may be a hundred thousand series. */
  private timesNs = new Float64Array(1024);
  /** Flows beyond the limit. */
  notKept = 0;

  /**
   * @param clients the rows in which the lists begin
   * @param timeOfFlow first time of a flow whose row is kept
   */
  constructor(clients: ClientTable, timeOfFlow: (flow: number) => number) {
    this.clients = clients;
    this.timeOfFlow = timeOfFlow;
  }

  /** Makes these lists equal to others, whose clients were copied already. */
  copyFrom(other: SeriesTable): void {
    this.entries.copyFrom(other.entries);
    this.evictedTimes.copyFrom(other.evictedTimes);
    this.notKept = other.notKept;
  }

  /** Numbers of series lie below this; those that no flow was added to have count 0. */
  get length(): number {
    return this.clients.length * SHAPES.length;
  }

  /**
   * Adds a flow to the list of its client (`ClientTable`) and shape.
   * @param evictedTimeNs first time of a flow whose row is about to be given back; null for one whose row stays. Flows
   *   that are evicted are the oldest, so they are all added before the others.
   */
  add(client: number, shape: ProbeShape, flow: number, evictedTimeNs: number | null): void {
    if (client === NO_CLIENT || this.entries.length >= MOST_ENTRIES) {
      this.notKept++;
      return;
    }
    const entry = this.entries.add();
    this.entries.slabOf(entry)[this.entries.baseOf(entry) + FLOW] = flow;
    if (evictedTimeNs !== null) {
      const time = this.evictedTimes.add();
      this.evictedTimes.doublesOf(time)[this.evictedTimes.baseOf(time) >> 1] = evictedTimeNs;
    }
    const words = this.clients.wordsOf(client);
    const at = this.clients.seriesAt(client, indexOfShape(shape));
    const last = words[at + LAST] as number;
    if (last === 0) words[at + FIRST] = entry + 1;
    else this.entries.slabOf(last - 1)[this.entries.baseOf(last - 1) + NEXT] = entry + 1;
    words[at + LAST] = entry + 1;
    words[at + COUNT] = (words[at + COUNT] as number) + 1;
  }

  /** The series of a client, service and shape; -1 when there is none. */
  find(service: number, client: number, shape: ProbeShape): number {
    const number = this.clients.find(service, client);
    return number === NO_CLIENT ? -1 : number * SHAPES.length + indexOfShape(shape);
  }

  service(series: number): number {
    return this.clients.service(series >> 1);
  }
  /** Address id of the client. */
  client(series: number): number {
    return this.clients.address(series >> 1);
  }
  shape(series: number): ProbeShape {
    return SHAPES[series & 1] as ProbeShape;
  }
  count(series: number): number {
    return this.word(series, COUNT);
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
    return {
      shape: this.shape(series),
      flowCount: count,
      otherShapeCount: this.count(series ^ 1),
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
    return this.word(series, FIRST);
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

  private word(series: number, word: number): number {
    const client = series >> 1;
    return this.clients.wordsOf(client)[this.clients.seriesAt(client, series & 1) + word] as number;
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
  return SHORT_SERIES[indexOfShape(shape)] as ProbeSeries;
}

function indexOfShape(shape: ProbeShape): number {
  return shape === 'fin-answered-by-reset' ? 0 : 1;
}
