import { repeatsAck } from './conditions.js';
import type { Situation } from './side-state.js';

/**
 * **Dup ACK #n**: a segment without payload whose sequence number, acknowledgment and window (not 0) are those of its
 * sender's segment before. Source of its meaning: RFC 5681 section 2.
 */
export function isDuplicateAck(it: Situation): boolean {
  const { segment, sender } = it;
  return repeatsAck(it) && segment.window !== 0 && segment.window === sender.window;
}
