import { sendsAgain } from './conditions.js';
import type { Situation } from './side-state.js';

/** **Retransmission**: octets, SYN or FIN that were sent before, and none of the more telling kinds. */
export function isRetransmission(it: Situation): boolean {
  return sendsAgain(it);
}
