/** The fragments of one IP packet, until all of them are there. Source: RFC 791 section 3.2, RFC 8200 section 4.5. */

interface Piece {
  readonly offset: number;
  readonly octets: Uint8Array;
}

const LENGTH_UNKNOWN = -1;

/** The fragments of one packet that have come so far. */
export class Datagram {
  readonly startedNs: number;
  /** Number of the header that follows, as the fragment with offset 0 says it. */
  nextHeader = 0;
  /** Octets of all fragments that are kept. */
  octets = 0;
  /** Fragments overlap, or say different things about where the packet ends. */
  isContradictory = false;

  private readonly header: Uint8Array;
  /** In order of their offsets; of two with the same offset the one captured first is first. */
  private readonly pieces: Piece[] = [];
  private length = LENGTH_UNKNOWN;

  /**
   * @param header what is to stand in front of the payload: the header of the packet without options
   * @param startedNs when the first of the fragments was captured
   */
  constructor(header: Uint8Array, startedNs: number) {
    this.header = header;
    this.startedNs = startedNs;
  }

  /** Fragments that are kept. */
  get fragments(): number {
    return this.pieces.length;
  }

  /**
   * Takes a fragment: its octets are kept, so they must not change any more. One that repeats another octet by octet
   * brings nothing and is not kept. The first fragment without "more fragments" says how long the packet is.
   */
  add(offset: number, octets: Uint8Array, isLast: boolean): void {
    const end = offset + octets.length;
    if (isLast) {
      if (this.length === LENGTH_UNKNOWN) this.length = end;
      else if (this.length !== end) this.isContradictory = true;
    }
    const { pieces } = this;
    let place = pieces.length;
    while (place > 0 && (pieces[place - 1] as Piece).offset > offset) place--;
    for (let at = place - 1; at >= 0 && pieces[at]?.offset === offset; at--) {
      if (isSame((pieces[at] as Piece).octets, octets)) return;
    }
    pieces.splice(place, 0, { offset, octets });
    this.octets += octets.length;
  }

  /** Whether every octet of the packet is there. */
  get isComplete(): boolean {
    if (this.length === LENGTH_UNKNOWN || this.octets < this.length) return false;
    let reached = 0;
    for (const { offset, octets } of this.pieces) {
      if (offset > reached) break;
      reached = Math.max(reached, offset + octets.length);
    }
    return reached >= this.length;
  }

  /**
   * The header and, behind it, the payload of a complete packet. Where fragments overlap, the octets of the one that
   * begins earlier stand, of two that begin together those captured first: what Wireshark shows.
   */
  assemble(): Uint8Array {
    const { header, length } = this;
    const whole = new Uint8Array(header.length + length);
    whole.set(header);
    let reached = 0;
    for (const { offset, octets } of this.pieces) {
      if (offset < reached || offset >= length) this.isContradictory = true;
      const end = Math.min(offset + octets.length, length);
      if (end <= reached) continue;
      whole.set(octets.subarray(reached - offset, end - offset), header.length + reached);
      reached = end;
    }
    return whole;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}
