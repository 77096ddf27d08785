import type { ByteSource } from './byte-source.js';

const WINDOW_BYTES = 1024 * 1024;
/** Octets read at a place that was jumped to: the next jump may come at once. */
const JUMP_BYTES = 16 * 1024;

/**
 * The octets of an input that are in memory: one array per reader, in which records are walked in place.
 *
 * The octets not yet consumed are `bytes[at … end)`. The array is allocated once and replaced by a larger one only when
 * a single record does not fit; the reader bounds the length of a record before it asks for it.
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
   * Reads once. Octets not consumed move to the front, so every offset into `bytes` is stale afterwards.
   * @param neededBytes length of the record that begins at `at`: the window grows to hold it.
   * @returns false at the end of the input.
   */
  async fill(neededBytes: number): Promise<boolean> {
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

  /** Gives up the octets in memory and goes on at this offset of the input, whose source has `randomAccess`. */
  jumpTo(offset: number): void {
    this.source.randomAccess?.seek(offset);
    this.at = 0;
    this.end = 0;
    this.baseOffset = offset;
    this.mostBytes = JUMP_BYTES;
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
