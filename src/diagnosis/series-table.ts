/**
 * Flows that may be probes, by client, service and shape.
 */
import {
  noRhythm,
  type ProbeSeries,
  type ProbeShape,
  type ResetForm,
  rhythmOf,
} from '../rules/probe-series.js';
import { type ClientTable, NO_CLIENT } from './client-table.js';
import { type DroppedFlows, DroppedTable } from './dropped-flows.js';
import { ProbeEntries } from './probe-entries.js';
import { type ProbeFacts, ProbeLog } from './probe-log.js';

/** A series has the number of its client twice, plus the index of its shape here. */
const SHAPES: readonly ProbeShape[] = ['fin-answered-by-reset', 'graceful'];

/** Flows kept in all lists together: 32 MB. Later ones are counted in `notKept`. */
const MOST_ENTRIES = 4_194_304;

/**
 * Evicted flows kept of a series, the latest: enough for a period, also of probes so seldom that few of them are among the flows that
 * are kept. A balancer probes for as long as a live capture lasts.
 */
const MOST_EVICTED = 16;

/** Words of a series in the row of its client: the list of its evicted flows, and the number of all flows. */
const FIRST = 0;
const LAST = 1;
const COUNT = 2;

/** Flows by client, service and shape. */
export class SeriesTable {
  private readonly clients: ClientTable;
  /** Evicted flows, in lists. */
  private readonly evicted = new ProbeEntries();
  /** The others. */
  private readonly kept: ProbeLog;
  private readonly droppedFlows = new DroppedTable();
  /** Times of the series that is being read: kept, because there may be a hundred thousand series. */
  private timesNs = new Float64Array(1024);
  private readonly latest = {
    shape: SHAPES[0] as ProbeShape,
    flowCount: 0,
    otherShapeCount: 0,
    otherShapeWhen: null as ProbeSeries['otherShapeWhen'],
    resetForm: null as ResetForm | null,
    rhythm: noRhythm(),
  };
  /** Flows beyond the limit. */
  notKept = 0;

  /**
   * @param clients the rows in which the lists begin
   * @param facts of flows whose rows are kept
   */
  constructor(clients: ClientTable, facts: ProbeFacts) {
    this.clients = clients;
    this.kept = new ProbeLog(facts);
  }

  /** Makes these lists equal to others, whose clients were copied already. */
  copyFrom(other: SeriesTable): void {
    this.evicted.copyFrom(other.evicted);
    this.kept.copyFrom(other.kept);
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
   * @returns false for a flow beyond the limits, which is only counted in `notKept`
   */
  add(client: number, shape: ProbeShape, flow: number, evictedTimeNs: number | null): boolean {
    if (client === NO_CLIENT || this.evicted.length + this.kept.length >= MOST_ENTRIES) {
      this.notKept++;
      return false;
    }
    const words = this.clients.wordsOf(client);
    const at = this.clients.seriesAt(client, indexOfShape(shape));
    words[at + COUNT] = (words[at + COUNT] as number) + 1;
    const series = client * SHAPES.length + indexOfShape(shape);
    if (evictedTimeNs === null) this.kept.add(series, flow);
    else this.addEvicted(series, words, at, flow, evictedTimeNs);
    return true;
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

  /** The series as rules read it; valid until the next one is read, since there may be a hundred thousand. */
  read(series: number): ProbeSeries {
    const { latest } = this;
    const count = this.readTimes(series);
    rhythmOf(this.timesNs, count, latest.rhythm);
    latest.otherShapeWhen = this.otherShapeWhen(series, count);
    latest.shape = this.shape(series);
    latest.flowCount = this.count(series);
    latest.otherShapeCount = this.count(series ^ 1);
    latest.resetForm =
      latest.shape === 'graceful' ? null : this.clients.formOf(series >> 1, latest.flowCount);
    return latest;
  }

  /** Puts the series together when all flows are added. Only then can they be read. */
  close(): void {
    this.kept.sort(this.length);
  }

  /** Number of flows of a series whose rows are kept, the first of them, and the one behind a flow; -1 for none. */
  keptCount(series: number): number {
    return this.kept.end(series) - this.kept.start(series);
  }
  firstKept(series: number): number {
    return this.kept.firstFlow(series);
  }
  nextKept(flow: number): number {
    return this.kept.nextFlow(flow);
  }

  /** Times of the first and the last segment of these flows, of which there is at least one. */
  keptFirstTimeNs(series: number): number {
    return this.kept.firstTimeNs(series);
  }
  keptLastTimeNs(series: number): number {
    return this.kept.lastTimeNs(series);
  }
  /** A snapshot length cut payload of one of them. */
  hasCutFlows(series: number): boolean {
    return this.kept.hasCutFlows(series);
  }

  /** Hands out the evicted flows of a series in order of their numbers, with their first times, but for those that were dropped. */
  eachEvicted(series: number, take: (flow: number, timeNs: number) => void): void {
    const { evicted } = this;
    for (let entry = this.word(series, FIRST); entry !== 0; entry = evicted.next(entry)) {
      take(evicted.flow(entry), evicted.timeNs(entry));
    }
  }

  private addEvicted(series: number, words: Int32Array, at: number, flow: number, timeNs: number): void {
    const { evicted } = this;
    const entry = evicted.add(flow, timeNs);
    const last = words[at + LAST] as number;
    if (last === 0) words[at + FIRST] = entry;
    else evicted.link(last, entry);
    words[at + LAST] = entry;
    if ((words[at + COUNT] as number) > MOST_EVICTED) {
      words[at + FIRST] = this.drop(series, words[at + FIRST] as number);
    }
  }

  /**
   * Where the flows of the other shape lie, seen from those of this one. Leaves the times of the other ones in `timesNs`.
   * @param count times of this series, which are there
   */
  private otherShapeWhen(series: number, count: number): ProbeSeries['otherShapeWhen'] {
    if (this.count(series ^ 1) === 0) return null;
    const [ownFirst, ownLast] = this.extentNs(series, count);
    const [otherFirst, otherLast] = this.extentNs(series ^ 1, this.readTimes(series ^ 1));
    if (otherLast < ownFirst) return 'before';
    return otherFirst > ownLast ? 'after' : null;
  }

  /** First times of the earliest and of the latest flow of a series, which has one and whose times were read last. */
  private extentNs(series: number, count: number): readonly [first: number, last: number] {
    const dropped = this.droppedFlows.of(series);
    const first = count === 0 ? Number.POSITIVE_INFINITY : (this.timesNs[0] as number);
    const last = count === 0 ? Number.NEGATIVE_INFINITY : (this.timesNs[count - 1] as number);
    if (dropped === null) return [first, last];
    return [Math.min(first, dropped.firstTimeNs), Math.max(last, dropped.lastTimeNs)];
  }

  /** Fills `timesNs` in order; returns their number. */
  private readTimes(series: number): number {
    const { evicted, kept } = this;
    const most = this.count(series) - (this.droppedFlows.of(series)?.count ?? 0);
    if (this.timesNs.length < most) this.timesNs = new Float64Array(2 * most);
    const { timesNs } = this;
    let count = 0;
    for (let entry = this.word(series, FIRST); entry !== 0; entry = evicted.next(entry)) {
      timesNs[count++] = evicted.timeNs(entry);
    }
    for (let place = kept.start(series); place < kept.end(series); place++) {
      timesNs[count++] = kept.timeNsAt(place);
    }
    // Times go backwards only in captures that were merged carelessly.
    if (!isAscending(timesNs, count)) timesNs.subarray(0, count).sort();
    return count;
  }

  /** Takes the first entry out of a list of evicted flows. Returns the one that is first then. */
  private drop(series: number, entry: number): number {
    const next = this.evicted.next(entry);
    this.droppedFlows.add(series, this.evicted.timeNs(entry));
    this.evicted.free(entry);
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
  otherShapeWhen: null,
  resetForm: null,
  rhythm: rhythmOf([], 0),
}));

/** Stands for every list of a shape that is too short for a period: they are all alike, and not read one by one. */
export function shortSeries(shape: ProbeShape): ProbeSeries {
  return SHORT_SERIES[indexOfShape(shape)] as ProbeSeries;
}

function isAscending(values: Float64Array, count: number): boolean {
  for (let i = 1; i < count; i++) if ((values[i] as number) < (values[i - 1] as number)) return false;
  return true;
}

function indexOfShape(shape: ProbeShape): number {
  return shape === 'fin-answered-by-reset' ? 0 : 1;
}
