import { u32le } from '../bytes/read.js';
import type { RandomAccess } from './byte-source.js';

/** Octets of an entry of the frame table: the offset of a record. */
export const TABLE_ENTRY_BYTES = 4;

const BLOCK_BYTES = 64 * 1024;
const SUM_FACTOR = 16_777_619;

/** The frame table of a file that can be read at any place: one block of it is in memory. */
export class FrameTable {
  private readonly source: RandomAccess;
  private readonly block = new Uint8Array(BLOCK_BYTES);
  private readonly endOffset: number;
  /** Offset of what follows the block. */
  private nextBlockOffset: number;
  private at = 0;
  private end = 0;

  /** @param offset where the table begins. @param entries how many it has. */
  constructor(source: RandomAccess, offset: number, entries: number) {
    this.source = source;
    this.nextBlockOffset = offset;
    this.endOffset = offset + entries * TABLE_ENTRY_BYTES;
  }

  /** Whether an entry is in memory; if not, and the table `hasMore`, `load` brings the next ones. */
  get isLoaded(): boolean {
    return this.at < this.end;
  }

  /** Whether there are entries beyond those in memory. */
  get hasMore(): boolean {
    return this.nextBlockOffset < this.endOffset;
  }

  /** Offset of the record that comes next. One must be loaded. */
  get recordOffset(): number {
    return u32le(this.block, this.at);
  }

  /** Goes on to the next entry. */
  advance(): void {
    this.at += TABLE_ENTRY_BYTES;
  }

  /** Brings the next entries. False: they could not be read. */
  load(): boolean {
    const wanted = Math.min(BLOCK_BYTES, this.endOffset - this.nextBlockOffset);
    const octets = this.source.readAt(this.block, 0, wanted, this.nextBlockOffset);
    if (octets < wanted) return false;
    this.at = 0;
    this.end = wanted;
    this.nextBlockOffset += wanted;
    return true;
  }
}

/** Two rows of offsets are the same when their sums are: the row itself need not be kept. */
export class OffsetSum {
  private sum = 0;
  private count = 0;

  /** Takes the next offset. */
  add(offset: number): void {
    this.sum = Math.imul(this.sum ^ offset, SUM_FACTOR);
    this.count++;
  }

  /** Whether the same offsets were taken in the same order. */
  equals(other: OffsetSum): boolean {
    return this.sum === other.sum && this.count === other.count;
  }
}
