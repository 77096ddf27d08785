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
  /** Sequence number of a FIN that came before octets in front of it; null when none did. */
  endsAt: number | null = null;
  /** Time at which the oldest hole was met. */
  readonly sinceNs: number;
  private readonly segments: WaitingSegment[] = [];
  private octets = 0;

  constructor(expected: number, sinceNs: number) {
    this.expected = expected;
    this.sinceNs = sinceNs;
  }

  /** Nothing waits, neither a segment nor the end of the stream. */
  get isEmpty(): boolean {
    return (
      this.segments.length === 0 && (this.endsAt === null || sequenceDelta(this.expected, this.endsAt) <= 0)
    );
  }

  /** More waits than one direction may keep: the hole must be given up. */
  get isFull(): boolean {
    return this.segments.length > MOST_SEGMENTS || this.octets > MOST_OCTETS;
  }

  /** Captured octets that wait. */
  get waitingOctets(): number {
    return this.octets;
  }

  /** The first segment that waits; null when none does. */
  get first(): WaitingSegment | null {
    return this.segments[0] ?? null;
  }

  /** Adds what is new of a segment: octets before `expected`, and octets that wait already, are left out. */
  add(segment: WaitingSegment): void {
    const end = sequenceAdd(segment.sequence, segment.length);
    let from = sequenceDelta(segment.sequence, this.expected) > 0 ? this.expected : segment.sequence;
    let place = this.placeOf(from);
    while (sequenceDelta(from, end) > 0) {
      const next = this.segments[place];
      const to = next === undefined || sequenceDelta(next.sequence, end) <= 0 ? end : next.sequence;
      if (sequenceDelta(from, to) > 0) {
        this.insert(place, partOf(segment, from, to));
        place++;
      }
      if (to === end) return;
      from = sequenceAdd(next?.sequence ?? end, next?.length ?? 0);
      place++;
    }
  }

  /** The next segment that continues the stream without a hole; null when there is none. */
  take(): WaitingSegment | null {
    const first = this.segments[0];
    if (first === undefined || sequenceDelta(this.expected, first.sequence) > 0) return null;
    this.segments.shift();
    this.octets -= first.octets.length;
    this.expected = sequenceAdd(first.sequence, first.length);
    return first;
  }

  /** Gives up the hole in front of the first segment, or of the FIN; returns how many octets are missing. */
  skipHole(): number {
    const next = this.segments[0]?.sequence ?? this.endsAt ?? this.expected;
    const missing = sequenceDelta(this.expected, next);
    if (missing <= 0) return 0;
    this.expected = next;
    return missing;
  }

  /** Index of the first segment that ends behind a sequence number. Segments do not overlap, so their ends are in order. */
  private placeOf(sequence: number): number {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { sequence: start, length } = this.segments[middle] as WaitingSegment;
      if (sequenceDelta(sequence, sequenceAdd(start, length)) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private insert(place: number, segment: WaitingSegment): void {
    this.segments.splice(place, 0, segment);
    this.octets += segment.octets.length;
  }
}

/** The part of a segment from one sequence number to another. */
function partOf(segment: WaitingSegment, from: number, to: number): WaitingSegment {
  const skipped = sequenceDelta(segment.sequence, from);
  const length = sequenceDelta(from, to);
  const { octets, frameNumber, timeNs } = segment;
  return { sequence: from, octets: octets.subarray(skipped, skipped + length), length, frameNumber, timeNs };
}
