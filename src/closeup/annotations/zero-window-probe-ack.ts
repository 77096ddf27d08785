import { repeatsAck } from './conditions.js';
import type { Situation } from './side-state.js';

/** **Zero Window Probe ACK**: the answer to a Zero Window Probe, the peer's last segment: acknowledgment as before, window still 0. */
export function isZeroWindowProbeAck(it: Situation): boolean {
  const { segment, sender, receiver } = it;
  if (!receiver.lastMarks.has('zero-window-probe')) return false;
  return repeatsAck(it) && segment.window === 0 && sender.window === 0;
}
