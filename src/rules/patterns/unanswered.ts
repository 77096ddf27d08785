import type { FlowFacts } from '../../survey/flow-facts.js';
import { ICMP_REFUSAL_FACTS, icmpRefusal } from './refusal.js';

/** Facts that tell a SYN that was never answered. */
export const UNANSWERED_FACTS = [...ICMP_REFUSAL_FACTS, 'firstTimeNs', 'lastTimeNs'] as const;

/** The flow as `answerToSyn` sees it. */
export type UnansweredFacts = Pick<FlowFacts, (typeof UNANSWERED_FACTS)[number]>;

/** SYNs of one flow from which silence is a fact and no lost frame. */
export const FEWEST_SYNS = 3;

/**
 * A SYN is repeated after a second at the earliest (RFC 6298 section 2, and so do Windows and Linux). SYNs that all lie closer
 * together are copies of one, as a capture at several places has them.
 */
const SHORTEST_SILENCE_NS = 900_000_000;

/**
 * What is known of the answer to the SYN of a flow from whose server nothing was captured. Whoever gets SYN, ACK answers it,
 * so a client that repeats its SYN and never goes on got none, even where only its own direction was captured.
 *
 * `came`: the client went on behind its SYN, or something answered by ICMP. `came-after-repeats`: the client went on, but had
 * to repeat its SYN. `never-came`: the SYN was repeated for long enough. `given-up`: it was repeated once, so that the first one
 * had no answer. `not-captured`: no answer is there, but a refusal that was not captured, or the end of the capture, would explain
 * that, too. Null when the server was captured, or the SYN was not.
 */
export function answerToSyn(
  flow: UnansweredFacts,
): 'came' | 'came-after-repeats' | 'never-came' | 'given-up' | 'not-captured' | null {
  if (!flow.synSeen || flow.serverWasCaptured) return null;
  if (icmpRefusal(flow) !== null) return 'came';
  const isRepeated = flow.clientSynCount >= FEWEST_SYNS;
  if (flow.clientSegments > flow.clientSynCount) return isRepeated ? 'came-after-repeats' : 'came';
  if (flow.lastTimeNs - flow.firstTimeNs < SHORTEST_SILENCE_NS) return 'not-captured';
  return isRepeated ? 'never-came' : 'given-up';
}
