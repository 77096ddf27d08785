import { sequenceAdd } from '../../bytes/sequence.js';
import { isControl } from './conditions.js';
import { type Situation, windowBytes } from './side-state.js';

/**
 * **Window Full**: payload that ends exactly at the edge of the receiver's window. Only where the scale of that window is
 * known. SYN, FIN and RST do not count.
 */
export function isWindowFull(it: Situation): boolean {
  const { segment, receiver } = it;
  if (segment.payloadBytes === 0 || isControl(it)) return false;
  if (receiver.windowScale === 'unknown' || receiver.window === null) return false;
  const window = windowBytes(receiver.window, receiver.windowScale, receiver.wasSyn);
  const end = sequenceAdd(segment.sequence, segment.payloadBytes);
  return end === sequenceAdd(receiver.lastAck ?? 0, window);
}
