/**
 * Resets that were not sent by the host whose address they carry. No rule that judges the sender of a reset judges such a flow.
 * Source: Weaver, Sommer, Paxson, "Detecting Forged TCP Reset Packets", NDSS 2009 (hop limit, data behind the reset); Citrix
 * CTX200852 (code in the window).
 */
import type { FlowFacts } from '../../survey/flow-facts.js';
import { isNetscalerReset } from '../knowledge/netscaler-codes.js';
import type { Verdict } from '../rule.js';

/** Facts that tell a foreign reset; a rule that asks `unlessForeign` requires them. */
export const FOREIGN_RESET_FACTS = [
  'rstHopLimit',
  'rstSenderHopLimit',
  'rstHasPayload',
  'sentAfterRst',
  'rstWindow',
] as const;

/** The flow as `isForeignReset` sees it. */
export type ForeignResetFacts = Pick<FlowFacts, (typeof FOREIGN_RESET_FACTS)[number]>;

/** What tells a foreign reset. */
export type ForeignSign = 'hop-limit' | 'netscaler-code' | 'payload' | 'sent-after';

/** Routes change by a hop or two while a connection lives; more is another machine. */
const LARGEST_HOP_DIFFERENCE = 2;

/** The verdict of a rule, but for a match by a reset that was probably made by something between client and server. */
export function unlessForeign(flow: ForeignResetFacts, verdict: Verdict): Verdict {
  const isMatch = verdict !== null && typeof verdict === 'object';
  return isMatch && isForeignReset(flow) ? 'foreign-reset' : verdict;
}

/** Whether the first RST of a flow was probably made by something between client and server. */
export function isForeignReset(flow: ForeignResetFacts): boolean {
  return flow.rstHasPayload || flow.sentAfterRst || hasOtherHopLimit(flow) || hasNetscalerCode(flow);
}

/** What speaks for that; empty where nothing does. */
export function foreignSigns(flow: ForeignResetFacts): ForeignSign[] {
  const signs: ForeignSign[] = [];
  if (hasOtherHopLimit(flow)) signs.push('hop-limit');
  if (hasNetscalerCode(flow)) signs.push('netscaler-code');
  if (flow.rstHasPayload) signs.push('payload');
  if (flow.sentAfterRst) signs.push('sent-after');
  return signs;
}

function hasOtherHopLimit({ rstHopLimit, rstSenderHopLimit }: ForeignResetFacts): boolean {
  return rstSenderHopLimit !== 0 && Math.abs(rstHopLimit - rstSenderHopLimit) > LARGEST_HOP_DIFFERENCE;
}

function hasNetscalerCode({ rstWindow, rstHopLimit }: ForeignResetFacts): boolean {
  return isNetscalerReset(rstWindow, rstHopLimit);
}
