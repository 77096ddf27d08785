import type { Diagnosis, RuleOutcome } from '../diagnosis/diagnosis.js';
import { foreignResetCount } from './foreign-reset-text.js';
import { count, counted } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';

/** Nothing found is a statement about what was looked at. */
export function nothingFound(diagnosis: Diagnosis): SafeText {
  const { rules, totals, capture, filter } = diagnosis;
  const of = (outcome: RuleOutcome['outcome']) => rules.filter((rule) => rule.outcome === outcome).length;
  if (capture.frames === 0) return ownText('Nothing can be said: no frame could be read.');
  if (filter !== null && filter.flows > 0 && totals.flows === 0)
    return ownText('Nothing can be said: no flow matches the filter.');
  if (totals.flows === 0) {
    const undecoded = capture.problems.find(({ code }) => code === 'link-type-unsupported')?.count ?? 0;
    const why =
      undecoded === 0
        ? ownText('')
        : say`; ${count(undecoded)} ${ownText(undecoded === 1 ? 'is' : 'are')} of a link type that is not decoded`;
    return say`Nothing can be said: no TCP was found in the ${counted(capture.frames, 'frame')} of this capture${why}.`;
  }
  const blind = of('not-applicable') + of('error');
  const rest = blind === 0 ? ownText('') : say`; ${counted(blind, 'rule')} could not look`;
  return say`Nothing found${asFarAsJudged(diagnosis)}: ${counted(of('clear'), 'rule')} looked at ${counted(totals.flows, 'flow')} and found none of the failures they know${rest}.${resetsOf(rules)}${neverAnswered(diagnosis)}`;
}

/** ` in what could be judged`, where that is not all that may have failed; empty where it is. */
export function asFarAsJudged(diagnosis: Diagnosis): SafeText {
  const isAll = foreignResetCount(diagnosis.rules) === 0 && unansweredFlows(diagnosis) === 0;
  return ownText(isAll ? '' : ' in what could be judged');
}

function resetsOf(rules: readonly RuleOutcome[]): SafeText {
  const flows = foreignResetCount(rules);
  if (flows === 0) return ownText('');
  return say` Not judged: ${counted(flows, 'flow')} whose reset was probably made by another device.`;
}

/** How many connections may have failed without an answer, for nothing else of them is told; empty without such ones. */
export function neverAnswered(diagnosis: Diagnosis): SafeText {
  const flows = unansweredFlows(diagnosis);
  if (flows === 0) return ownText('');
  return say` ${counted(flows, 'connection')} ${ownText(flows === 1 ? 'was' : 'were')} never answered as far as this capture shows, and could not be judged.`;
}

/** What "nothing found" means, of a capture with flows, and what it does not. */
export function nothingFoundMeaning(diagnosis: Diagnosis): SafeText {
  const flows = diagnosis.totals.flows - unansweredFlows(diagnosis);
  if (flows <= 0 || foreignResetCount(diagnosis.rules) > 0)
    return ownText('That is no proof of health: none of these patterns is in what could be judged.');
  return say`That is no proof of health: it means that ${counted(flows, 'connection')} had none of these patterns.`;
}

/** Connections whose answer may only have been missed. */
function unansweredFlows({ rules }: Diagnosis): number {
  const reasons = rules.flatMap(({ unjudged }) => unjudged);
  return reasons.find(({ reason }) => reason === 'answer-not-captured')?.count ?? 0;
}
