import type { FileSource } from './file-source.js';
import { ReadWindow } from './read-window.js';

const WINDOW_BYTES = 2 * 1024 * 1024;
/** Room in front of what is read for a record that began in the window before. */
const TAIL_BYTES = 512 * 1024;

/**
 * A window over a regular file that is filled in the background: while one array is walked, the next octets are read
 * into another one by a thread of the system. For who does little with the octets: the reading is most of the work then.
 */
export class ReadAheadWindow extends ReadWindow {
  private readonly file: FileSource;
  private other: Uint8Array = new Uint8Array(TAIL_BYTES + WINDOW_BYTES);
  private pending: Promise<number> | null = null;

  constructor(source: FileSource) {
    super(source, TAIL_BYTES + WINDOW_BYTES);
    this.file = source;
    this.at = TAIL_BYTES;
    this.end = TAIL_BYTES;
    this.baseOffset = -TAIL_BYTES;
    this.pending = this.readAhead();
  }

  override async fill(neededBytes: number): Promise<boolean> {
    // A record without room in front is read the plain way from here on.
    if (this.pending === null || this.available > TAIL_BYTES) return this.fillPlainly(neededBytes);
    const octets = await this.pending;
    this.pending = null;
    if (octets === 0) return false;
    this.takeOver(octets);
    this.pending = this.readAhead();
    return true;
  }

  /** The array that was read becomes the window, with what is left of the one before in front. */
  private takeOver(octets: number): void {
    const { bytes, other, available, offset } = this;
    const at = TAIL_BYTES - available;
    other.set(bytes.subarray(this.at, this.end), at);
    this.bytes = other;
    this.other = bytes;
    this.at = at;
    this.end = TAIL_BYTES + octets;
    this.baseOffset = offset - at;
  }

  private async fillPlainly(neededBytes: number): Promise<boolean> {
    if (this.pending === null) return super.fill(neededBytes);
    const octets = await this.pending;
    this.pending = null;
    const joined = new Uint8Array(this.available + WINDOW_BYTES);
    joined.set(this.bytes.subarray(this.at, this.end));
    joined.set(this.other.subarray(TAIL_BYTES, TAIL_BYTES + octets), this.available);
    this.baseOffset = this.offset;
    this.end = this.available + octets;
    this.at = 0;
    this.bytes = joined;
    return octets > 0;
  }

  private readAhead(): Promise<number> {
    return this.file.readInBackground(this.other, TAIL_BYTES, WINDOW_BYTES);
  }
}
