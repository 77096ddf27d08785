import { repeatsAck } from './conditions.js';
import type { Situation } from './side-state.js';

/** **Window Update**: a segment that repeats the last acknowledgment and changes nothing but the window, not to 0. */
export function isWindowUpdate(it: Situation): boolean {
  return repeatsAck(it) && it.segment.window !== 0 && it.segment.window !== it.sender.window;
}
