/**
 * Flows of series whose rows are kept: noted when they come, one word a flow, and put together by series when all are there.
 * Their times are read from the rows once, in the order in which the rows lie in memory.
 */

/** Flows of one chunk of notes. */
const CHUNK_SHIFT = 15;
const CHUNK_FLOWS = 1 << CHUNK_SHIFT;

/** The facts of a flow that are kept of a probe; `FlowFacts` has them. */
export interface ProbeFacts {
  at(flow: number): {
    readonly firstTimeNs: number;
    readonly lastTimeNs: number;
    readonly cutBySnaplen: boolean;
  };
}

/** Flows by series. */
export class ProbeLog {
  /**
   * One word a flow, in chunks from `firstChunk` on; holes where no flow belongs to a series. At first the number of its series
   * plus 1; when they are put together, that of the next flow of the series plus 1.
   */
  private readonly chunks: (Int32Array | undefined)[] = [];
  private firstChunk = 0;
  private readonly spareChunks: Int32Array[] = [];
  private count = 0;
  private readonly facts: ProbeFacts;
  /** Number of the first flow of every series, plus 1. */
  private firstFlows = new Int32Array(0);
  /** Where the times of a series begin; those of the next one are behind them. */
  private starts = new Int32Array(0);
  private timesNs = new Float64Array(0);
  /** Time of the last segment of any flow of a series. */
  private lastTimesNs = new Float64Array(0);
  /** Series with flows of which payload was cut. */
  private readonly withCutFlows = new Set<number>();

  constructor(facts: ProbeFacts) {
    this.facts = facts;
  }

  /** Makes this log equal to another. The memory that is here is used again. */
  copyFrom(other: ProbeLog): void {
    for (const chunk of this.chunks) if (chunk !== undefined) this.spareChunks.push(chunk);
    this.chunks.length = 0;
    for (const chunk of other.chunks) {
      if (chunk !== undefined) this.takeChunk().set(chunk);
      else this.chunks.length++;
    }
    this.firstChunk = other.firstChunk;
    this.count = other.count;
  }

  /** Flows in all series together. */
  get length(): number {
    return this.count;
  }

  /** Notes a flow, whose number is larger than those noted before. */
  add(series: number, flow: number): void {
    const number = flow >>> CHUNK_SHIFT;
    if (this.count === 0) this.firstChunk = number;
    while (this.chunks.length < number - this.firstChunk) this.chunks.length++;
    const chunk = this.chunks[number - this.firstChunk] ?? this.takeChunk();
    chunk[flow & (CHUNK_FLOWS - 1)] = series + 1;
    this.count++;
  }

  /** Puts the flows together by series, whose numbers all lie below `seriesCount`; none can be added from now on. */
  sort(seriesCount: number): void {
    this.makeRoom(seriesCount);
    this.findEnds(seriesCount);
    this.lastTimesNs.fill(Number.NEGATIVE_INFINITY);
    this.withCutFlows.clear();
    for (let index = this.chunks.length - 1; index >= 0; index--) {
      const chunk = this.chunks[index];
      if (chunk !== undefined) this.linkChunk(chunk, (this.firstChunk + index) * CHUNK_FLOWS);
    }
  }

  /** First flow of a series, and the one behind a flow in its series; -1 for none. */
  firstFlow(series: number): number {
    return (this.firstFlows[series] as number) - 1;
  }
  nextFlow(flow: number): number {
    const chunk = this.chunks[(flow >>> CHUNK_SHIFT) - this.firstChunk] as Int32Array;
    return (chunk[flow & (CHUNK_FLOWS - 1)] as number) - 1;
  }

  /** Place of the first time of a series, and the place behind its last. */
  start(series: number): number {
    return this.starts[series] as number;
  }
  end(series: number): number {
    return this.starts[series + 1] as number;
  }
  /** Time of the first segment of a flow. */
  timeNsAt(place: number): number {
    return this.timesNs[place] as number;
  }
  /** Times of the first and the last segment of any flow of the series, which has one. */
  firstTimeNs(series: number): number {
    const { timesNs } = this;
    let first = Number.POSITIVE_INFINITY;
    for (let place = this.start(series); place < this.end(series); place++) {
      if ((timesNs[place] as number) < first) first = timesNs[place] as number;
    }
    return first;
  }
  lastTimeNs(series: number): number {
    return this.lastTimesNs[series] as number;
  }
  hasCutFlows(series: number): boolean {
    return this.withCutFlows.has(series);
  }

  /** A chunk of zeros behind the others. */
  private takeChunk(): Int32Array {
    const chunk = this.spareChunks.pop()?.fill(0) ?? new Int32Array(CHUNK_FLOWS);
    this.chunks.push(chunk);
    return chunk;
  }

  private makeRoom(seriesCount: number): void {
    if (this.timesNs.length < this.count) this.timesNs = new Float64Array(this.count);
    if (this.starts.length <= seriesCount) {
      this.starts = new Int32Array(seriesCount + 1);
      this.firstFlows = new Int32Array(seriesCount);
      this.lastTimesNs = new Float64Array(seriesCount);
    } else {
      this.starts.fill(0);
      this.firstFlows.fill(0);
    }
  }

  /** Sets `starts` to where the times of every series end. */
  private findEnds(seriesCount: number): void {
    const { starts } = this;
    for (const chunk of this.chunks) if (chunk !== undefined) countSeries(chunk, starts);
    for (let series = 1; series <= seriesCount; series++) {
      starts[series] = (starts[series] as number) + (starts[series - 1] as number);
    }
  }

  /** Takes the flows of a chunk, the last one first: those behind them are in their series already. */
  private linkChunk(chunk: Int32Array, chunkFlow: number): void {
    const { starts, firstFlows, facts, timesNs, lastTimesNs } = this;
    for (let i = CHUNK_FLOWS - 1; i >= 0; i--) {
      const series = (chunk[i] as number) - 1;
      if (series < 0) continue;
      chunk[i] = firstFlows[series] as number;
      firstFlows[series] = chunkFlow + i + 1;
      const place = (starts[series] as number) - 1;
      starts[series] = place;
      const { firstTimeNs, lastTimeNs, cutBySnaplen } = facts.at(chunkFlow + i);
      timesNs[place] = firstTimeNs;
      if (lastTimeNs > (lastTimesNs[series] as number)) lastTimesNs[series] = lastTimeNs;
      if (cutBySnaplen) this.withCutFlows.add(series);
    }
  }
}

/** Adds the number of flows of every series. */
function countSeries(chunk: Int32Array, counts: Int32Array): void {
  for (let i = 0; i < CHUNK_FLOWS; i++) {
    const series = (chunk[i] as number) - 1;
    if (series >= 0) counts[series] = (counts[series] as number) + 1;
  }
}
