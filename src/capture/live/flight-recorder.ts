/**
 * The flight recorder: of all frames only those around connections that ended badly get to the disk.
 *
 * The last frames wait in memory. When told of an incident it marks those from some seconds before it to some seconds after, and
 * all of the connection itself that is still there. A frame is written when it leaves the memory, not when it is marked: so files
 * stay in order of arrival and hold no frame twice, whatever is told later, and lag behind by the horizon at most.
 */
import type { CaptureInterface, Frame } from '../frame-reader.js';
import { FlightRing } from './flight-ring.js';
import type { FrameSink, SinkSummary } from './frame-sink.js';

/** A connection that ended badly. Times as in frames. */
export interface Incident {
  /** Its first frame; where it was told before, the last one that was known then. */
  readonly firstNs: number;
  /** Null where it was told before and goes on: only its own frames are kept. */
  readonly endedNs: number | null;
  /** It was told before, and has gone on since. */
  readonly wasTold?: boolean;
}

/** Tells frames of the connections that ended badly. The frame is one object for all calls. */
export type BelongsToIncident = (frame: Frame) => boolean;

/** How much is kept. */
export interface FlightOptions {
  /** Where what is kept goes. */
  readonly sink: FrameSink;
  /** Octets of memory for the last frames; at least 1 MiB. */
  readonly ringOctets: number;
  /** Seconds kept before and after the end of a connection. */
  readonly aroundSeconds: number;
  /** Seconds that a frame waits in memory, when there is room: how far back the beginning of a connection is kept. */
  readonly horizonSeconds: number;
}

/** What the flight recorder could do. */
export interface FlightSummary {
  readonly incidents: number;
  /** Incidents whose connection began before the oldest frame in memory: its beginning may be missing. */
  readonly cutIncidents: number;
  /** Frames around incidents that had left the memory already, at most: they are counted by tenths of a second. */
  readonly missedFrames: number;
}

const NS_PER_SECOND = 1e9;
const SLOT_NS = 1e8;
const MOST_SLOTS = 36_000;
const SMALLEST_RING = 1024 * 1024;
const TICK_MS = 1000;

/** A range of time, both ends included. */
interface Span {
  readonly fromNs: number;
  toNs: number;
}

/** Keeps what it is told to keep. */
export class FlightRecorder implements FrameSink {
  private readonly options: FlightOptions;
  private readonly ring: FlightRing;
  private interfaces: readonly CaptureInterface[] = [];
  private taken = 0;
  private notRecordable = 0;
  private notWanted = 0;
  /** Frames that left unwanted, by tenths of a second. */
  private readonly gone = new Map<number, number>();
  private lastGoneNs = Number.NEGATIVE_INFINITY;
  private lastNs = 0;
  private keepUntilNs = Number.NEGATIVE_INFINITY;
  private incidents = 0;
  private cutIncidents = 0;
  private missedFrames = 0;
  private readonly timer: NodeJS.Timeout;
  private takenAtTick = 0;
  private quietMs = 0;

  constructor(options: FlightOptions) {
    this.options = options;
    this.ring = new FlightRing(Math.max(SMALLEST_RING, options.ringOctets & ~7));
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.timer.unref();
  }

  take(frame: Frame, interfaces: readonly CaptureInterface[]): void {
    const { ring } = this;
    this.taken++;
    this.interfaces = interfaces;
    if (frame.linkType < 0) {
      this.notRecordable++;
      return;
    }
    // A frame without a time is as old as the one before it.
    const timeNs = Number.isNaN(frame.timeNs) ? this.lastNs : frame.timeNs;
    this.lastNs = timeNs;
    this.letGoBefore(timeNs - this.options.horizonSeconds * NS_PER_SECOND);
    while (!ring.hasRoom(frame.capturedLength)) this.letGo();
    ring.put(frame, timeNs, timeNs <= this.keepUntilNs);
  }

  /**
   * Keeps what is around these incidents. To be called for many at once where there are many: it walks over all that is in memory.
   * @param belongs tells the frames of their connections; null where those cannot be told
   */
  keep(incidents: readonly Incident[], belongs: BelongsToIncident | null): void {
    const aroundNs = this.options.aroundSeconds * NS_PER_SECOND;
    const spans = joinedSpans(
      incidents.flatMap(({ endedNs }) =>
        endedNs === null ? [] : [{ fromNs: endedNs - aroundNs, toNs: endedNs + aroundNs }],
      ),
    );
    let firstNs = Number.POSITIVE_INFINITY;
    for (const incident of incidents) {
      firstNs = Math.min(firstNs, incident.firstNs);
      if (incident.wasTold === true) continue;
      this.incidents++;
      if (incident.firstNs <= this.lastGoneNs) this.cutIncidents++;
    }
    for (const span of spans) {
      this.missedFrames += this.takeGone(span);
      this.keepUntilNs = Math.max(this.keepUntilNs, span.toNs);
    }
    this.ring.markWhere(
      (frame) =>
        isWithin(spans, frame.timeNs) || (belongs !== null && frame.timeNs >= firstNs && belongs(frame)),
    );
  }

  get pressure(): Promise<void> | null {
    return this.options.sink.pressure;
  }

  async flush(): Promise<void> {
    await this.options.sink.flush();
  }

  /** Decides about all frames that wait: no more will be told of them. */
  async letAllGo(): Promise<void> {
    clearInterval(this.timer);
    while (this.ring.count > 0) {
      if (this.pressure !== null) await this.pressure;
      this.letGo();
    }
  }

  async finish(): Promise<SinkSummary> {
    await this.letAllGo();
    await this.options.sink.finish();
    return this.summary();
  }

  summary(): SinkSummary {
    const sunk = this.options.sink.summary();
    return {
      ...sunk,
      taken: this.taken,
      notWanted: this.notWanted,
      notRecordable: this.notRecordable + sunk.notRecordable,
      held: this.ring.count + sunk.held,
    };
  }

  /** What it could do for the incidents that it was told. */
  flightSummary(): FlightSummary {
    const { incidents, cutIncidents, missedFrames } = this;
    return { incidents, cutIncidents, missedFrames };
  }

  /** Frames that wait for others to come, when none come any more, are let go by the clock. */
  private tick(): void {
    this.quietMs = this.taken === this.takenAtTick ? this.quietMs + TICK_MS : 0;
    this.takenAtTick = this.taken;
    const nowNs = this.lastNs + this.quietMs * 1e6;
    this.letGoBefore(nowNs - this.options.horizonSeconds * NS_PER_SECOND);
  }

  private letGoBefore(timeNs: number): void {
    while (this.ring.oldestNs() < timeNs) this.letGo();
  }

  private letGo(): void {
    const frame = this.ring.oldest();
    const { timeNs } = frame;
    if (this.ring.drop()) this.options.sink.take(frame, this.interfaces);
    else this.countGone(timeNs);
  }

  private countGone(timeNs: number): void {
    this.notWanted++;
    this.lastGoneNs = Math.max(this.lastGoneNs, timeNs);
    const slot = Math.floor(timeNs / SLOT_NS);
    const before = this.gone.get(slot);
    if (before === undefined && this.gone.size >= MOST_SLOTS) {
      const [oldest] = this.gone.keys();
      this.gone.delete(oldest as number);
    }
    this.gone.set(slot, (before ?? 0) + 1);
  }

  /** Frames of this span that have left, each told once. */
  private takeGone({ fromNs, toNs }: Span): number {
    if (fromNs > this.lastGoneNs) return 0;
    let frames = 0;
    for (const [slot, count] of this.gone) {
      if ((slot + 1) * SLOT_NS <= fromNs || slot * SLOT_NS > toNs) continue;
      frames += count;
      this.gone.delete(slot);
    }
    return frames;
  }
}

/** Spans in order, those that touch made one. */
function joinedSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const { fromNs, toNs } of [...spans].sort((a, b) => a.fromNs - b.fromNs)) {
    const last = joined.at(-1);
    if (last !== undefined && fromNs <= last.toNs) last.toNs = Math.max(last.toNs, toNs);
    else joined.push({ fromNs, toNs });
  }
  return joined;
}

function isWithin(spans: readonly Span[], timeNs: number): boolean {
  return spans.some(({ fromNs, toNs }) => timeNs >= fromNs && timeNs <= toNs);
}
