import type { Command } from 'commander';
import { ruleListText, rulePageText } from '../report/rule-page.js';
import { RULES } from '../rules/index.js';
import type { Io } from './io.js';
import { ruleNamed } from './rule-argument.js';
import { writeToStream } from './write-output.js';

/** Adds `tcpdx rules [id]`: what is looked for, and what is known of it. */
export function addRulesCommand(program: Command, io: Io): void {
  program
    .command('rules')
    .description('list the rules, or print everything about one')
    .argument('[id]', 'id of a rule')
    .action((id: string | undefined) => writeToStream(io.stdout, [rulesText(id)]));
}

function rulesText(id: string | undefined): string {
  if (id === undefined) return ruleListText(RULES);
  return rulePageText(ruleNamed(id));
}
