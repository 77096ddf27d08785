import { absoluteNs, TimeBase } from '../../src/bytes/time.js';
import type { ByteSource, RandomAccess, SourceFailure } from '../../src/capture/byte-source.js';
import type { FrameReader } from '../../src/capture/frame-reader.js';
import { openCaptureFrom } from '../../src/capture/open-capture.js';

/** A frame as plain data, comparable with `toEqual`. */
export interface ReadFrame {
  /** Nanoseconds since 1970 UTC; null for a frame without a time. */
  readonly timeNs: bigint | null;
  readonly capturedLength: number;
  readonly originalLength: number;
  readonly linkType: number;
  readonly interfaceId: number;
  readonly fileOffset: number;
  /** The captured octets in hex. */
  readonly data: string;
}

/** All frames of a reader. The reader is left open. */
export async function readAll(reader: FrameReader, timeBase: TimeBase): Promise<ReadFrame[]> {
  const frames: ReadFrame[] = [];
  do {
    while (reader.next()) frames.push(copyOf(reader, timeBase));
  } while (await reader.fill());
  return frames;
}

function copyOf({ frame }: FrameReader, timeBase: TimeBase): ReadFrame {
  const { at, capturedLength, originalLength, linkType, interfaceId, fileOffset } = frame;
  return {
    timeNs: Number.isNaN(frame.timeNs) ? null : absoluteNs(timeBase.epochSeconds ?? 0, frame.timeNs),
    capturedLength,
    originalLength,
    linkType,
    interfaceId,
    fileOffset,
    data: Buffer.from(frame.bytes.subarray(at, at + capturedLength)).toString('hex'),
  };
}

/** Octets in memory as a source that gives at most `chunkBytes` a time, and may fail at its end. */
export class MemorySource implements ByteSource {
  failure: SourceFailure | null = null;
  readonly compression = null;
  readonly sha256 = null;
  readonly bytesTotal: number;
  bytesRead = 0;
  private readonly octets: Uint8Array;
  private readonly chunkBytes: number;
  private readonly failureAtEnd: SourceFailure | null;

  constructor(octets: Uint8Array, chunkBytes = octets.length, failureAtEnd: SourceFailure | null = null) {
    this.octets = octets;
    this.bytesTotal = octets.length;
    this.chunkBytes = Math.max(1, chunkBytes);
    this.failureAtEnd = failureAtEnd;
  }

  read(target: Uint8Array, at: number, length: number): number {
    const taken = this.octets.subarray(this.bytesRead, this.bytesRead + Math.min(length, this.chunkBytes));
    target.set(taken, at);
    this.bytesRead += taken.length;
    if (taken.length === 0) this.failure = this.failureAtEnd;
    return taken.length;
  }

  async finish(): Promise<void> {}

  async abandon(): Promise<void> {}
}

/** The same where octets can be read at any place. `reads` counts what was copied. */
export class PlacedMemorySource extends MemorySource {
  readonly randomAccess: RandomAccess;
  reads = { times: 0, octets: 0 };
  private all: Uint8Array;
  private readonly most: number;
  private position = 0;

  constructor(octets: Uint8Array, chunkBytes = octets.length) {
    super(octets);
    this.all = octets;
    this.most = Math.max(1, chunkBytes);
    this.randomAccess = {
      seek: (offset) => {
        this.position = offset;
      },
      readAt: (target, at, length, offset) => this.copy(target, at, length, offset),
    };
  }

  override read(target: Uint8Array, at: number, length: number): number {
    const copied = this.copy(target, at, Math.min(length, this.most), this.position);
    this.position += copied;
    return copied;
  }

  /** The input becomes shorter while it is read. */
  cutAt(length: number): void {
    this.all = this.all.subarray(0, length);
  }

  private copy(target: Uint8Array, at: number, length: number, offset: number): number {
    const taken = this.all.subarray(offset, offset + length);
    target.set(taken, at);
    this.reads.times++;
    this.reads.octets += taken.length;
    return taken.length;
  }
}

/** How octets in memory are opened. */
interface OpenedOctets {
  readonly chunkBytes?: number;
  readonly windowBytes?: number;
  readonly timeBase?: TimeBase;
  readonly failure?: SourceFailure;
  /** Whether they can be read at any place, as a file can. */
  readonly isPlaced?: boolean;
}

/** Opens octets in memory. */
export async function openOctets(
  octets: Uint8Array,
  more: OpenedOctets = {},
): Promise<{ reader: FrameReader; timeBase: TimeBase }> {
  const timeBase = more.timeBase ?? new TimeBase();
  const source =
    more.isPlaced === true
      ? new PlacedMemorySource(octets, more.chunkBytes)
      : new MemorySource(octets, more.chunkBytes, more.failure);
  return { reader: await openCaptureFrom(source, 'octets', timeBase, more.windowBytes), timeBase };
}

/** Reads octets in memory to their end. */
export async function readOctets(octets: Uint8Array, more: OpenedOctets = {}) {
  const { reader, timeBase } = await openOctets(octets, more);
  return { reader, timeBase, frames: await readAll(reader, timeBase) };
}
