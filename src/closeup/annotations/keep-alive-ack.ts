import { repeatsAck } from './conditions.js';
import type { Situation } from './side-state.js';

/** **Keep-Alive ACK**: the answer to a Keep-Alive, the peer's last segment: acknowledgment and window as before, not 0. */
export function isKeepAliveAck(it: Situation): boolean {
  const { segment, sender, receiver } = it;
  if (!receiver.lastMarks.has('keep-alive')) return false;
  return repeatsAck(it) && segment.window !== 0 && segment.window === sender.window;
}
