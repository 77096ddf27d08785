/**
 * A ring of octets between two threads: one puts whole records in, the other takes octets out. Neither ever waits for the other
 * here: a record that does not fit is refused, for the first to count.
 */

/** Words in front of the octets. */
const HEAD = 0;
const TAIL = 1;
const STOP = 2;
const CLOSED = 3;
const WORDS_BYTES = 16;

/** One ring, seen from either thread. */
export class OctetRing {
  /** To be handed to the other thread. */
  readonly shared: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly octets: Uint8Array;
  private readonly mask: number;
  /** Octets put in, modulo 2^32. Only the side that puts moves it. */
  private head = 0;

  /** @param shared its length is a power of two, and 16 more */
  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.words = new Int32Array(shared, 0, WORDS_BYTES / 4);
    this.octets = new Uint8Array(shared, WORDS_BYTES);
    this.mask = this.octets.length - 1;
  }

  /** A new ring. @param octets a power of two */
  static ofSize(octets: number): OctetRing {
    return new OctetRing(new SharedArrayBuffer(octets + WORDS_BYTES));
  }

  /** Puts the first octets of two arrays in, one behind the other. False: there is no room, and nothing was put in. */
  put(first: Uint8Array, firstBytes: number, second: Uint8Array, secondBytes: number): boolean {
    const used = (this.head - Atomics.load(this.words, TAIL)) >>> 0;
    if (used + firstBytes + secondBytes > this.octets.length) return false;
    this.copyIn(first, firstBytes);
    this.copyIn(second, secondBytes);
    Atomics.store(this.words, HEAD, this.head);
    return true;
  }

  /** Octets that lie together and can be taken; at most `most`. They stay until `taken` is called. */
  ready(most: number): Uint8Array {
    const tail = Atomics.load(this.words, TAIL);
    const held = (Atomics.load(this.words, HEAD) - tail) >>> 0;
    const at = tail & this.mask;
    return this.octets.subarray(at, at + Math.min(held, this.octets.length - at, most));
  }

  /** Gives these octets up. */
  taken(octets: number): void {
    Atomics.add(this.words, TAIL, octets);
  }

  /** Waits for octets, at most so long. */
  wait(mostMs: number): void {
    Atomics.wait(this.words, HEAD, Atomics.load(this.words, TAIL), mostMs);
  }

  /** The side that takes asks the other to put nothing more in. */
  askToStop(): void {
    Atomics.store(this.words, STOP, 1);
  }

  get isAskedToStop(): boolean {
    return Atomics.load(this.words, STOP) === 1;
  }

  /** Nothing more will be put in. */
  close(): void {
    Atomics.store(this.words, CLOSED, 1);
  }

  get isClosed(): boolean {
    return Atomics.load(this.words, CLOSED) === 1;
  }

  private copyIn(from: Uint8Array, length: number): void {
    const { octets, mask } = this;
    const at = this.head & mask;
    const beforeEnd = Math.min(length, octets.length - at);
    octets.set(from.subarray(0, beforeEnd), at);
    if (beforeEnd < length) octets.set(from.subarray(beforeEnd, length), 0);
    this.head = (this.head + length) | 0;
  }
}
