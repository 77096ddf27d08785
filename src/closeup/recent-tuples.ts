/**
 * Tuples met lately, in a small table that stays in the cache of a processor, in front of the one that has all tuples. What is
 * not found here is looked up there.
 *
 * Two entries share a place: the newer one stands first and pushes the older one out.
 */
const PLACES = 1 << 13;
const WORDS = 4;
const PLACE_WORDS = 2 * WORDS;
const SETTLED = 1;
const IPV6 = 2;
const ROW_SHIFT = 2;

/** Remembers tuples and their rows. */
export class RecentTuples {
  /** An entry: source, destination and ports as they were added, and the row plus 1 with both bits; 0 for a free entry. */
  private readonly entries = new Int32Array(PLACES * PLACE_WORDS);

  /** Whether only a SYN can change anything about this tuple, in whichever direction. False also where it is not known. */
  isSettled(source: number, destination: number, ports: number, isIpv6: boolean): boolean {
    const at = this.find(source, destination, ports, isIpv6);
    return at >= 0 && ((this.entries[at + 3] as number) & SETTLED) !== 0;
  }

  /** The entry of a tuple, in whichever direction; -1 when it is not here. */
  find(source: number, destination: number, ports: number, isIpv6: boolean): number {
    const { entries } = this;
    const at = placeOf(source, destination, ports);
    if (isEntry(entries, at, source, destination, ports, isIpv6)) return at;
    return isEntry(entries, at + WORDS, source, destination, ports, isIpv6) ? at + WORDS : -1;
  }

  /** The row of an entry. */
  rowOf(entry: number): number {
    return ((this.entries[entry + 3] as number) >>> ROW_SHIFT) - 1;
  }

  /** Notes whether only a SYN can change anything about the tuple of an entry. */
  settle(entry: number, isSettled: boolean): void {
    const word = this.entries[entry + 3] as number;
    this.entries[entry + 3] = isSettled ? word | SETTLED : word & ~SETTLED;
  }

  /** Adds a tuple that is not here; returns its entry. */
  add(source: number, destination: number, ports: number, isIpv6: boolean, row: number): number {
    const { entries } = this;
    const at = placeOf(source, destination, ports);
    entries[at + 4] = entries[at] as number;
    entries[at + 5] = entries[at + 1] as number;
    entries[at + 6] = entries[at + 2] as number;
    entries[at + 7] = entries[at + 3] as number;
    entries[at] = source;
    entries[at + 1] = destination;
    entries[at + 2] = ports;
    entries[at + 3] = ((row + 1) << ROW_SHIFT) | (isIpv6 ? IPV6 : 0);
    return at;
  }
}

function isEntry(
  entries: Int32Array,
  at: number,
  source: number,
  destination: number,
  ports: number,
  isIpv6: boolean,
): boolean {
  const word = entries[at + 3] as number;
  if (word === 0 || ((word & IPV6) !== 0) !== isIpv6) return false;
  const a = entries[at];
  const b = entries[at + 1];
  const found = entries[at + 2];
  if (a === source && b === destination && found === ports) return true;
  return a === destination && b === source && found === ((ports << 16) | (ports >>> 16));
}

/** Where the two entries of a tuple begin, the same for both directions. */
function placeOf(source: number, destination: number, ports: number): number {
  const bothPorts = (ports ^ (ports >>> 16)) & 0xffff;
  const mixed = Math.imul(source ^ destination, 0x9e3779b1) ^ Math.imul(bothPorts, 0x85ebca6b);
  return ((mixed >>> 13) & (PLACES - 1)) * PLACE_WORDS;
}
