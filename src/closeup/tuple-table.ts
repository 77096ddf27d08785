/**
 * Which flow a segment belongs to, and nothing else: the numbers of `tcp.stream`, without a row per flow.
 *
 * The survey's `FlowTable` and `SegmentTracker` give the same numbers and keep everything about a flow besides. Here a flow
 * is eight words in an open-addressing table: its tuple, and where each side's sequence began, because a SYN on a known
 * tuple opens a new flow unless it repeats the sender's SYN.
 */
import { giveBack } from '../bytes/give-back.js';
import { mix } from '../bytes/key-table.js';
import { ACK, RST, SYN } from '../decode/tcp.js';

const WORDS = 8;
/** Words of a slot. */
const FLOW_PLUS_1 = 0;
const ADDRESS_A = 1;
const ADDRESS_B = 2;
const PORTS = 3;
const BASE_A = 4;
const FACTS = 6;
const HASH = 7;

/** Bits of the facts: the base of a side is known (one bit a side), the addresses are ids of IPv6 addresses. */
const BASE_KNOWN_A = 1;
const IPV6 = 4;

const FIRST_SLOTS = 1 << 16;
/** Tuples that fit: 256 MiB, half full. */
const MOST_TUPLES = 1 << 22;

/** Numbers flows. */
export class TupleTable {
  /** Flows met. */
  length = 0;
  /** Side that sent the segment last taken: 0 for A, the sender of the flow's first segment, 1 for B. */
  side = 0;
  /** The segment last taken opened a flow on a tuple that had one before. */
  isReuse = false;
  /** Segments of further tuples that had no place any more; their flows have no number. */
  refused = 0;

  private slots = new Int32Array(FIRST_SLOTS * WORDS);
  private used = 0;
  private readonly seed: number;
  private readonly mostTuples: number;

  /**
   * @param seed makes the hash unpredictable for whoever wrote the capture
   * @param mostTuples tuples kept; further ones are refused and counted
   */
  constructor(seed: number, mostTuples: number = MOST_TUPLES) {
    this.seed = seed | 0;
    this.mostTuples = mostTuples;
  }

  /** The number of the segment's flow, a new one when the segment opens it; -1 for a tuple that had no place. */
  take(
    source: number,
    destination: number,
    ports: number,
    isIpv6: boolean,
    flags: number,
    sequence: number,
    acknowledgment: number,
  ): number {
    this.isReuse = false;
    const swapped = swapPorts(ports);
    const hash = tupleHash(source ^ this.seed, destination ^ this.seed, ports, swapped);
    const at = this.find(hash, source, destination, ports, swapped, isIpv6 ? IPV6 : 0);
    const { slots } = this;
    const known = slots[at + FLOW_PLUS_1] as number;
    if (known === 0) {
      if (this.used >= this.mostTuples) {
        this.refused++;
        return -1;
      }
      this.open(at, source, destination, ports, isIpv6, hash);
    } else if (this.startsAnew(at, flags, sequence)) {
      this.isReuse = true;
      this.open(at, source, destination, ports, isIpv6, hash);
    }
    if ((flags & RST) === 0) noteBases(slots, at, this.side, flags, sequence, acknowledgment);
    const flow = (slots[at + FLOW_PLUS_1] as number) - 1;
    if (known === 0 && ++this.used * 2 * WORDS > slots.length) this.grow();
    return flow;
  }

  /** The slot of a tuple in either direction, or the free slot where it belongs; `side` is the sender's side. */
  private find(
    hash: number,
    source: number,
    destination: number,
    ports: number,
    swapped: number,
    version: number,
  ): number {
    const { slots } = this;
    const mask = slots.length - WORDS;
    let at = (hash * WORDS) & mask;
    for (; slots[at + FLOW_PLUS_1] !== 0; at = (at + WORDS) & mask) {
      if (slots[at + HASH] !== hash || ((slots[at + FACTS] as number) & IPV6) !== version) continue;
      const a = slots[at + ADDRESS_A];
      const b = slots[at + ADDRESS_B];
      if (a === source && b === destination && slots[at + PORTS] === ports) {
        this.side = 0;
        return at;
      }
      if (a === destination && b === source && slots[at + PORTS] === swapped) {
        this.side = 1;
        return at;
      }
    }
    this.side = 0;
    return at;
  }

  private startsAnew(at: number, flags: number, sequence: number): boolean {
    if ((flags & (SYN | ACK)) !== SYN) return false;
    const { slots, side } = this;
    const isKnown = ((slots[at + FACTS] as number) & (BASE_KNOWN_A << side)) !== 0;
    return isKnown && slots[at + BASE_A + side] !== sequence;
  }

  private open(
    at: number,
    source: number,
    destination: number,
    ports: number,
    isIpv6: boolean,
    hash: number,
  ): void {
    const { slots } = this;
    slots[at + FLOW_PLUS_1] = ++this.length;
    slots[at + ADDRESS_A] = source;
    slots[at + ADDRESS_B] = destination;
    slots[at + PORTS] = ports;
    slots[at + FACTS] = isIpv6 ? IPV6 : 0;
    slots[at + HASH] = hash;
    this.side = 0;
  }

  private grow(): void {
    const old = this.slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length - WORDS;
    for (let from = 0; from < old.length; from += WORDS) {
      if (old[from + FLOW_PLUS_1] === 0) continue;
      let at = ((old[from + HASH] as number) * WORDS) & mask;
      while (slots[at + FLOW_PLUS_1] !== 0) at = (at + WORDS) & mask;
      for (let word = 0; word < WORDS; word++) slots[at + word] = old[from + word] as number;
    }
    this.slots = slots;
    giveBack(old);
  }
}

/** Where the sequences of both sides began, told by a side's own segment or by what its peer acknowledges. */
function noteBases(
  slots: Int32Array,
  at: number,
  side: number,
  flags: number,
  sequence: number,
  acknowledgment: number,
): void {
  const facts = slots[at + FACTS] as number;
  const own = BASE_KNOWN_A << side;
  if ((facts & own) === 0) {
    slots[at + BASE_A + side] = (flags & SYN) !== 0 ? sequence : (sequence - 1) | 0;
    slots[at + FACTS] = facts | own;
  }
  const peer = BASE_KNOWN_A << (1 - side);
  if ((flags & ACK) !== 0 && (facts & peer) === 0) {
    slots[at + BASE_A + 1 - side] = (acknowledgment - 1) | 0;
    slots[at + FACTS] = (slots[at + FACTS] as number) | peer;
  }
}

/** Both ports with their places changed. */
export function swapPorts(ports: number): number {
  return (ports << 16) | (ports >>> 16);
}

/** The same for both directions. */
function tupleHash(source: number, destination: number, ports: number, swapped: number): number {
  const a = Math.imul(source, 0x9e3779b1) ^ (ports >>> 16);
  const b = Math.imul(destination, 0x9e3779b1) ^ (swapped >>> 16);
  return mix((a + b) | 0);
}
