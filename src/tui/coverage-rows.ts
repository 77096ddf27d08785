/** What the rules looked for and did not find, and what they could not look for: two different statements. */
import type { Diagnosis, RuleOutcome } from '../diagnosis/diagnosis.js';
import { RULES } from '../rules/index.js';
import type { Unjudged } from '../rules/rule.js';
import { unjudgedResets } from '../view/foreign-reset-text.js';
import { outcomeSentence } from '../view/outcome-text.js';
import { ownText, type SafeText, type Secrets, say } from '../view/safe-text.js';
import { unjudgedRemedy } from '../view/unjudged-text.js';
import { spans } from './cells.js';
import { heading, prose } from './prose.js';
import type { Line } from './span.js';

/**
 * Rules that found nothing, each in a sentence.
 * @param told which are told: all, or only those that could not look everywhere
 */
export function coverageRows(
  { rules }: Diagnosis,
  told: 'all' | 'gaps',
  width: number,
  secrets: Secrets,
): Line[] {
  const part = (title: string, outcomes: readonly RuleOutcome[]) =>
    outcomes.length === 0
      ? []
      : [...heading(ownText(title)), ...outcomes.flatMap((outcome) => ruleRows(outcome, width, secrets))];
  const clear = told === 'all' ? rules.filter(({ outcome }) => outcome === 'clear') : [];
  const blind = rules.filter(({ outcome }) => outcome === 'not-applicable');
  const failed = rules.filter(({ outcome }) => outcome === 'error');
  return [
    ...part('COULD NOT BE LOOKED FOR', blind),
    ...remedies(blind).flatMap((remedy) => prose(remedy, { width, lead: spans(['key', '- ']) })),
    ...notJudged(rules, width),
    ...part('RULES THAT FAILED', failed),
    ...part('LOOKED FOR AND NOT FOUND', clear),
  ];
}

/** Flows that no rule may judge, for a reset of which it is not known who made it. */
function notJudged(rules: readonly RuleOutcome[], width: number): Line[] {
  const text = unjudgedResets(rules);
  if (text === null) return [];
  return [...heading(ownText('NOT JUDGED')), ...prose(text, { width, lead: spans(['key', '- ']) })];
}

function ruleRows(outcome: RuleOutcome, width: number, secrets: Secrets): Line[] {
  const rule = RULES.find(({ id }) => id === outcome.rule);
  if (rule === undefined) return [];
  const text = say`${ownText(rule.title)}. ${outcomeSentence(outcome, rule, secrets)}`;
  return prose(text, { width, lead: spans(['dim', '- ']) });
}

/** What would let the rules look next time, each once. */
function remedies(outcomes: readonly RuleOutcome[]): SafeText[] {
  const reasons = new Set<Unjudged>(outcomes.flatMap(({ unjudged }) => unjudged.map(({ reason }) => reason)));
  // Told with the flows.
  reasons.delete('foreign-reset');
  return [...reasons].map(unjudgedRemedy).filter((remedy) => remedy !== null);
}
