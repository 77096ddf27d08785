import { sequenceDelta } from '../../bytes/sequence.js';
import { ACK } from '../../decode/tcp.js';
import type { Situation } from './side-state.js';

/** The segment acknowledges octets of the peer beyond those that were captured without a hole. */
export function acknowledgesUnseen({ segment, receiver }: Situation): boolean {
  if (receiver.contiguousEnd === null || (segment.flags & ACK) === 0) return false;
  return sequenceDelta(receiver.contiguousEnd, segment.acknowledgment) > 0;
}

/**
 * **ACKed unseen segment**: the segment acknowledges octets that were not captured. Told once for a hole: a hole behind
 * which octets were captured moves out of the way, and of one at the end of what was captured the peer's next repeated
 * acknowledgment remembers that it was told.
 */
export function isAckedUnseenSegment(it: Situation): boolean {
  if (!acknowledgesUnseen(it)) return false;
  return hasOctetsBehindHole(it) || it.receiver.repeatedAcks === 0;
}

/** Octets behind the peer's hole were captured. */
export function hasOctetsBehindHole({ receiver }: Situation): boolean {
  const { contiguousEnd, next } = receiver;
  return contiguousEnd !== null && next !== null && sequenceDelta(contiguousEnd, next) > 0;
}
