import { ownText, say } from '../view/safe-text.js';
import { severityWord } from '../view/severity.js';
import type { KnownRule } from './context.js';
import { facts, heading, table } from './document.js';
import { ruleKnowledge } from './rule-blocks.js';
import { textOf } from './text.js';

/** All rules as a text: id, severity of the usual match, title. */
export function ruleListText(rules: readonly KnownRule[]): string {
  const rows = rules.map((rule) => [ownText(rule.id), severityWord(rule.severity), ownText(rule.title)]);
  return textOf(table([ownText('Rule'), ownText('Severity'), ownText('What it finds')], rows));
}

/** Everything about one rule as a text. */
export function rulePageText(rule: KnownRule): string {
  return textOf([
    heading(1, ownText(rule.title)),
    ...facts([
      [ownText('Rule'), ownText(rule.id)],
      [ownText('Severity'), say`${severityWord(rule.severity)} for the usual match`],
      [ownText('Looks at'), ownText(SCOPES[rule.scope])],
    ]),
    ...ruleKnowledge(rule),
  ]);
}

const SCOPES: Readonly<Record<KnownRule['scope'], string>> = {
  flow: 'one flow at a time',
  exchange: 'one HTTP exchange at a time',
  series: 'the flows of one client to one service over time',
};
