import type { Rule, RuleMeaning } from '../rules/rule.js';
import type { Secrets } from '../view/safe-text.js';

/** What a report says of a rule: its meaning, and what it looks at. */
export type KnownRule = RuleMeaning & { readonly scope: Rule['scope'] };

/** What a report needs besides the diagnosis. */
export interface ReportContext {
  /** Version of this program. */
  readonly version: string;
  /** Whether secrets in texts from packets are masked. */
  readonly secrets: Secrets;
  /** All rules that were run. */
  readonly rules: readonly KnownRule[];
}

/** A rule by its id; throws for one that is not in the context, which is a mistake of the caller. */
export function ruleOf(context: ReportContext, id: string): KnownRule {
  const rule = context.rules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`Expected rule ${id} among the rules of the context`);
  return rule;
}
