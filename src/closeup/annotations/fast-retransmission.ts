import { sendsAgain } from './conditions.js';
import type { Situation } from './side-state.js';

/** An answer to the repeated acknowledgments comes within this time. */
const LONGEST_NS = 20_000_000;
const FEWEST_REPEATS = 2;
/** Of a peer whose octets are missing from the capture, repeats may be missing too. */
const UNSEEN_ACKNOWLEDGED = -1;

/**
 * **Fast Retransmission**: octets sent again from where the peer's acknowledgment stands, after two repeats of it or more
 * (or when octets of that peer are known to be missing from the capture) and within 20 ms of the peer's last segment. Source of its meaning: RFC 5681 section 3.2.
 */
export function isFastRetransmission(it: Situation): boolean {
  const { segment, receiver } = it;
  const sinceNs = segment.timeNs - receiver.lastTimeNs;
  return (
    sendsAgain(it) &&
    (receiver.repeatedAcks >= FEWEST_REPEATS || receiver.repeatedAcks === UNSEEN_ACKNOWLEDGED) &&
    receiver.lastAck === segment.sequence &&
    sinceNs >= 0 &&
    sinceNs < LONGEST_NS
  );
}
