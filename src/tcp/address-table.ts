import { mix } from '../bytes/key-table.js';
import { i32 } from '../bytes/read.js';

/**
 * Addresses as 32-bit ids: an IPv4 address is its own id, an IPv6 address is interned.
 *
 * The two kinds of id overlap; a flow's `FlowFlag.Ipv6` says which it is.
 */
const WORDS_PER_ADDRESS = 4;
const BYTES_PER_ADDRESS = 16;
/** For so many nothing is moved. The system gives memory only where it is written to. */
const FIRST_ADDRESSES = 4096;

/**
 * IPv6 addresses kept: with their slots 200 MB. Two for each of 4 million flows, so that a capture whose flows are all kept has all its
 * addresses.
 */
const MOST_ADDRESSES = 8_388_608;

/** In place of the id of an IPv6 address for which there was no room. */
const NOT_KEPT = -1;

/** Whether ids of addresses of this IP version stand for addresses that are kept. */
export function areKept(source: number, destination: number, isIpv6: boolean): boolean {
  return !isIpv6 || (source | destination) >= 0;
}

/** Addresses as those read them who do not add to them. */
export interface Addresses {
  /** IPv6 addresses interned. */
  readonly length: number;
  /** The 16 octets of an interned IPv6 address. */
  ipv6Octets(id: number): Uint8Array;
}

/** What another thread needs to read the addresses of an `AddressTable`. */
export interface SharedAddresses {
  readonly words: SharedArrayBuffer;
  readonly length: number;
}

/**
 * Interned IPv6 addresses, up to a limit.
 *
 * They are never given back: ids stand in rows of flows and errors, in the tables of clients, services and groups of the diagnosis, and in
 * what another thread reads, and an id that came to mean another host would accuse the wrong one. So a flood from random
 * addresses fills the table at last. What comes then from addresses that are not in it has no id: not one for all of them,
 * which would make one host of many.
 */
export class AddressTable implements Addresses {
  // Read by other threads: what they hold stays right, because addresses are only added behind it.
  private words = new Int32Array(new SharedArrayBuffer(FIRST_ADDRESSES * BYTES_PER_ADDRESS));
  private slots = new Int32Array(4 * FIRST_ADDRESSES);
  private readonly seed: number;
  private readonly mostAddresses: number;
  /** IPv6 addresses interned. */
  length = 0;

  /**
   * @param seed makes the hash unpredictable for whoever wrote the capture
   * @param mostAddresses IPv6 addresses kept; further ones have no id
   */
  constructor(seed: number, mostAddresses: number = MOST_ADDRESSES) {
    this.seed = seed;
    this.mostAddresses = mostAddresses;
  }

  /** Id of the address of the given IP version at an offset; one that `areKept` denies for a new one beyond the limit. */
  idOf(bytes: Uint8Array, at: number, ipVersion: number): number {
    return ipVersion === 4
      ? i32(bytes, at)
      : this.intern(i32(bytes, at), i32(bytes, at + 4), i32(bytes, at + 8), i32(bytes, at + 12));
  }

  /** The same without interning: null for an IPv6 address that was not met. */
  knownIdOf(bytes: Uint8Array, at: number, ipVersion: number): number | null {
    if (ipVersion === 4) return i32(bytes, at);
    const [a, b, c, d] = [i32(bytes, at), i32(bytes, at + 4), i32(bytes, at + 8), i32(bytes, at + 12)];
    const mask = this.slots.length - 1;
    for (let slot = this.hash(a, b, c, d) & mask; ; slot = (slot + 1) & mask) {
      const id = (this.slots[slot] as number) - 1;
      if (id < 0) return null;
      if (this.isAt(id, a, b, c, d)) return id;
    }
  }

  /** Id of the IPv6 address at an offset of a view; one that `areKept` denies for a new one beyond the limit. */
  idOfWords(view: DataView, at: number): number {
    return this.intern(
      view.getInt32(at),
      view.getInt32(at + 4),
      view.getInt32(at + 8),
      view.getInt32(at + 12),
    );
  }

  /** The 16 octets of an interned IPv6 address. */
  ipv6Octets(id: number): Uint8Array {
    return octetsOf(this.words, id);
  }

  /** The addresses as they stand now, for a reader in another thread. */
  share(): SharedAddresses {
    return { words: this.words.buffer, length: this.length };
  }

  private intern(a: number, b: number, c: number, d: number): number {
    const mask = this.slots.length - 1;
    // Steps ahead of the first look as well: at a step first made later on, V8 would throw this code away.
    let slot = this.hash(a, b, c, d) - 1;
    for (;;) {
      slot = (slot + 1) & mask;
      const id = (this.slots[slot] as number) - 1;
      if (id < 0) break;
      if (this.isAt(id, a, b, c, d)) return id;
    }
    if (this.length >= this.mostAddresses) return NOT_KEPT;
    const id = this.append(a, b, c, d);
    this.slots[slot] = id + 1;
    if (this.length * 2 > this.slots.length) this.growSlots();
    return id;
  }

  private isAt(id: number, a: number, b: number, c: number, d: number): boolean {
    const { words } = this;
    const at = id * WORDS_PER_ADDRESS;
    return words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d;
  }

  private append(a: number, b: number, c: number, d: number): number {
    const id = this.length++;
    const at = id * WORDS_PER_ADDRESS;
    if (at === this.words.length) {
      const larger = new Int32Array(new SharedArrayBuffer(this.words.byteLength * 2));
      larger.set(this.words);
      this.words = larger;
    }
    this.words[at] = a;
    this.words[at + 1] = b;
    this.words[at + 2] = c;
    this.words[at + 3] = d;
    return id;
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let id = 0; id < this.length; id++) {
      const at = id * WORDS_PER_ADDRESS;
      const { words } = this;
      let slot =
        this.hash(
          words[at] as number,
          words[at + 1] as number,
          words[at + 2] as number,
          words[at + 3] as number,
        ) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = id + 1;
    }
  }

  private hash(a: number, b: number, c: number, d: number): number {
    let hash = this.seed;
    hash = mix(hash ^ a);
    hash = mix(hash ^ b);
    hash = mix(hash ^ c);
    return mix(hash ^ d);
  }
}

/** The addresses of a table that another thread fills, as far as it told. */
export class SharedAddressReader implements Addresses {
  length = 0;
  private words = new Int32Array(new SharedArrayBuffer(0));

  /** Takes what the other thread told last. */
  update({ words, length }: SharedAddresses): void {
    this.words = new Int32Array(words);
    this.length = length;
  }

  /** All zero for an address that was not told yet. */
  ipv6Octets(id: number): Uint8Array {
    return octetsOf(this.words, id);
  }
}

function octetsOf(words: Int32Array, id: number): Uint8Array {
  const octets = new Uint8Array(16);
  const view = new DataView(octets.buffer);
  for (let word = 0; word < WORDS_PER_ADDRESS; word++) {
    view.setInt32(word * 4, words[id * WORDS_PER_ADDRESS + word] ?? 0);
  }
  return octets;
}
