/**
 * Flows that may be probes, as lists per client, service and shape: four words a flow, no object until a list is read.
 */
import { KeyTable } from '../bytes/key-table.js';
import { SlabRows } from '../bytes/slab.js';
import { type ProbeSeries, type ProbeShape, rhythmOf } from '../rules/probe-series.js';

const SHAPES: readonly ProbeShape[] = ['fin-answered-by-reset', 'graceful'];

/** Flows kept in all lists together: 64 MB. Later ones are counted in `notKept`. */
const MOST_ENTRIES = 4_194_304;

const SERIES_WORDS = 4;
const FIRST = 0;
const LAST = 1;
const COUNT = 2;
const ENTRY_WORDS = 4;
const NEXT = 0;
const FLOW = 1;
const TIME = 1;

/** Lists of flows by client, service and shape. */
export class SeriesTable {
  private readonly keys = new KeyTable();
  private readonly series = new SlabRows(SERIES_WORDS);
  private readonly entries = new SlabRows(ENTRY_WORDS);
  /** Flows beyond the limit. */
  notKept = 0;

  get length(): number {
    return this.keys.length;
  }

  /** Adds a flow to the list of its client, service and shape. */
  add(service: number, client: number, shape: ProbeShape, flow: number, timeNs: number): void {
    if (this.entries.length >= MOST_ENTRIES) {
      this.notKept++;
      return;
    }
    const series = this.idOf(service, client, SHAPES.indexOf(shape));
    const entry = this.entries.add();
    const base = this.entries.baseOf(entry);
    this.entries.slabOf(entry)[base + FLOW] = flow;
    this.entries.doublesOf(entry)[(base >> 1) + TIME] = timeNs;
    const words = this.series.slabOf(series);
    const at = this.series.baseOf(series);
    const last = words[at + LAST] as number;
    if (last === 0) words[at + FIRST] = entry + 1;
    else this.entries.slabOf(last - 1)[this.entries.baseOf(last - 1) + NEXT] = entry + 1;
    words[at + LAST] = entry + 1;
    words[at + COUNT] = (words[at + COUNT] as number) + 1;
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

  /** The list as rules read it, in order of time. */
  read(series: number): ProbeSeries {
    const list = this.listOf(series);
    list.sort((a, b) => a.timeNs - b.timeNs || a.flow - b.flow);
    const timesNs = list.map((entry) => entry.timeNs);
    const other = this.idOf(this.service(series), this.client(series), 1 - this.keys.part(series, 2));
    return {
      shape: this.shape(series),
      flows: list.map((entry) => entry.flow),
      timesNs,
      otherShapeCount: this.count(other),
      rhythm: rhythmOf(timesNs),
    };
  }

  private listOf(series: number): { flow: number; timeNs: number }[] {
    const list: { flow: number; timeNs: number }[] = [];
    let entry = this.series.slabOf(series)[this.series.baseOf(series) + FIRST] as number;
    while (entry !== 0) {
      const base = this.entries.baseOf(entry - 1);
      const words = this.entries.slabOf(entry - 1);
      list.push({
        flow: words[base + FLOW] as number,
        timeNs: this.entries.doublesOf(entry - 1)[(base >> 1) + TIME] as number,
      });
      entry = words[base + NEXT] as number;
    }
    return list;
  }

  private idOf(service: number, client: number, shape: number): number {
    const series = this.keys.idOf(service, client, shape);
    if (series === this.series.length) this.series.add();
    return series;
  }
}

const SHORT_SERIES: readonly ProbeSeries[] = SHAPES.map((shape) => ({
  shape,
  flows: [],
  timesNs: [],
  otherShapeCount: 0,
  rhythm: rhythmOf([]),
}));

/** Stands for every list of a shape that is too short for a period: they are all alike, and not read one by one. */
export function shortSeries(shape: ProbeShape): ProbeSeries {
  return SHORT_SERIES[SHAPES.indexOf(shape)] as ProbeSeries;
}
