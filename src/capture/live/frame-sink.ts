/** Where frames go besides to the survey: a reader that gives each frame that it hands out to a sink as well. */
import type { Compression } from '../byte-source.js';
import type {
  CaptureComment,
  CaptureFormat,
  CaptureInterface,
  EarlyEnd,
  Frame,
  FrameReader,
  ProblemCounts,
} from '../frame-reader.js';

/** A file that was written. */
export interface RecordedFile {
  readonly path: string;
  readonly frames: number;
  readonly octets: number;
}

/** Why nothing is written any more, though frames go on coming. */
export interface RecordingFault {
  readonly code: 'disk-full' | 'write-failed';
  /** What the operating system said. */
  readonly message: string;
}

/** What became of the frames that a sink was given: `taken = written + notWritten + notWanted + notRecordable + held`. */
export interface SinkSummary {
  /** Those that are there, in order of writing: not those deleted to make room in a ring. */
  readonly files: readonly RecordedFile[];
  readonly taken: number;
  /** In files, those deleted since among them. */
  readonly written: number;
  /** Of those written: in files that were deleted to make room. */
  readonly deleted: number;
  /** Lost to a fault of writing. */
  readonly notWritten: number;
  /** Not asked for (flight recorder). */
  readonly notWanted: number;
  /** Records that are no packets, or of a link type that pcapng has no number for. */
  readonly notRecordable: number;
  /** Still in memory, and not decided about (flight recorder); 0 after `finish`. */
  readonly held: number;
  readonly fault: RecordingFault | null;
}

/** Takes frames. Makes nothing on the heap for a frame. */
export interface FrameSink {
  /** Takes a copy of a frame. @param interfaces those of its reader */
  take(frame: Frame, interfaces: readonly CaptureInterface[]): void;
  /** Set while more waits to be written than should; settles when it may go on. Never rejects. */
  readonly pressure: Promise<void> | null;
  /** Hands everything that is to be written to the operating system. */
  flush(): Promise<void>;
  /** Writes what is left and closes the files. May be called twice. */
  finish(): Promise<SinkSummary>;
  /** How it stands. */
  summary(): SinkSummary;
}

/**
 * A reader whose frames a sink is given first. Finishing the sink is its owner's.
 * It cannot skim or go on at another place, whatever the reader inside can: no frame must be left out.
 */
export class RecordingReader implements FrameReader {
  readonly frame: Frame;
  readonly format: CaptureFormat;
  private readonly inner: FrameReader;
  private readonly sink: FrameSink;

  constructor(inner: FrameReader, sink: FrameSink) {
    this.inner = inner;
    this.sink = sink;
    this.frame = inner.frame;
    this.format = inner.format;
  }

  next(): boolean {
    if (!this.inner.next()) return false;
    this.sink.take(this.frame, this.inner.interfaces);
    return true;
  }

  async fill(): Promise<boolean> {
    // A slow disk holds the reading back, and frames wait in the kernel's buffer.
    if (this.sink.pressure !== null) await this.sink.pressure;
    return this.inner.fill();
  }

  get compression(): Compression | null {
    return this.inner.compression;
  }

  get endedEarly(): EarlyEnd | null {
    return this.inner.endedEarly;
  }

  get interfaces(): readonly CaptureInterface[] {
    return this.inner.interfaces;
  }

  get comments(): readonly CaptureComment[] {
    return this.inner.comments;
  }

  get problems(): ProblemCounts {
    return this.inner.problems;
  }

  get bytesRead(): number {
    return this.inner.bytesRead;
  }

  get bytesTotal(): number | null {
    return this.inner.bytesTotal;
  }

  get sha256(): string | null {
    return this.inner.sha256;
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
