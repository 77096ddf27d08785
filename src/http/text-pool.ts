import { mix } from '../bytes/key-table.js';
import { i32le } from '../bytes/read.js';
import { KeptTexts } from './kept-texts.js';
import { octetsOf } from './line-octets.js';
import type { SharedTexts, Texts } from './shared-texts.js';

/**
 * Texts out of packets as the octets that were sent: those that come again kept once and for good, the others in order
 * (`KeptTexts`).
 *
 * Ids of the former begin at 1, those of the latter at -1 downwards; 0 means that there is no text. Nothing here makes text safe to print: that is done in `view/`.
 */
const LONGEST_TEXT = 4096;

/** Interned texts. */
export class TextPool implements Texts {
  // Read by other threads: what they hold stays right, because texts are only added behind it.
  private bytes = new Uint8Array(new SharedArrayBuffer(1 << 16));
  private bytesUsed = 0;
  private starts = new Int32Array(new SharedArrayBuffer(1 << 12));
  /** The hash of each text, by id. */
  private hashes = new Int32Array(1 << 10);
  private slots = new Int32Array(1 << 11);
  private slotsUsed = 0;
  /** Id of the next text. */
  private next = 1;
  private readonly seed: number;
  private readonly mostBytes: number;
  private readonly kept = new KeptTexts();
  /** Texts that were not kept because the pool was full. */
  notKept = 0;

  /**
   * @param seed makes the hash unpredictable for whoever wrote the capture
   * @param mostBytes octets kept in all
   */
  constructor(seed: number, mostBytes: number) {
    this.seed = seed;
    this.mostBytes = mostBytes;
  }

  /** Id of a text, cut to 4,096 octets; 0 for an empty one and when the pool is full. */
  intern(source: Uint8Array, at: number, wholeLength: number): number {
    const length = wholeLength > LONGEST_TEXT ? LONGEST_TEXT : wholeLength;
    if (length <= 0) return 0;
    const mask = this.slots.length - 1;
    const hash = hashOf(this.seed, source, at, length);
    let slot = hash & mask;
    for (;;) {
      const id = this.slots[slot] as number;
      if (id === 0) break;
      if (this.hashes[id] === hash && this.isEqual(id, source, at, length)) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.append(source, at, length);
    if (id === 0) return 0;
    this.hashes[id] = hash;
    this.slots[slot] = id;
    this.slotsUsed++;
    if (this.slotsUsed * 2 > this.slots.length) this.growSlots();
    return id;
  }

  /** Id of a text that is hardly ever the same twice: it is kept without a search for an equal one, until it is released. */
  keep(source: Uint8Array, at: number, wholeLength: number): number {
    const length = wholeLength > LONGEST_TEXT ? LONGEST_TEXT : wholeLength;
    if (length <= 0) return 0;
    if (this.isFullWith(length)) return 0;
    return -1 - this.kept.keep(source, at, length);
  }

  /** Gives back memory of texts that were kept before the one with this id, or of all of them (0). */
  releaseKeptBefore(id: number): void {
    this.kept.releaseBelow(id === 0 ? Number.POSITIVE_INFINITY : -1 - id);
  }

  /** Id of a text that the program itself knows. */
  internAscii(text: string): number {
    return this.intern(octetsOf(text), 0, text.length);
  }

  /** The octets of a text; empty for id 0 and for a text that was released. */
  octets(id: number): Uint8Array {
    if (id === 0) return this.bytes.subarray(0, 0);
    if (id < 0) return this.kept.octets(-1 - id);
    return this.bytes.subarray(this.starts[id] as number, this.starts[id + 1] as number);
  }

  /** The octets of a text, each as the character of the same number (ISO 8859-1); null for id 0. */
  latin1(id: number): string | null {
    if (id === 0) return null;
    return Buffer.from(this.octets(id)).toString('latin1');
  }

  /** The texts as they stand now, for a reader in another thread. */
  share(): SharedTexts {
    return {
      bytes: this.bytes.buffer,
      starts: this.starts.buffer,
      end: this.next,
      kept: this.kept.share(),
    };
  }

  /** Whether a text consists of the given octets. */
  isEqual(id: number, source: Uint8Array, at: number, length: number): boolean {
    if (id < 0) return this.kept.isEqual(-1 - id, source, at, length);
    const start = this.starts[id] as number;
    if ((this.starts[id + 1] as number) - start !== length) return false;
    // The ends differ more often than the beginnings.
    if (length > 0 && this.bytes[start + length - 1] !== source[at + length - 1]) return false;
    const { bytes } = this;
    let i = 0;
    for (const last = length - 4; i <= last; i += 4) {
      if (i32le(bytes, start + i) !== i32le(source, at + i)) return false;
    }
    for (; i < length; i++) {
      if (bytes[start + i] !== source[at + i]) return false;
    }
    return true;
  }

  private append(source: Uint8Array, at: number, length: number): number {
    if (this.isFullWith(length)) return 0;
    const id = this.next++;
    if (id + 1 >= this.starts.length) {
      this.starts = grown(this.starts, new Int32Array(new SharedArrayBuffer(this.starts.byteLength * 2)));
      this.hashes = grown(this.hashes, new Int32Array(this.hashes.length * 2));
    }
    while (this.bytesUsed + length > this.bytes.length) {
      this.bytes = grown(this.bytes, new Uint8Array(new SharedArrayBuffer(this.bytes.length * 2)));
    }
    for (let i = 0; i < length; i++) this.bytes[this.bytesUsed + i] = source[at + i] as number;
    this.starts[id] = this.bytesUsed;
    this.bytesUsed += length;
    this.starts[id + 1] = this.bytesUsed;
    return id;
  }

  /** Counts a text for which there is no room. */
  private isFullWith(length: number): boolean {
    if (this.bytesUsed + this.kept.usedBytes + length <= this.mostBytes) return false;
    this.notKept++;
    return true;
  }

  private growSlots(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    const mask = this.slots.length - 1;
    for (const id of old) {
      if (id === 0) continue;
      let slot = (this.hashes[id] as number) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

/** Hash of a text, four octets at a time. All octets count: texts made to differ only in the middle must not collide. */
function hashOf(seed: number, source: Uint8Array, from: number, length: number): number {
  const end = from + length;
  let hash = seed ^ length;
  let at = from;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ i32le(source, at), 0x9e3779b1) ^ (hash >>> 15);
  for (; at < end; at++) hash = Math.imul(hash ^ (source[at] as number), 0x01000193);
  return mix(hash);
}

function grown<T extends Int32Array | Uint8Array>(from: T, larger: T): T {
  larger.set(from);
  return larger;
}
