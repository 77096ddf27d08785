/**
 * The segments of one flow in, both streams out: which octets of a segment belong to a stream, and at which offset.
 */
import { sequenceAdd, sequenceDelta } from '../bytes/sequence.js';
import { ACK, FIN, RST, SYN } from '../decode/tcp.js';
import type { SideState } from './annotations/side-state.js';
import type { SegmentHeader } from './segment.js';
import { type Stream, StreamBuilder } from './stream.js';

/** Both streams of a flow. */
export class FlowStreams {
  private readonly directions: readonly [Direction, Direction];

  /** @param mostOctets octets kept of each stream */
  constructor(mostOctets: number) {
    this.directions = [new Direction(mostOctets), new Direction(mostOctets)];
  }

  /**
   * Takes a segment whose annotations were told.
   * @param octets captured payload, in the read window
   * @param sides what is known of both sides, this segment included
   */
  take(segment: SegmentHeader, octets: Uint8Array, sides: readonly [SideState, SideState]): void {
    if (segment.isHeaderInvalid || (segment.flags & RST) !== 0) return;
    const { side } = segment;
    const peer = side === 0 ? 1 : 0;
    this.directions[side].takeSent(segment, octets, sides[side]);
    if ((segment.flags & ACK) !== 0)
      this.directions[peer].takeAcknowledged(segment.acknowledgment, sides[peer]);
  }

  /** The streams as far as they are known. */
  finish(): readonly [Stream, Stream] {
    return [this.directions[0].builder.finish(), this.directions[1].builder.finish()];
  }
}

/** One direction: its stream, and how far the sequence numbers have come round. */
class Direction {
  readonly builder: StreamBuilder;
  private hasEnd = false;
  private knownSequence: number | null = null;
  private knownOffset = 0;

  constructor(mostOctets: number) {
    this.builder = new StreamBuilder(mostOctets);
  }

  /** Payload of RST segments is no part of the stream (RFC 9293 section 3.10.7.4), nor is the octet of a Keep-Alive. */
  takeSent(segment: SegmentHeader, octets: Uint8Array, sender: SideState): void {
    const { flags, payloadBytes, sequence, frameNumber } = segment;
    const offset = this.offsetOf((flags & SYN) !== 0 ? sequenceAdd(sequence, 1) : sequence, sender);
    if (payloadBytes > 0 && !sender.lastMarks.has('keep-alive')) {
      this.builder.add(offset, octets, payloadBytes, frameNumber);
    }
    if ((flags & FIN) === 0) return;
    this.hasEnd = true;
    this.builder.reach(offset + payloadBytes);
  }

  /** What the peer acknowledged was sent, captured or not. Behind a FIN there is nothing, and the FIN has no octet. */
  takeAcknowledged(acknowledgment: number, sender: SideState): void {
    if (this.hasEnd || sender.next === null || sequenceDelta(sender.next, acknowledgment) <= 0) return;
    this.builder.reach(this.offsetOf(acknowledgment, sender));
  }

  /** Offset of a sequence number, beyond 2^32 too: counted on from the last one asked for. 0 is the octet behind the SYN. */
  private offsetOf(sequence: number, { initialSequence }: SideState): number {
    this.knownSequence ??= sequenceAdd(initialSequence ?? 0, 1);
    this.knownOffset += sequenceDelta(this.knownSequence, sequence);
    this.knownSequence = sequence;
    return this.knownOffset;
  }
}
