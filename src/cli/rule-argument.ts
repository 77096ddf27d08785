import { nearestOf } from '../filter/nearest.js';
import { RULES } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import { EXIT } from './exit-code.js';
import { CliError } from './io.js';

/**
 * The rule that an argument names. Throws `CliError` with the nearest id where there is none.
 * @param option the option whose value it is; absent for an argument of its own
 */
export function ruleNamed(id: string, option?: string): Rule {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (rule !== undefined) return rule;
  const nearest = nearestOf(
    id,
    RULES.map((candidate) => candidate.id),
  );
  const hint = nearest === null ? 'tcpdx rules lists them' : `did you mean ${nearest}?`;
  const there = option === undefined ? 'There' : `${option}: there`;
  throw new CliError(EXIT.usage, `${there} is no rule ${id}; ${hint}`);
}
