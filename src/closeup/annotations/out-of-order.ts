import { sequenceDelta } from '../../bytes/sequence.js';
import { endOf, sendsAgain } from './conditions.js';
import type { Situation } from './side-state.js';

/** Used where no handshake was captured. */
const USUAL_ROUND_TRIP_NS = 3_000_000;

/**
 * **Out-Of-Order**: octets from before the highest sequence number, so soon behind it (less than the round trip of the
 * handshake, 3 ms where it is not known) that they must have been on the way already. What ends exactly at the highest
 * number is a repeat, however soon it comes.
 */
export function isOutOfOrder(it: Situation): boolean {
  const { segment, sender, flow } = it;
  if (!sendsAgain(it) || sender.next === null) return false;
  const sinceNs = segment.timeNs - sender.nextTimeNs;
  if (sinceNs < 0 || sinceNs >= (flow.firstRoundTripNs ?? USUAL_ROUND_TRIP_NS)) return false;
  return sequenceDelta(sender.next, endOf(it)) !== 0;
}
