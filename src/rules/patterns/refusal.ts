import type { FlowFacts } from '../../survey/flow-facts.js';

/** Facts that tell a refused connection. */
export const REFUSAL_FACTS = ['synSeen', 'synAckSeen', 'rstBy', 'serverSegments', 'serverRstCount'] as const;

/** The flow as `isRefusal` sees it. */
export type RefusalFacts = Pick<FlowFacts, (typeof REFUSAL_FACTS)[number]>;

/** Whether the server's only answer to the SYN was RST. */
export function isRefusal(flow: RefusalFacts): boolean {
  return (
    flow.rstBy === 'server' && flow.synSeen && !flow.synAckSeen && flow.serverSegments === flow.serverRstCount
  );
}
