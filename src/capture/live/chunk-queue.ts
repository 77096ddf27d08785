/**
 * What is to be written, written one after the other without holding up the thread: chunks in, files out.
 *
 * It never throws: the first fault ends the writing, and what cannot be written is counted.
 */
import { CHUNK_BYTES, Chunk } from './chunk.js';
import type { RecordingFault } from './frame-sink.js';
import { RecordingFile, type RecordingName } from './recording-file.js';

/**
 * More memory than this waits: reading is held back, and frames wait in the kernel. A disk that others write to as well was seen
 * to take nothing for half a second, in which 80,000 frames of 1514 octets a second are 60 MB.
 */
const PRESSURE_BYTES = 64 * 1024 * 1024;
/** Chunks kept for use again. */
const MOST_SPARE_CHUNKS = 8;
const DISK_FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Writes chunks to the files of a recording. */
export class ChunkQueue {
  /** Files that are there: a ring without an end has no list without one. */
  readonly files: RecordingFile[];
  /** Frames in files that were deleted to make room. */
  deleted = 0;
  /** Frames that could not be written. */
  notWritten = 0;
  fault: RecordingFault | null = null;
  /** Set while too much waits. */
  pressure: Promise<void> | null = null;
  private readonly name: RecordingName;
  private readonly mostFiles: number | null;
  private readonly waiting: Chunk[] = [];
  private readonly spare: Chunk[] = [];
  private fileIndex = 0;
  private relieve: () => void = () => {};
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;

  /** @param first the file of index 0, open. @param mostFiles files kept; null for all */
  constructor(first: RecordingFile, name: RecordingName, mostFiles: number | null) {
    this.files = [first];
    this.name = name;
    this.mostFiles = mostFiles;
  }

  /** An empty chunk. */
  chunk(fileIndex: number): Chunk {
    return (this.spare.pop() ?? new Chunk()).begin(fileIndex);
  }

  private get waitingBytes(): number {
    return this.waiting.length * CHUNK_BYTES;
  }

  /** Whether something is being written: then a chunk had better be filled before it is added. */
  get isBusy(): boolean {
    return this.isRunning;
  }

  /** Takes a chunk to be written: it is not its maker's any more. */
  add(chunk: Chunk): void {
    this.waiting.push(chunk);
    // Files of a few octets each have a chunk each: what counts is the memory, not what is in it.
    if (this.waitingBytes > PRESSURE_BYTES && this.pressure === null) {
      this.pressure = new Promise((resolve) => {
        this.relieve = resolve;
      });
    }
    if (!this.isRunning) this.running = this.run();
  }

  /** Settles when nothing waits any more. */
  async settled(): Promise<void> {
    while (this.isRunning) await this.running;
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.settled();
    await this.files
      .at(-1)
      ?.close()
      .catch((error: unknown) => this.fail(error));
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (let chunk = this.waiting.shift(); chunk !== undefined; chunk = this.waiting.shift()) {
      await this.write(chunk);
      if (this.spare.length < MOST_SPARE_CHUNKS) this.spare.push(chunk);
      if (this.waitingBytes <= PRESSURE_BYTES / 2) this.endPressure();
    }
    this.isRunning = false;
    this.endPressure();
  }

  private endPressure(): void {
    this.pressure = null;
    this.relieve();
  }

  private async write(chunk: Chunk): Promise<void> {
    if (this.fault !== null) {
      this.notWritten += chunk.frames;
      return;
    }
    let before = 0;
    try {
      const file = await this.fileOf(chunk.fileIndex);
      before = file.frames;
      await file.append(chunk.octets.subarray(0, chunk.used));
    } catch (error) {
      this.fail(error);
      const took = (this.fileIndex === chunk.fileIndex ? (this.files.at(-1)?.frames ?? 0) : 0) - before;
      this.notWritten += chunk.frames - took;
    }
  }

  private async fileOf(fileIndex: number): Promise<RecordingFile> {
    const current = this.files.at(-1) as RecordingFile;
    if (fileIndex === this.fileIndex) return current;
    await current.close();
    await this.makeRoom();
    const file = await RecordingFile.create(this.name, current.number + 1);
    this.files.push(file);
    this.fileIndex = fileIndex;
    return file;
  }

  private async makeRoom(): Promise<void> {
    if (this.mostFiles === null) return;
    for (const file of this.files.slice(0, Math.max(0, this.files.length - this.mostFiles + 1))) {
      if (!(await file.delete())) continue;
      this.deleted += file.frames;
      this.files.splice(this.files.indexOf(file), 1);
    }
  }

  private fail(error: unknown): void {
    const code = DISK_FULL.has((error as NodeJS.ErrnoException).code) ? 'disk-full' : 'write-failed';
    this.fault ??= { code, message: error instanceof Error ? error.message : String(error) };
  }
}
