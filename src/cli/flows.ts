import type { Command } from 'commander';
import { flowRecords } from '../report/flow-record.js';
import { flowLines, flowTable } from '../report/flows.js';
import { counted } from '../view/number.js';
import { CAPTURES_ARGUMENT } from './captures-argument.js';
import { diagnoseCaptures } from './diagnose-captures.js';
import { type Ended, EXIT, type ExitCode } from './exit-code.js';
import { FILTER_OPTION, filterOf, matchedLine } from './filter-option.js';
import type { Io } from './io.js';
import { type OutputOptions, outputOf } from './output-options.js';
import { tellDamage } from './tell-damage.js';

interface FlowsOptions extends OutputOptions {
  readonly json?: boolean;
  readonly checksums?: boolean;
  readonly showSecrets?: boolean;
  readonly filter?: string;
}

/** Adds `tcpdx flows FILE…`: every connection, one a line. */
export function addFlowsCommand(program: Command, io: Io, ended: Ended): void {
  program
    .command('flows')
    .description('list every connection: a table, or JSON lines')
    .argument(...CAPTURES_ARGUMENT)
    .option(...FILTER_OPTION)
    .option('--json', 'one JSON object a line (schema/flow.schema.json)')
    .option('--checksums', 'check IPv4 and TCP checksums and tell them of every flow')
    .option('-o, --output <path>', 'write to a file, whole or not at all')
    .option('--force', 'replace the output file if it exists')
    .option('--show-secrets', 'do not mask tokens and passwords in quoted texts')
    .action(async (files: string[], options: FlowsOptions) => ended(await flows(files, options, io)));
}

async function flows(files: readonly string[], options: FlowsOptions, io: Io): Promise<ExitCode> {
  const filter = filterOf(options.filter);
  const output = outputOf(options, files, io);
  await output.check();
  const captures = await diagnoseCaptures(files, io, {
    hash: false,
    filter,
    checksums: options.checksums === true,
  });
  const { survey, diagnosis, findingsOfFlow, matches } = captures;
  const secrets = options.showSecrets === true ? 'shown' : 'masked';
  const records = flowRecords(survey, findingsOfFlow, secrets, matches);
  const isDamaged = tellDamage(diagnosis.capture.files, io);
  await output.write(options.json === true ? flowLines(records) : flowTable(records));
  if (diagnosis.filter !== null) io.stderr.write(matchedLine(diagnosis.filter));
  const evicted = survey.flows.firstKept;
  if (evicted > 0) {
    io.stderr.write(
      `tcpdx: the oldest ${counted(evicted, 'flow')} did not fit in memory and are not listed\n`,
    );
  }
  return isDamaged ? EXIT.damaged : EXIT.done;
}
