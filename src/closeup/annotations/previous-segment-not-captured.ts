import { sequenceDelta } from '../../bytes/sequence.js';
import { RST } from '../../decode/tcp.js';
import type { Situation } from './side-state.js';

/**
 * **Previous segment not captured**: the segment begins behind the next octet of its sender's stream. Lost on the way, or
 * late, or not seen by the capture. RST does not count.
 */
export function isPreviousSegmentNotCaptured({ segment, sender }: Situation): boolean {
  if (sender.next === null || (segment.flags & RST) !== 0) return false;
  return sequenceDelta(sender.next, segment.sequence) > 0;
}
