import type { Diagnosis, RuleOutcome } from '../diagnosis/diagnosis.js';
import type { Unjudged } from '../rules/rule.js';
import { outcomeSentence } from '../view/outcome-text.js';
import { ownText, type SafeText, say } from '../view/safe-text.js';
import { unjudgedRemedy } from '../view/unjudged-text.js';
import { type ReportContext, ruleOf } from './context.js';
import { type Block, facts, heading, list } from './document.js';

/** What was looked for and not found, and what could not be looked for: two different sentences in a ticket. */
export function coverageSection({ rules }: Diagnosis, context: ReportContext): Block[] {
  const clear = rules.filter(({ outcome }) => outcome === 'clear');
  const blind = rules.filter(({ outcome }) => outcome === 'not-applicable');
  const failed = rules.filter(({ outcome }) => outcome === 'error');
  const found = rules.filter(({ outcome, unjudged }) => outcome === 'found' && unjudged.length > 0);
  return [
    ...part('Looked for and not found', clear, context),
    ...part('Could not be looked for', blind, context),
    ...list(remedies(blind)),
    ...part('Rules that failed', failed, context),
    ...part('Found, and not everywhere looked for', found, context),
  ];
}

function part(title: string, outcomes: readonly RuleOutcome[], context: ReportContext): Block[] {
  if (outcomes.length === 0) return [];
  return [heading(2, ownText(title)), ...facts(outcomes.map((outcome) => row(outcome, context)))];
}

function row(outcome: RuleOutcome, context: ReportContext): readonly [SafeText, SafeText] {
  const rule = ruleOf(context, outcome.rule);
  return [ownText(rule.id), say`${ownText(rule.title)}. ${outcomeSentence(outcome, rule, context.secrets)}`];
}

/** What would let the rules look next time, each once. */
function remedies(outcomes: readonly RuleOutcome[]): SafeText[] {
  const reasons = new Set<Unjudged>(outcomes.flatMap(({ unjudged }) => unjudged.map(({ reason }) => reason)));
  // Told in the first lines.
  reasons.delete('foreign-reset');
  return [...reasons].map(unjudgedRemedy).filter((remedy) => remedy !== null);
}
