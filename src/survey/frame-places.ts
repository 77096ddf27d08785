/**
 * Where in the files frames lie: one place for every window of octets that was read, so that a frame is found without reading
 * what lies before it. A few octets for every megabyte of a capture.
 */
import { type SharedRows, SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';

const ROW_WORDS = 4;
const OFFSET = 0;
const FRAMES = 2;
const FILE = 3;

/** A place at which reading may begin. */
export interface FramePlace {
  /** Index of the file. */
  readonly file: number;
  /** Octet offset of the record in the file; 0 for the beginning of the file. */
  readonly offset: number;
  /** Frames in front of it: in all files, and in this file. */
  readonly framesBefore: number;
  readonly framesBeforeInFile: number;
}

/** Places in the order of the capture. */
export class FramePlaces {
  private readonly rows: SlabRows;

  /** @param rows rows that another thread fills; new ones where absent */
  constructor(rows: SlabRows = new SlabRows(ROW_WORDS, SMALL_SLAB_BYTES)) {
    this.rows = rows;
  }

  /** Notes a place. @param offset 0 for the beginning of a file */
  note(file: number, offset: number, framesBefore: number): void {
    const row = this.rows.add();
    const words = this.rows.slabOf(row);
    const base = this.rows.baseOf(row);
    words[base + FRAMES] = framesBefore;
    words[base + FILE] = file;
    this.rows.doublesOf(row)[(base + OFFSET) >> 1] = offset;
  }

  /** The last place that does not lie behind a frame (from 1, over all files); null while there is none. */
  before(frame: number): FramePlace | null {
    const row = this.lastRow((at) => this.framesAt(at) < frame);
    if (row < 0) return null;
    const file = this.word(row, FILE);
    const start = this.lastRow((at) => this.word(at, FILE) < file) + 1;
    const framesBefore = this.framesAt(row);
    return {
      file,
      offset: this.rows.doublesOf(row)[(this.rows.baseOf(row) + OFFSET) >> 1] as number,
      framesBefore,
      framesBeforeInFile: framesBefore - this.framesAt(start),
    };
  }

  /** Frames in front of a file. */
  framesBeforeFile(file: number): number {
    const start = this.lastRow((at) => this.word(at, FILE) < file) + 1;
    return start < this.rows.length ? this.framesAt(start) : 0;
  }

  /** The rows as they stand now, for a reader in another thread. */
  share(): SharedRows {
    return this.rows.share();
  }

  /** The last row for which something holds that holds for no row behind one for which it does not; -1 for none. */
  private lastRow(holds: (row: number) => boolean): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(middle)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private framesAt(row: number): number {
    return this.word(row, FRAMES) >>> 0;
  }

  private word(row: number, word: number): number {
    return this.rows.slabOf(row)[this.rows.baseOf(row) + word] as number;
  }
}
