import { isControl } from './conditions.js';
import type { Situation } from './side-state.js';

/** **Zero Window**: the sender takes no more octets for now. SYN, FIN and RST do not count. */
export function isZeroWindow(it: Situation): boolean {
  return it.segment.window === 0 && !isControl(it);
}
