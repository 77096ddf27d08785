/** Resets that were probably made by something between client and server: in one flow, and in a whole diagnosis. */
import type { RuleOutcome } from '../diagnosis/diagnosis.js';
import { RULES } from '../rules/index.js';
import { type ForeignSign, foreignSigns } from '../rules/patterns/foreign-reset.js';
import type { FlowFacts } from '../survey/flow-facts.js';
import { counted, plain } from './number.js';
import { listed, ownText, type SafeText, say } from './safe-text.js';
import { unjudgedReason, unjudgedRemedy } from './unjudged-text.js';

/**
 * How a flow ended whose reset was probably not made by the host whose address it carries, and what says so; null for
 * any other flow.
 */
export function foreignResetSentence(facts: FlowFacts): SafeText | null {
  const { rstBy, rstHopLimit, rstSenderHopLimit } = facts;
  const signs = rstBy === null ? [] : foreignSigns(facts);
  if (rstBy === null || signs.length === 0) return null;
  const who = ownText(rstBy);
  const others =
    rstSenderHopLimit === 0
      ? say`the ${who} sent nothing else to compare it with`
      : say`other segments of the ${who} ${plain(rstSenderHopLimit)}`;
  const hops = say`Its hop limit is ${plain(rstHopLimit)}, ${others}`;
  const clues = signs.map((sign) => signText(sign, facts)).filter((text) => text !== null);
  const rest = clues.length === 0 ? ownText('') : say`; ${listed(clues)}`;
  return say`The RST in the name of the ${who} was probably not sent by that host, but by a device between client and server. ${hops}${rest}.`;
}

/** What is not told by the hop limits, which are told anyway. */
function signText(sign: ForeignSign, { rstWindow }: FlowFacts): SafeText | null {
  switch (sign) {
    case 'hop-limit':
      return null;
    case 'netscaler-code':
      return say`its window ${plain(rstWindow)} is a code of a NetScaler`;
    case 'payload':
      return ownText('it carries octets, as an F5 writes its reason into a reset');
    case 'sent-after':
      return ownText('the host sent more behind it, as if it did not know of it');
  }
}

/** Flows whose reset kept a rule from judging them: each is counted by one of the rules that look at flows. */
export function foreignResetCount(rules: readonly RuleOutcome[]): number {
  let flows = 0;
  for (const { rule, unjudged } of rules) {
    if (RULES.find(({ id }) => id === rule)?.scope === 'series') continue;
    for (const { reason, count } of unjudged) if (reason === 'foreign-reset') flows += count;
  }
  return flows;
}

/** That such flows were not judged, why, and what settles it; null where there are none. */
export function unjudgedResets(rules: readonly RuleOutcome[]): SafeText | null {
  const flows = foreignResetCount(rules);
  const remedy = unjudgedRemedy('foreign-reset');
  if (flows === 0 || remedy === null) return null;
  return say`${counted(flows, 'flow')}, because ${unjudgedReason('foreign-reset')}. ${remedy}`;
}
