import type { IcmpMeaning } from '../../decode/icmp-meaning.js';
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

/** Facts that tell a SYN that was answered by an ICMP error. */
export const ICMP_REFUSAL_FACTS = [
  'synSeen',
  'clientSegments',
  'clientSynCount',
  'serverWasCaptured',
  'icmpAbout',
  'icmpMeaning',
] as const;

/** The flow as `icmpRefusal` sees it. */
export type IcmpRefusalFacts = Pick<FlowFacts, (typeof ICMP_REFUSAL_FACTS)[number]>;

/** Errors by which a rule of a firewall or router says no. */
const PROHIBITED: ReadonlySet<IcmpMeaning> = new Set<IcmpMeaning>([
  'network-prohibited',
  'host-prohibited',
  'communication-prohibited',
  'precedence-violation',
  'precedence-cutoff',
  'source-address-refused',
  'route-rejected',
]);

/** Errors that say something of one packet and nothing of the destination. */
const NO_REFUSAL: ReadonlySet<IcmpMeaning> = new Set<IcmpMeaning>([
  'fragmentation-needed',
  'packet-too-big',
  'source-quench',
  'reassembly-time-exceeded',
  'parameter-problem',
  'other',
]);

/**
 * How the SYN of a flow was turned down by ICMP: by a rule of something on the way, or because the host, the port or the
 * way to it is not there. Null when it was not, or when the client went on behind its SYN, so that it had got an answer.
 */
export function icmpRefusal(flow: IcmpRefusalFacts): 'prohibited' | 'unreachable' | null {
  const { icmpMeaning: meaning } = flow;
  if (meaning === null || flow.icmpAbout !== 'client') return null;
  if (!flow.synSeen || flow.serverWasCaptured || flow.clientSegments > flow.clientSynCount) return null;
  if (PROHIBITED.has(meaning)) return 'prohibited';
  return NO_REFUSAL.has(meaning) ? null : 'unreachable';
}
