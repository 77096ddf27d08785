import type { ByteSource } from './byte-source.js';

const WINDOW_BYTES = 1024 * 1024;
/** Octets read at a place that was jumped to: the next jump may come at once. */
const JUMP_BYTES = 16 * 1024;
/** Octets read ahead at a time: the wait for them costs what the system needs to copy some ten thousand. */
const AHEAD_BYTES = 2 * 1024 * 1024;
/** Room in front of them for the record that begins in the octets before: more than any record of pcap. */
const TAIL_BYTES = 512 * 1024;

/**
 * The octets of an input that are in memory: one array per reader, in which records are walked in place.
 *
 * The octets not yet consumed are `bytes[at … end)`. The array is allocated once and replaced by a larger one only when
 * a single record does not fit; the reader bounds the length of a record before it asks for it. Whoever reads ahead has two
 * arrays: while the records of one are walked, the system copies into the other.
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
  /** The array that is read ahead into; null for who does not. */
  private spare: Uint8Array | null = null;
  private ahead: Promise<number> | null = null;

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
    if (this.source.randomAccess?.readAhead === undefined) return;
    this.spare = new Uint8Array(TAIL_BYTES + AHEAD_BYTES);
    this.ahead = null;
  }

  /**
   * Reads once. Octets not consumed move to the front, so every offset into `bytes` is stale afterwards.
   * @param neededBytes length of the record that begins at `at`: the window grows to hold it.
   * @returns false at the end of the input.
   */
  async fill(neededBytes: number): Promise<boolean> {
    if (this.spare !== null) {
      if (this.available <= TAIL_BYTES && neededBytes <= TAIL_BYTES) return this.fillAhead(this.spare);
      // The record that comes next is one of the longest: what was read ahead is read again.
      this.spare = null;
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

  /** Goes on in the other array, with the octets not consumed in front of those that were read into it. */
  private async fillAhead(spare: Uint8Array): Promise<boolean> {
    const from = this.baseOffset + this.end;
    const octets = (await (this.ahead ?? this.begin(spare, from))) ?? 0;
    this.ahead = null;
    if (octets === 0) return false;
    const tail = this.available;
    spare.set(this.bytes.subarray(this.at, this.end), TAIL_BYTES - tail);
    // The first array may be of another size.
    this.spare = this.bytes.length === spare.length ? this.bytes : new Uint8Array(spare.length);
    this.bytes = spare;
    this.at = TAIL_BYTES - tail;
    this.end = TAIL_BYTES + octets;
    this.baseOffset = from - TAIL_BYTES;
    this.ahead = this.begin(this.spare, from + octets);
    return true;
  }

  private begin(target: Uint8Array, offset: number): Promise<number> | null {
    return this.source.randomAccess?.readAhead?.(target, TAIL_BYTES, AHEAD_BYTES, offset) ?? null;
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
    this.spare = null;
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
