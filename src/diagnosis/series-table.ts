/**
 * Flows that may be probes, as lists per client, service and shape.
 */
import { type ProbeSeries, type ProbeShape, rhythmOf } from '../rules/probe-series.js';
import { type ClientTable, NO_CLIENT } from './client-table.js';
import { type DroppedFlows, DroppedTable } from './dropped-flows.js';
import { ProbeEntries } from './probe-entries.js';

/** A series has the number of its client twice, plus the index of its shape here. */
const SHAPES: readonly ProbeShape[] = ['fin-answered-by-reset', 'graceful'];

/** Flows kept in all lists together: 32 MB. Later ones are counted in `notKept`. */
const MOST_ENTRIES = 4_194_304;

/**
 * Evicted flows kept of a series, the latest: enough for a period, also of probes so seldom that few of them are among the flows that
 * are kept. A balancer probes for as long as a live capture lasts.
 */
const MOST_EVICTED = 16;

/** Words of a series in the row of its client. */
const FIRST = 0;
const LAST = 1;
const COUNT = 2;

/** Lists of flows by client, service and shape. */
export class SeriesTable {
  private readonly clients: ClientTable;
  private readonly entries: ProbeEntries;
  private readonly droppedFlows = new DroppedTable();
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
    this.entries = new ProbeEntries(timeOfFlow, MOST_ENTRIES);
  }

  /** Makes these lists equal to others, whose clients were copied already. */
  copyFrom(other: SeriesTable): void {
    this.entries.copyFrom(other.entries);
    this.droppedFlows.copyFrom(other.droppedFlows);
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
    const entry = client === NO_CLIENT ? 0 : this.entries.add(flow, evictedTimeNs);
    if (entry === 0) {
      this.notKept++;
      return;
    }
    const words = this.clients.wordsOf(client);
    const at = this.clients.seriesAt(client, indexOfShape(shape));
    const last = words[at + LAST] as number;
    if (last === 0) words[at + FIRST] = entry;
    else this.entries.link(last, entry);
    words[at + LAST] = entry;
    words[at + COUNT] = (words[at + COUNT] as number) + 1;
    if (evictedTimeNs !== null && (words[at + COUNT] as number) > MOST_EVICTED) {
      words[at + FIRST] = this.drop(
        client * SHAPES.length + indexOfShape(shape),
        words[at + FIRST] as number,
      );
    }
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

  /** The flows of a series that are not in its list any more; null where all are. */
  dropped(series: number): DroppedFlows | null {
    return this.droppedFlows.of(series);
  }

  /** The series as rules read it. */
  read(series: number): ProbeSeries {
    const count = this.readTimes(series);
    return {
      shape: this.shape(series),
      flowCount: this.count(series),
      otherShapeCount: this.count(series ^ 1),
      rhythm: rhythmOf(this.timesNs, count),
    };
  }

  /** Hands out the flows of a series in order of their numbers, with their first times, but for those that were dropped. */
  eachFlow(series: number, take: (flow: number, timeNs: number) => void): void {
    const { entries } = this;
    for (let entry = this.word(series, FIRST); entry !== 0; entry = entries.next(entry)) {
      take(entries.flow(entry), entries.timeNs(entry));
    }
  }

  /** Fills `timesNs` in order; returns their number. */
  private readTimes(series: number): number {
    const { entries } = this;
    const most = this.count(series) - (this.droppedFlows.of(series)?.count ?? 0);
    if (this.timesNs.length < most) this.timesNs = new Float64Array(2 * most);
    const { timesNs } = this;
    let count = 0;
    let isInOrder = true;
    for (let entry = this.word(series, FIRST); entry !== 0; entry = entries.next(entry)) {
      const timeNs = entries.timeNs(entry);
      isInOrder = isInOrder && (count === 0 || timeNs >= (timesNs[count - 1] as number));
      timesNs[count++] = timeNs;
    }
    // Times go backwards only in captures that were merged carelessly.
    if (!isInOrder) timesNs.subarray(0, count).sort();
    return count;
  }

  /** Takes the first entry out of a list, whose flows are all evicted. Returns the one that is first then. */
  private drop(series: number, entry: number): number {
    const next = this.entries.next(entry);
    this.droppedFlows.add(series, this.entries.timeNs(entry));
    this.entries.free(entry);
    return next;
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
