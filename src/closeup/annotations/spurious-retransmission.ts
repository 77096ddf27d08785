import { sequenceAdd, sequenceDelta } from '../../bytes/sequence.js';
import type { Situation } from './side-state.js';

/** **Spurious Retransmission**: payload all of which the peer has acknowledged already. */
export function isSpuriousRetransmission({ segment, receiver }: Situation): boolean {
  // An acknowledgment field of 0 is taken for none, as Wireshark does.
  if (segment.payloadBytes === 0 || receiver.lastAck === null || receiver.lastAck === 0) return false;
  return sequenceDelta(sequenceAdd(segment.sequence, segment.payloadBytes), receiver.lastAck) >= 0;
}
