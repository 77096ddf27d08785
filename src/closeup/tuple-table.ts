/**
 * Which flow a segment belongs to, and nothing else: the numbers of `tcp.stream`, without a row per flow.
 *
 * The survey's `FlowTable` and `SegmentTracker` give the same numbers and keep everything about a flow besides. Here a tuple
 * is a row of eight words: its latest flow, and where each side's sequence began, because a SYN on a known tuple opens a new
 * flow unless it repeats the sender's SYN. Rows lie in the order in which tuples appeared, so those of open connections lie
 * together; a slot holds the number of a row and some bits of its tuple's hash.
 */
import { ACK, RST, SYN } from '../decode/tcp.js';
import { tupleHash } from '../tcp/tuple-hash.js';
import { RecentTuples } from './recent-tuples.js';

const WORDS = 8;
/** Words of a row. */
const FLOW = 0;
const ADDRESS_A = 1;
const ADDRESS_B = 2;
const PORTS = 3;
const BASE_A = 4;
const FACTS = 6;

/** Bits of the facts: the base of a side is known (one bit a side), the addresses are ids of IPv6 addresses. */
const BASE_KNOWN_A = 1;
const BASES_KNOWN = 3;
const IPV6 = 4;
/** Only ICMP errors quote the flow so far: its first segment goes on in it, and says who is A. */
const QUOTED = 8;

/** A slot is a word: the number of a row plus 1, 0 for a free slot, and above it bits of the hash of its tuple. */
const ROW_BITS = (1 << 23) - 1;
/** For so many tuples nothing is moved. The system gives memory only where it is written to. */
const FIRST_SLOTS = 1 << 19;
const FIRST_ROWS = FIRST_SLOTS / 2;
/** Tuples that fit: 160 MiB with their slots. */
const MOST_TUPLES = 1 << 22;

/** Numbers flows. */
export class TupleTable {
  /** Flows met. */
  length = 0;
  /** Side that sent the segment last taken: 0 for A, the sender of the flow's first segment, 1 for B. */
  side = 0;
  /** The segment last taken opened a flow on a tuple that had one before. */
  isReuse = false;
  /** Tuples met lately. */
  readonly recent = new RecentTuples();
  /** Segments of further tuples that had no place any more; their flows have no number. */
  refused = 0;

  private slots = new Int32Array(FIRST_SLOTS);
  private rows = new Int32Array(FIRST_ROWS * WORDS);
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
    const { recent } = this;
    let entry = recent.find(source, destination, ports, isIpv6);
    let at: number;
    if (entry >= 0) {
      at = recent.rowOf(entry) * WORDS;
      this.side = isSentByA(this.rows, at, source, destination, ports) ? 0 : 1;
    } else {
      at = this.rowOf(source, destination, ports, isIpv6 ? IPV6 : 0);
      if (at < 0) {
        this.refused++;
        return -1;
      }
      entry = recent.add(source, destination, ports, isIpv6, at / WORDS);
    }
    if (((this.rows[at + FACTS] as number) & QUOTED) !== 0) {
      this.beginQuoted(at, source, destination, ports);
    } else if (this.startsAnew(at, flags, sequence)) {
      this.isReuse = true;
      this.open(at, source, destination, ports, isIpv6 ? IPV6 : 0);
    }
    const { rows } = this;
    if ((flags & RST) === 0) noteBases(rows, at, this.side, flags, sequence, acknowledgment);
    recent.settle(entry, ((rows[at + FACTS] as number) & BASES_KNOWN) === BASES_KNOWN);
    return rows[at + FLOW] as number;
  }

  /**
   * The number of the flow that a segment quoted in an ICMP error belongs to, as the survey and Wireshark give it: a new one
   * for a tuple that is not known and for a SYN that does not repeat the one known. -1 for a tuple that had no place.
   */
  takeQuoted(
    source: number,
    destination: number,
    ports: number,
    isIpv6: boolean,
    flags: number,
    sequence: number,
  ): number {
    const tuplesBefore = this.used;
    const at = this.rowOf(source, destination, ports, isIpv6 ? IPV6 : 0);
    if (at < 0) return -1;
    const { rows } = this;
    const isNew = this.used > tuplesBefore;
    if (!isNew && this.startsAnew(at, flags, sequence)) {
      this.open(at, source, destination, ports, isIpv6 ? IPV6 : 0);
      rows[at + FACTS] = (rows[at + FACTS] as number) | QUOTED;
      const entry = this.recent.find(source, destination, ports, isIpv6);
      if (entry >= 0) this.recent.settle(entry, false);
    } else if (isNew) {
      this.rows[at + FACTS] = (this.rows[at + FACTS] as number) | QUOTED;
    }
    return this.rows[at + FLOW] as number;
  }

  /** Where the row of a tuple in either direction begins, a new one where there is none; -1 when there is no place for it. */
  private rowOf(source: number, destination: number, ports: number, version: number): number {
    const { slots, rows } = this;
    const swapped = swapPorts(ports);
    const hash = tupleHash(this.seed, source, destination, ports);
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const word = slots[slot] as number;
      if (((word ^ hash) & ~ROW_BITS) !== 0) continue;
      const at = ((word & ROW_BITS) - 1) * WORDS;
      if (((rows[at + FACTS] as number) & IPV6) !== version) continue;
      if (isSentByA(rows, at, source, destination, ports)) {
        this.side = 0;
        return at;
      }
      if (isSentByA(rows, at, destination, source, swapped)) {
        this.side = 1;
        return at;
      }
    }
    return this.used < this.mostTuples ? this.add(slot, hash, source, destination, ports, version) : -1;
  }

  private add(
    slot: number,
    hash: number,
    source: number,
    destination: number,
    ports: number,
    version: number,
  ): number {
    const at = this.used * WORDS;
    this.slots[slot] = (hash & ~ROW_BITS) | ++this.used;
    if (at === this.rows.length) this.growRows();
    this.open(at, source, destination, ports, version);
    if (this.used * 2 > this.slots.length) this.growSlots();
    return at;
  }

  /** The first segment of a flow that was only quoted: its sender is A. */
  private beginQuoted(at: number, source: number, destination: number, ports: number): void {
    const { rows } = this;
    rows[at + ADDRESS_A] = source;
    rows[at + ADDRESS_B] = destination;
    rows[at + PORTS] = ports;
    rows[at + FACTS] = (rows[at + FACTS] as number) & ~QUOTED;
    this.side = 0;
  }

  private startsAnew(at: number, flags: number, sequence: number): boolean {
    if ((flags & (SYN | ACK)) !== SYN) return false;
    const { rows, side } = this;
    const isKnown = ((rows[at + FACTS] as number) & (BASE_KNOWN_A << side)) !== 0;
    return isKnown && rows[at + BASE_A + side] !== sequence;
  }

  private open(at: number, source: number, destination: number, ports: number, version: number): void {
    const { rows } = this;
    rows[at + FLOW] = this.length++;
    rows[at + ADDRESS_A] = source;
    rows[at + ADDRESS_B] = destination;
    rows[at + PORTS] = ports;
    rows[at + FACTS] = version;
    this.side = 0;
  }

  private growRows(): void {
    const old = this.rows;
    this.rows = new Int32Array(old.length * 2);
    this.rows.set(old);
  }

  private growSlots(): void {
    const { rows, slots: old } = this;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length - 1;
    for (let row = 1; row <= this.used; row++) {
      const at = (row - 1) * WORDS;
      const ports = rows[at + PORTS] as number;
      const hash = tupleHash(
        this.seed,
        rows[at + ADDRESS_A] as number,
        rows[at + ADDRESS_B] as number,
        ports,
      );
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~ROW_BITS) | row;
    }
    this.slots = slots;
  }
}

function isSentByA(
  rows: Int32Array,
  at: number,
  source: number,
  destination: number,
  ports: number,
): boolean {
  return (
    rows[at + ADDRESS_A] === source && rows[at + ADDRESS_B] === destination && rows[at + PORTS] === ports
  );
}

/** Where the sequences of both sides began, told by a side's own segment or by what its peer acknowledges. */
function noteBases(
  rows: Int32Array,
  at: number,
  side: number,
  flags: number,
  sequence: number,
  acknowledgment: number,
): void {
  const facts = rows[at + FACTS] as number;
  const own = BASE_KNOWN_A << side;
  if ((facts & own) === 0) {
    rows[at + BASE_A + side] = (flags & SYN) !== 0 ? sequence : (sequence - 1) | 0;
    rows[at + FACTS] = facts | own;
  }
  const peer = BASE_KNOWN_A << (1 - side);
  if ((flags & ACK) !== 0 && (facts & peer) === 0) {
    rows[at + BASE_A + 1 - side] = (acknowledgment - 1) | 0;
    rows[at + FACTS] = (rows[at + FACTS] as number) | peer;
  }
}

/** Both ports with their places changed. */
export function swapPorts(ports: number): number {
  return (ports << 16) | (ports >>> 16);
}
