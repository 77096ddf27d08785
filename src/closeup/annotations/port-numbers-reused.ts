import { sequenceDelta } from '../../bytes/sequence.js';
import { ACK, SYN } from '../../decode/tcp.js';
import type { Situation } from './side-state.js';

/**
 * **Port numbers reused**: a SYN that opens a flow on addresses and ports that had one before, or a SYN, ACK whose sequence
 * number is not the one its sender began with.
 */
export function isPortNumbersReused({ segment, sender, receiver, flow }: Situation): boolean {
  const kind = segment.flags & (SYN | ACK);
  if (kind === SYN) return flow.isReuse && sender.next === null && receiver.next === null;
  if (kind !== (SYN | ACK) || sender.initialSequence === null) return false;
  return sequenceDelta(sender.initialSequence, segment.sequence) !== 0;
}
