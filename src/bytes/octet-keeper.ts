/**
 * Octets that must be kept over segments: the beginnings of messages that are split, and of bodies of error responses.
 *
 * Bounded per entry by the caller and in all here; what does not fit is refused.
 */
const FIRST_SIZE = 512;

/** Kept octets of one message part. */
export class KeptOctets {
  bytes = new Uint8Array(FIRST_SIZE);
  length = 0;
  /** Where the latest of them was captured, as their owner noted it. */
  frameNumber = 0;
  timeNs = 0;
  private hasLine = false;

  /** True when the first line end is among the octets from `from` on; each entry says so at most once. */
  noteFirstLine(from: number): boolean {
    if (this.hasLine) return false;
    this.hasLine = this.bytes.subarray(from, this.length).includes(0x0a);
    return this.hasLine;
  }

  append(source: Uint8Array, at: number, octets: number): void {
    let size = this.bytes.length;
    while (size < this.length + octets) size *= 2;
    if (size > this.bytes.length) {
      const larger = new Uint8Array(size);
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(source.subarray(at, at + octets), this.length);
    this.length += octets;
  }
}

/** Kept octets by a number that the caller chooses. */
export class OctetKeeper {
  private readonly entries = new Map<number, KeptOctets>();
  private kept = 0;
  private readonly mostBytes: number;

  /** @param mostBytes octets kept in all entries together */
  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  get(key: number): KeptOctets | undefined {
    return this.entries.get(key);
  }

  /** Adds octets to an entry, made when missing. Null when the keeper is full; the entry is then dropped. */
  append(key: number, source: Uint8Array, at: number, octets: number): KeptOctets | null {
    if (this.kept + octets > this.mostBytes) {
      this.drop(key);
      return null;
    }
    let entry = this.entries.get(key);
    if (entry === undefined) {
      entry = new KeptOctets();
      this.entries.set(key, entry);
    }
    entry.append(source, at, octets);
    this.kept += octets;
    return entry;
  }

  /** Adds octets to an entry as long as it holds fewer than `limit`. */
  appendUpTo(limit: number, key: number, source: Uint8Array, from: number, end: number): void {
    const octets = Math.min(end - from, limit - (this.entries.get(key)?.length ?? 0));
    if (octets > 0) this.append(key, source, from, octets);
  }

  drop(key: number): void {
    // Asked at the end of every message, nearly always for nothing.
    if (this.kept === 0) return;
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.kept -= entry.length;
    this.entries.delete(key);
  }
}
