import type { ByteSource, RandomAccess } from './byte-source.js';
import { ReadAhead } from './read-ahead.js';

const WINDOW_BYTES = 1024 * 1024;
/** Octets read at a place that was jumped to: the next jump may come at once. */
const JUMP_BYTES = 16 * 1024;
/** Room in front of octets read ahead for the record that begins in those before: more than any record of pcap. */
const TAIL_BYTES = 512 * 1024;

/**
 * The octets of an input that are in memory: one array per reader, in which records are walked in place.
 *
 * The octets not yet consumed are `bytes[at … end)`. The array is allocated once and replaced by a larger one only when
 * a single record does not fit; the reader bounds the length of a record before it asks for it. Whoever reads ahead has
 * several arrays: while the records of one are walked, the system copies into the others.
 */
export class ReadWindow {
  /** Replaced when the window grows: fetch it again after every `fill`. */
  bytes: Uint8Array;
  /** First octet not consumed. The reader moves it. */
  at = 0;
  /** One past the last octet that was read. */
  end = 0;
  /** Offset of `bytes[0]` in the (decompressed) input. */
  baseOffset = 0;
  readonly source: ByteSource;
  private mostBytes = Number.POSITIVE_INFINITY;
  /** Null for who does not read ahead. */
  private ahead: ReadAhead | null = null;

  /** @param windowBytes size to begin with. */
  constructor(source: ByteSource, windowBytes: number = WINDOW_BYTES) {
    this.source = source;
    this.bytes = new Uint8Array(windowBytes);
  }

  /** Octets in memory that are not consumed. */
  get available(): number {
    return this.end - this.at;
  }

  /** Offset in the (decompressed) input of the first octet not consumed. */
  get offset(): number {
    return this.baseOffset + this.at;
  }

  /**
   * From now on reads the octets that come next while those in memory are walked, where the input lets it: for who walks faster
   * than the system copies.
   */
  readAhead(): void {
    const { randomAccess } = this.source;
    if (randomAccess === undefined || !canReadAhead(randomAccess)) return;
    this.ahead = new ReadAhead(randomAccess, TAIL_BYTES, this.baseOffset + this.end);
  }

  /**
   * Reads once. Octets not consumed move to the front, so every offset into `bytes` is stale afterwards.
   * @param neededBytes length of the record that begins at `at`: the window grows to hold it.
   * @returns false at the end of the input.
   */
  async fill(neededBytes: number): Promise<boolean> {
    if (this.ahead !== null) {
      if (this.available <= TAIL_BYTES && neededBytes <= TAIL_BYTES) return this.fillAhead(this.ahead);
      // The record that comes next is one of the longest: what was read ahead is read again.
      this.ahead = null;
      this.source.randomAccess?.seek(this.baseOffset + this.end);
    }
    this.moveTailToFront();
    if (neededBytes > this.bytes.length) this.grow(neededBytes);
    const free = this.bytes.length - this.end;
    if (free === 0) return true;
    const wanted = Math.min(free, Math.max(this.mostBytes, neededBytes));
    this.mostBytes = Number.POSITIVE_INFINITY;
    const octets = await this.source.read(this.bytes, this.end, wanted);
    this.end += octets;
    return octets > 0;
  }

  /** Goes on in the next array, with the octets not consumed in front of those that were read into it. */
  private async fillAhead(ahead: ReadAhead): Promise<boolean> {
    const from = this.baseOffset + this.end;
    const { array, octets } = await ahead.take(from);
    if (octets === 0) return false;
    const walked = this.bytes;
    const tail = this.available;
    array.set(walked.subarray(this.at, this.end), TAIL_BYTES - tail);
    this.bytes = array;
    this.at = TAIL_BYTES - tail;
    this.end = TAIL_BYTES + octets;
    this.baseOffset = from - TAIL_BYTES;
    ahead.reuse(walked, from + octets);
    return true;
  }

  /** Reads until `neededBytes` are available or the input ends. */
  async fillTo(neededBytes: number): Promise<void> {
    while (this.available < neededBytes && (await this.fill(neededBytes)));
  }

  /** Consumes the octets before this offset of the input. False: it is not in memory, or behind. */
  moveTo(offset: number): boolean {
    const at = offset - this.baseOffset;
    if (at < this.at || at > this.end) return false;
    this.at = at;
    return true;
  }

  /** Gives up the octets in memory and goes on at this offset of the input, whose source has `randomAccess`. Ends reading ahead. */
  jumpTo(offset: number): void {
    this.source.randomAccess?.seek(offset);
    this.at = 0;
    this.end = 0;
    this.baseOffset = offset;
    this.mostBytes = JUMP_BYTES;
    this.ahead = null;
  }

  /** Gives up the octets in memory: nothing is available afterwards. */
  discard(): void {
    this.at = this.end;
  }

  private moveTailToFront(): void {
    if (this.at === 0) return;
    this.bytes.copyWithin(0, this.at, this.end);
    this.baseOffset += this.at;
    this.end -= this.at;
    this.at = 0;
  }

  private grow(neededBytes: number): void {
    let length = this.bytes.length;
    while (length < neededBytes) length *= 2;
    const larger = new Uint8Array(length);
    larger.set(this.bytes.subarray(0, this.end));
    this.bytes = larger;
  }
}

function canReadAhead(source: RandomAccess): source is Required<RandomAccess> {
  return source.readAhead !== undefined;
}
