import { sequenceDelta } from '../../bytes/sequence.js';
import { isControl } from './conditions.js';
import type { Situation } from './side-state.js';

/**
 * **Keep-Alive**: no octet or one, at the last sequence number that was sent already. SYN, FIN and RST do not count.
 * Source: RFC 9293 section 3.8.4.
 */
export function isKeepAlive(it: Situation): boolean {
  const { segment, sender } = it;
  return (
    segment.payloadBytes <= 1 && sequenceDelta(sender.next ?? 0, segment.sequence) === -1 && !isControl(it)
  );
}
