/** Conditions that several annotations are made of. */
import { sequenceAdd, sequenceDelta } from '../../bytes/sequence.js';
import { FIN, RST, SYN } from '../../decode/tcp.js';
import type { Situation } from './side-state.js';

/** The segment opens, closes or resets the connection. */
export function isControl({ segment }: Situation): boolean {
  return (segment.flags & (SYN | FIN | RST)) !== 0;
}

/** The segment takes room in the sequence: payload, SYN or FIN. */
export function occupiesSequence({ segment }: Situation): boolean {
  return segment.payloadBytes > 0 || (segment.flags & (SYN | FIN)) !== 0;
}

/** The segment begins exactly where its sender's stream had reached. A side that has sent nothing stands at 0. */
export function isAtNext({ segment, sender }: Situation): boolean {
  return sequenceDelta(sender.next ?? 0, segment.sequence) === 0;
}

/** The segment repeats its sender's last acknowledgment, without payload, SYN, FIN or RST, and adds nothing. */
export function repeatsAck(it: Situation): boolean {
  const { segment, sender } = it;
  return (
    segment.payloadBytes === 0 &&
    isAtNext(it) &&
    segment.acknowledgment === (sender.lastAck ?? 0) &&
    !isControl(it)
  );
}

/** The segment begins with octets that were sent before. One octet before the next one does not count when more follow it. */
export function sendsAgain({ segment, sender }: Situation): boolean {
  if (sender.next === null) return false;
  const step = sequenceDelta(sender.next, segment.sequence);
  return step < 0 && !(step === -1 && segment.payloadBytes > 1);
}

/** One past the last sequence number of the segment, SYN and FIN counted as one together. */
export function endOf({ segment }: Situation): number {
  const flagOctet = (segment.flags & (SYN | FIN)) !== 0 ? 1 : 0;
  return sequenceAdd(segment.sequence, segment.payloadBytes + flagOctet);
}
