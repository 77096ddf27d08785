/**
 * One direction of the flow put together: octets in the order of the sequence, and what is missing as values.
 *
 * Where segments overlap the octets that were captured first stay, as a receiver would have them (RFC 9293 section 3.10.7.4);
 * repeats that bring other octets are counted.
 */

import { PieceList } from './piece-list.js';

/** Octets that were captured. */
export interface StreamOctets {
  readonly kind: 'octets';
  /** Offset in the stream: 0 is the octet behind the SYN, or the first one known. */
  readonly offset: number;
  readonly length: number;
  /** What was captured; null where more was captured than is kept. */
  readonly octets: Uint8Array | null;
  /** Frame that brought them. */
  readonly frameNumber: number;
}

/** Octets that are known to exist and not there. */
export interface StreamGap {
  readonly kind: 'gap';
  readonly offset: number;
  readonly length: number;
  /** No segment with them was captured, or the snapshot length cut it. */
  readonly cause: 'not-captured' | 'cut';
}

/** A part of a stream. */
export type StreamPart = StreamOctets | StreamGap;

/** One direction of a flow. */
export interface Stream {
  /** In order, without overlap or hole between them. */
  readonly parts: readonly StreamPart[];
  /** Octets that came again and were other than those kept. */
  readonly conflictingOctets: number;
  /** Octets whose place is not told either, because the stream has too many parts. */
  readonly unplacedOctets: number;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Pieces whose octets are kept, and pieces that are told at all. */
const MOST_KEPT_PIECES = 250_000;
const MOST_PIECES = 500_000;

/** Puts one direction together. */
export class StreamBuilder {
  private readonly pieces = new PieceList<StreamOctets>();
  private readonly cuts: Range[] = [];
  private conflicts = 0;
  private knownEnd = Number.NEGATIVE_INFINITY;
  private keptOctets = 0;
  private unplaced = 0;
  private readonly mostOctets: number;

  /** @param mostOctets octets kept; of further ones only their places are */
  constructor(mostOctets: number) {
    this.mostOctets = mostOctets;
  }

  /**
   * Adds the payload of a segment.
   * @param octets what was captured of it, copied as far as it is kept
   * @param length octets it had on the wire
   */
  add(offset: number, octets: Uint8Array, length: number, frameNumber: number): void {
    if (octets.length < length) this.cuts.push({ start: offset + octets.length, end: offset + length });
    this.reach(offset + length);
    let from = offset;
    const end = offset + octets.length;
    this.pieces.seek(offset);
    while (from < end) {
      const { next } = this.pieces;
      const to = next === undefined ? end : Math.min(end, Math.max(from, next.offset));
      if (to > from) this.insert(from, octets.subarray(from - offset, to - offset), frameNumber);
      if (next === undefined || to >= end) return;
      const shared = Math.min(end, next.offset + next.length);
      this.compare(next, to, octets.subarray(to - offset, shared - offset));
      from = shared;
      this.pieces.skip();
    }
  }

  /** Octets in front of this offset exist: they were sent, or acknowledged. */
  reach(offset: number): void {
    if (offset > this.knownEnd) this.knownEnd = offset;
  }

  /** The stream as far as it is known. */
  finish(): Stream {
    const parts: StreamPart[] = [];
    const cuts = this.cuts.toSorted((a, b) => a.start - b.start);
    const holes = new Holes(parts, cuts);
    this.pieces.seek(Number.NEGATIVE_INFINITY);
    let at = Math.min(0, this.pieces.next?.offset ?? 0, cuts[0]?.start ?? 0);
    for (const piece of this.pieces) {
      holes.tell(at, piece.offset);
      parts.push(piece);
      at = piece.offset + piece.length;
    }
    holes.tell(at, this.knownEnd);
    return { parts, conflictingOctets: this.conflicts, unplacedOctets: this.unplaced };
  }

  /** Puts octets in front of the next piece, if there is room for them. */
  private insert(offset: number, octets: Uint8Array, frameNumber: number): void {
    const { length } = octets;
    const isLast = this.pieces.next === undefined;
    const isKept = this.pieces.size < MOST_KEPT_PIECES && this.keptOctets + length <= this.mostOctets;
    if (isKept) this.keptOctets += length;
    else if (isLast && this.lengthenLast(offset, length)) return;
    if (this.pieces.size >= MOST_PIECES) {
      this.unplaced += length;
      return;
    }
    this.pieces.insert({
      kind: 'octets',
      offset,
      length,
      octets: isKept ? octets.slice() : null,
      frameNumber,
    });
  }

  /** Octets that are not kept need no piece of their own behind others that are not kept. */
  private lengthenLast(offset: number, length: number): boolean {
    const { last } = this.pieces;
    if (last === undefined || last.octets !== null || last.offset + last.length !== offset) return false;
    this.pieces.replaceLast({ ...last, length: last.length + length });
    return true;
  }

  private compare(kept: StreamOctets, offset: number, octets: Uint8Array): void {
    if (kept.octets === null) return;
    const from = offset - kept.offset;
    for (let i = 0; i < octets.length; i++) if (kept.octets[from + i] !== octets[i]) this.conflicts++;
  }
}

/** Tells holes as gaps, in order: what a segment had and the snapshot length cut apart from what no segment had. */
class Holes {
  private readonly parts: StreamPart[];
  private readonly cuts: readonly Range[];
  private firstCut = 0;

  constructor(parts: StreamPart[], cuts: readonly Range[]) {
    this.parts = parts;
    this.cuts = cuts;
  }

  tell(start: number, end: number): void {
    let at = start;
    for (let index = this.firstCut; index < this.cuts.length && at < end; index++) {
      const cut = this.cuts[index] as Range;
      if (cut.start >= end) break;
      if (cut.end <= at) {
        if (index === this.firstCut) this.firstCut++;
        continue;
      }
      this.push(at, cut.start, 'not-captured');
      const from = Math.max(at, cut.start);
      at = Math.min(end, cut.end);
      this.push(from, at, 'cut');
    }
    this.push(at, end, 'not-captured');
  }

  private push(offset: number, end: number, cause: StreamGap['cause']): void {
    if (end > offset) this.parts.push({ kind: 'gap', offset, length: end - offset, cause });
  }
}
