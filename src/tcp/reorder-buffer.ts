import { sequenceAdd, sequenceDelta } from '../bytes/sequence.js';

/** A copied segment that waits for the octets in front of it. */
export interface WaitingSegment {
  readonly sequence: number;
  /** Captured octets; fewer than `length` where a snapshot length cut the segment. */
  readonly octets: Uint8Array;
  /** Octets the segment had on the wire. */
  readonly length: number;
  readonly frameNumber: number;
  readonly timeNs: number;
}

/** Octets and segments that may wait in one direction of a flow. */
const MOST_OCTETS = 256 * 1024;
const MOST_SEGMENTS = 1024;

/**
 * The segments of one direction that came before octets in front of them, in sequence order.
 *
 * `expected` is the next octet of the stream. Where segments overlap the octets that came first are kept, as a receiver
 * would have them. Source: RFC 9293 section 3.10.7.4.
 */
export class ReorderBuffer {
  /** Sequence number of the next octet of the stream. */
  expected: number;
  /** Time at which the oldest hole was met. */
  readonly sinceNs: number;
  private readonly segments: WaitingSegment[] = [];
  private octets = 0;

  constructor(expected: number, sinceNs: number) {
    this.expected = expected;
    this.sinceNs = sinceNs;
  }

  /** No segment waits. */
  get isEmpty(): boolean {
    return this.segments.length === 0;
  }

  /** More waits than one direction may keep: the hole must be given up. */
  get isFull(): boolean {
    return this.segments.length > MOST_SEGMENTS || this.octets > MOST_OCTETS;
  }

  /** Captured octets that wait. */
  get waitingOctets(): number {
    return this.octets;
  }

  /** Adds a segment; octets before `expected` are cut off, a segment without new octets is refused. */
  add(segment: WaitingSegment): boolean {
    const fresh = this.withoutOldOctets(segment);
    if (fresh === null) return false;
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.segments[middle] as WaitingSegment;
      if (sequenceDelta(other.sequence, fresh.sequence) >= 0) low = middle + 1;
      else high = middle;
    }
    this.segments.splice(low, 0, fresh);
    this.octets += fresh.octets.length;
    return true;
  }

  /** The next segment that continues the stream without a hole, cut to its new octets; null when there is none. */
  take(): WaitingSegment | null {
    for (;;) {
      const first = this.segments[0];
      if (first === undefined || sequenceDelta(this.expected, first.sequence) > 0) return null;
      this.segments.shift();
      this.octets -= first.octets.length;
      const fresh = this.withoutOldOctets(first);
      if (fresh === null) continue;
      this.expected = sequenceAdd(fresh.sequence, fresh.length);
      return fresh;
    }
  }

  /** Gives up the hole in front of the first segment; returns how many octets are missing, 0 when nothing waits. */
  skipHole(): number {
    const first = this.segments[0];
    if (first === undefined) return 0;
    const missing = sequenceDelta(this.expected, first.sequence);
    if (missing <= 0) return 0;
    this.expected = first.sequence;
    return missing;
  }

  private withoutOldOctets(segment: WaitingSegment): WaitingSegment | null {
    const old = sequenceDelta(segment.sequence, this.expected);
    if (old <= 0) return segment;
    if (old >= segment.length) return null;
    return {
      sequence: this.expected,
      octets: segment.octets.subarray(Math.min(old, segment.octets.length)),
      length: segment.length - old,
      frameNumber: segment.frameNumber,
      timeNs: segment.timeNs,
    };
  }
}
