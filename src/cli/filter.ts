import type { Command } from 'commander';
import { FIELDS, fieldNames, fieldOf } from '../filter/fields.js';
import { nearestOf } from '../filter/nearest.js';
import { filterFieldText, filterListText } from '../report/filter-page.js';
import { CliError, type Io } from './io.js';
import { writeToStream } from './write-output.js';

/** Adds `tcpdx filter [field]`: how `--filter` is written, and what can be asked. */
export function addFilterCommand(program: Command, io: Io): void {
  program
    .command('filter')
    .description('how filters are written and which fields there are, or all about one')
    .argument('[field]', 'name of a field')
    .action((field: string | undefined) => writeToStream(io.stdout, [filterText(field)]));
}

function filterText(name: string | undefined): string {
  if (name === undefined) return filterListText(FIELDS);
  const field = fieldOf(name.toLowerCase());
  if (field !== undefined) return filterFieldText(field);
  const nearest = nearestOf(name, fieldNames());
  const hint = nearest === null ? 'tcpdx filter lists them' : `did you mean ${nearest}?`;
  throw new CliError(2, `There is no field ${name}; ${hint}`);
}
