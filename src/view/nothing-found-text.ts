import type { Diagnosis, RuleOutcome } from '../diagnosis/diagnosis.js';
import { foreignResetCount } from './foreign-reset-text.js';
import { count, counted } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';

/** Nothing found is a statement about what was looked at. */
export function nothingFound({ rules, totals, capture, filter }: Diagnosis): SafeText {
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
  const where = ownText(foreignResetCount(rules) === 0 ? '' : ' in what could be judged');
  return say`Nothing found${where}: ${counted(of('clear'), 'rule')} looked at ${counted(totals.flows, 'flow')} and found none of the failures they know${rest}${resetsOf(rules)}.`;
}

function resetsOf(rules: readonly RuleOutcome[]): SafeText {
  const flows = foreignResetCount(rules);
  if (flows === 0) return ownText('');
  return say`. Not judged: ${counted(flows, 'flow')} whose reset was probably made by another device`;
}

/** What "nothing found" means, of a capture with flows. */
export function nothingFoundMeaning({ rules, totals }: Diagnosis): SafeText {
  if (foreignResetCount(rules) > 0)
    return ownText('That is no proof of health: none of these patterns is in what could be judged.');
  return say`That is no proof of health: it means that ${counted(totals.flows, 'connection')} had none of these patterns.`;
}
