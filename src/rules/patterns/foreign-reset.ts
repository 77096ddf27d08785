/**
 * Resets that were not sent by the host whose address they carry. They veto every rule that blames a server.
 * Source: Weaver et al., NDSS 2009 (hop limit, data behind the reset); Citrix CTX200852 (code in the window).
 */
import type { FlowFacts } from '../../survey/flow-facts.js';
import { isNetscalerReset } from '../knowledge/netscaler-codes.js';

/** Facts that tell a foreign reset; a rule that asks `isForeignReset` requires them. */
export const FOREIGN_RESET_FACTS = [
  'rstHopLimit',
  'rstSenderHopLimit',
  'rstHasPayload',
  'sentAfterRst',
  'rstWindow',
] as const;

/** The flow as `isForeignReset` sees it. */
export type ForeignResetFacts = Pick<FlowFacts, (typeof FOREIGN_RESET_FACTS)[number]>;

/** Routes change by a hop or two while a connection lives; more is another machine. */
const LARGEST_HOP_DIFFERENCE = 2;

/** Whether the first RST of a flow was probably made by something between client and server. */
export function isForeignReset(flow: ForeignResetFacts): boolean {
  if (flow.rstHasPayload || flow.sentAfterRst) return true;
  const expected = flow.rstSenderHopLimit;
  if (expected !== 0 && Math.abs(flow.rstHopLimit - expected) > LARGEST_HOP_DIFFERENCE) return true;
  return isNetscalerReset(flow.rstWindow, flow.rstHopLimit);
}
