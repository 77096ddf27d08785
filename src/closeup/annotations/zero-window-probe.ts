import { isAtNext } from './conditions.js';
import type { Situation } from './side-state.js';

/** **Zero Window Probe**: one octet, the next of the stream, sent though the receiver's window is 0. Nothing else is asked of it. */
export function isZeroWindowProbe(it: Situation): boolean {
  return it.segment.payloadBytes === 1 && isAtNext(it) && it.receiver.window === 0;
}
