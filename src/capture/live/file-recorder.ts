/**
 * Frames to pcapng files: one, or a ring of which the oldest are deleted.
 *
 * A frame is only copied; what was copied is written by the time it is 200 ms old, in whole blocks, so that any program can read
 * the files while they grow. When the disk is full the writing ends with a valid file, and the rest is counted.
 */
import { absoluteNs, type TimeBase } from '../../bytes/time.js';
import { CaptureError } from '../capture-error.js';
import type { CaptureInterface, Frame } from '../frame-reader.js';
import { interfaceBlock, sectionBlock, statisticsBlock } from '../pcapng-writer.js';
import type { Chunk } from './chunk.js';
import { ChunkQueue } from './chunk-queue.js';
import type { FrameSink, SinkSummary } from './frame-sink.js';
import { packetBlockBytes, putPacketBlock } from './packet-block.js';
import { makeFolder, RecordingFile, type RecordingName } from './recording-file.js';

/** What is recorded, and where. */
export interface RecorderOptions {
  readonly name: RecordingName;
  /** Octets after which the next file begins; null for no limit. A single frame may go beyond it. */
  readonly fileOctets: number | null;
  /** Files kept; null for all. */
  readonly mostFiles: number | null;
  /** That of the reader of the frames. */
  readonly timeBase: TimeBase;
  /** Written into the file as the program that made it. */
  readonly application: string;
  /** For interfaces of which the reader knows no name (classic pcap). */
  readonly interfaceName: string | null;
}

const WRITE_BYTES = 256 * 1024;
const WRITE_MS = 200;
/** Beyond are link types of other formats; below is what is no packet. */
const MOST_LINK_TYPE = 0xffff;

/** Writes what it takes. */
export class FileRecorder implements FrameSink {
  private readonly options: RecorderOptions;
  private readonly queue: ChunkQueue;
  private chunk: Chunk;
  /** Index of each of the reader's interfaces in the current file. */
  private readonly indexes = new Map<number, number>();
  private lastInterface = -1;
  private lastIndex = 0;
  private fileIndex = 0;
  private fileOctets = 0;
  private fileFrames = 0;
  private lastNs = 0;
  private taken = 0;
  private refused = 0;
  private notRecordable = 0;
  private timer: NodeJS.Timeout | null = null;

  private constructor(options: RecorderOptions, queue: ChunkQueue) {
    this.options = options;
    this.queue = queue;
    this.chunk = queue.chunk(0);
    this.putSection();
  }

  /**
   * Makes the folder and the first file, so that what is wrong with them is known before anything is captured.
   * Throws `CaptureError` 'cannot-write'.
   */
  static async open(options: RecorderOptions): Promise<FileRecorder> {
    const { name, mostFiles } = options;
    try {
      await makeFolder(name.folder);
      const first = await RecordingFile.create(name, name.isNumbered ? 1 : 0);
      const recorder = new FileRecorder(options, new ChunkQueue(first, name, mostFiles));
      await recorder.flush();
      return recorder;
    } catch (error) {
      throw cannotWrite(error);
    }
  }

  take(frame: Frame, interfaces: readonly CaptureInterface[]): void {
    this.taken++;
    if (frame.linkType < 0 || frame.linkType > MOST_LINK_TYPE) {
      this.notRecordable++;
      return;
    }
    if (this.queue.fault !== null) {
      this.refused++;
      return;
    }
    const length = packetBlockBytes(frame.capturedLength);
    if (this.isFileFull(length)) this.beginFile();
    const index = frame.interfaceId === this.lastInterface ? this.lastIndex : this.indexOf(frame, interfaces);
    if (!this.chunk.hasRoom(length)) this.handOver();
    const { chunk } = this;
    const { epochSeconds } = this.options.timeBase;
    putPacketBlock(chunk.octets, chunk.view, chunk.used, frame, index, epochSeconds ?? 0);
    chunk.used += length;
    chunk.frames++;
    this.fileOctets += length;
    this.fileFrames++;
    this.lastNs = frame.timeNs;
    if (chunk.used >= WRITE_BYTES && !this.queue.isBusy) this.handOver();
    else this.timer ??= setTimeout(() => this.handOver(), WRITE_MS);
  }

  /**
   * Says in the current file how many frames never got here, so that who reads it knows, too. Nothing is said in a file
   * without a frame.
   */
  putDropped(droppedFrames: number): void {
    if (this.queue.fault !== null || this.fileFrames === 0) return;
    const { epochSeconds } = this.options.timeBase;
    const timeNs = absoluteNs(epochSeconds ?? 0, Number.isNaN(this.lastNs) ? 0 : this.lastNs);
    this.put(statisticsBlock(this.lastIndex, timeNs < 0n ? 0n : timeNs, droppedFrames));
  }

  get pressure(): Promise<void> | null {
    return this.queue.pressure;
  }

  async flush(): Promise<void> {
    this.handOver();
    await this.queue.settled();
  }

  async finish(): Promise<SinkSummary> {
    await this.flush();
    await this.queue.close();
    return this.summary();
  }

  summary(): SinkSummary {
    const { queue, taken, notRecordable } = this;
    const files = queue.files.map(({ path, frames, octets }) => ({ path, frames, octets }));
    const notWritten = this.refused + queue.notWritten;
    return {
      files,
      taken,
      written: taken - notRecordable - notWritten,
      deleted: queue.deleted,
      notWritten,
      notWanted: 0,
      notRecordable,
      held: 0,
      fault: queue.fault,
    };
  }

  private isFileFull(length: number): boolean {
    const { fileOctets } = this.options;
    return fileOctets !== null && this.fileFrames > 0 && this.fileOctets + length > fileOctets;
  }

  private beginFile(): void {
    this.handOver();
    this.fileIndex++;
    this.chunk.begin(this.fileIndex);
    this.indexes.clear();
    this.lastInterface = -1;
    this.fileOctets = 0;
    this.fileFrames = 0;
    this.putSection();
  }

  private putSection(): void {
    this.put(sectionBlock(this.options.application, []));
  }

  private put(block: Uint8Array): void {
    if (!this.chunk.hasRoom(block.length)) this.handOver();
    this.chunk.put(block);
    this.fileOctets += block.length;
  }

  /** Describes an interface in the file when its first frame comes. */
  private indexOf({ interfaceId, linkType }: Frame, interfaces: readonly CaptureInterface[]): number {
    let index = this.indexes.get(interfaceId);
    if (index === undefined) {
      const known = interfaces[interfaceId];
      const name = known?.name ?? this.options.interfaceName;
      this.put(interfaceBlock({ linkType, snapLength: known?.snapLength ?? 0, name }));
      index = this.indexes.size;
      this.indexes.set(interfaceId, index);
    }
    this.lastInterface = interfaceId;
    this.lastIndex = index;
    return index;
  }

  private handOver(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.chunk.used === 0) return;
    this.queue.add(this.chunk);
    this.chunk = this.queue.chunk(this.fileIndex);
  }
}

function cannotWrite(error: unknown): CaptureError {
  const { code, path = 'the file', message } = error as NodeJS.ErrnoException;
  const [what, advice] =
    code === 'EEXIST'
      ? [
          `${path} is there already, and recordings are never written over a file`,
          'Take another name, or remove the file.',
        ]
      : [
          `The recording cannot be written: ${message}`,
          'Name a folder that you may write to, with room on its disk.',
        ];
  return new CaptureError('cannot-write', what, advice, { cause: error });
}
