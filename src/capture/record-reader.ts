import type { Compression } from './byte-source.js';
import {
  type CaptureComment,
  type CaptureFormat,
  type CaptureInterface,
  type EarlyEnd,
  Frame,
  type FrameReader,
  type ProblemCounts,
} from './frame-reader.js';
import type { ReadWindow } from './read-window.js';
import type { ReaderProblem } from './reader-problem.js';

/** The input ends there, so that all octets that are left are in the window. */
const CUTS: ReadonlySet<EarlyEnd['code']> = new Set([
  'record-header-cut',
  'record-body-cut',
  'frame-table-cut',
  'compressed-data-broken',
  'read-failed',
]);

/**
 * What all readers share: a window over the input, the current frame, and how an input ends.
 * A format implements `next` and keeps three promises: it consumes whole records only (`window.at`), it sets `needed`
 * before it answers false, and it calls `endEarly` for what it cannot walk past.
 */
export abstract class RecordReader implements FrameReader {
  abstract readonly format: CaptureFormat;
  readonly frame = new Frame();
  abstract readonly interfaces: readonly CaptureInterface[];
  readonly comments: CaptureComment[] = [];
  readonly problems: ProblemCounts = new Map();
  endedEarly: EarlyEnd | null = null;
  protected readonly window: ReadWindow;
  /** Frames handed out. */
  protected frames = 0;
  /** Octets of the record at `window.at`, as far as known; bounded by the format's limit. */
  protected needed = 1;
  /** Octets of the fixed part that every record begins with. */
  protected abstract readonly headerBytes: number;
  /** Nothing more is read. */
  protected ended = false;

  /** @param window nothing consumed; the first octets of the input are in it. */
  constructor(window: ReadWindow) {
    this.window = window;
    this.frame.bytes = window.bytes;
  }

  abstract next(): boolean;

  async fill(): Promise<boolean> {
    if (this.ended) return false;
    if (await this.window.fill(this.needed)) {
      this.frame.bytes = this.window.bytes;
      return true;
    }
    this.noteEnd();
    return false;
  }

  readAhead(): void {
    this.window.readAhead();
  }

  get compression(): Compression | null {
    return this.window.source.compression;
  }

  get bytesRead(): number {
    return this.window.source.bytesRead;
  }

  get bytesTotal(): number | null {
    return this.window.source.bytesTotal;
  }

  get sha256(): string | null {
    return this.window.source.sha256;
  }

  async close(): Promise<void> {
    this.ended = true;
    this.window.discard();
    await this.window.source.finish();
  }

  /** Stops at the record at `window.at`: nothing after it is read. Returns false, the answer of `next`. */
  protected endEarly(code: EarlyEnd['code'], requiredBytes: number | null): false {
    const { offset, available } = this.window;
    // Of a broken record no more is known than its header; how much of the rest is in memory is chance.
    const there = CUTS.has(code) ? available : Math.min(available, this.headerBytes);
    return this.endEarlyAt(offset, code, requiredBytes, there);
  }

  /** The same for a place that is not in the window. */
  protected endEarlyAt(
    atOffset: number,
    code: EarlyEnd['code'],
    requiredBytes: number | null,
    actualBytes: number,
  ): false {
    this.endedEarly = { atOffset, frameNumber: this.frames + 1, code, requiredBytes, actualBytes };
    return this.endHere();
  }

  /** Stops: nothing more is read. Returns false, the answer of `next`. */
  protected endHere(): false {
    this.ended = true;
    this.window.discard();
    return false;
  }

  /** The place of the record that comes next; null where the input cannot be read at any place. */
  protected placeOfNext(): number | null {
    const { source, offset } = this.window;
    return source.randomAccess === undefined ? null : offset;
  }

  /** Goes on at another place of the input. */
  protected goOnAt(offset: number, framesBefore: number): void {
    this.window.jumpTo(offset);
    this.frames = framesBefore;
    this.needed = this.headerBytes;
  }

  /** Asks for a record of this length at `window.at`. Returns false, the answer of `next`. */
  protected waitFor(octets: number): false {
    this.needed = octets;
    return false;
  }

  /** Counts an oddity. */
  protected note(problem: ReaderProblem): void {
    this.problems.set(problem, (this.problems.get(problem) ?? 0) + 1);
  }

  /** The source has ended: says so when that is inside a record. */
  protected noteEnd(): void {
    this.ended = true;
    const { failure } = this.window.source;
    const { available } = this.window;
    if (failure !== null) this.endEarly(failure.code, available > 0 ? this.needed : null);
    else if (available > 0) {
      this.endEarly(available < this.headerBytes ? 'record-header-cut' : 'record-body-cut', this.needed);
    }
  }
}
