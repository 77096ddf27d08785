import type { Command } from 'commander';
import { flowRecords } from '../report/flow-record.js';
import { flowLines, flowTable } from '../report/flows.js';
import { counted } from '../view/number.js';
import { diagnoseCaptures } from './diagnose-captures.js';
import { type Ended, EXIT, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { type OutputOptions, outputOf } from './output-options.js';

interface FlowsOptions extends OutputOptions {
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

/** Adds `tcpdx flows FILE…`: every connection, one a line. */
export function addFlowsCommand(program: Command, io: Io, ended: Ended): void {
  program
    .command('flows')
    .description('list every connection: a table, or JSON lines')
    .argument(
      '<files...>',
      'captures (pcap, pcapng, snoop, Network Monitor; gzip) of one recording; - for standard input',
    )
    .option('--json', 'one JSON object a line (schema/flow.schema.json)')
    .option('-o, --output <path>', 'write to a file, whole or not at all')
    .option('--force', 'replace the output file if it exists')
    .option('--show-secrets', 'do not mask tokens and passwords in quoted texts')
    .action(async (files: string[], options: FlowsOptions) => ended(await flows(files, options, io)));
}

async function flows(files: readonly string[], options: FlowsOptions, io: Io): Promise<ExitCode> {
  const output = outputOf(options, files, io);
  await output.check();
  const { survey, diagnosis, findingsOfFlow } = await diagnoseCaptures(files, io, { hash: false });
  const records = flowRecords(survey, findingsOfFlow, options.showSecrets === true ? 'shown' : 'masked');
  await output.write(options.json === true ? flowLines(records) : flowTable(records));
  const evicted = survey.flows.firstKept;
  if (evicted > 0) {
    io.stderr.write(
      `tcpdx: the oldest ${counted(evicted, 'flow')} did not fit in memory and are not listed\n`,
    );
  }
  const isDamaged = diagnosis.capture.files.some(({ endedEarly }) => endedEarly !== null);
  return isDamaged ? EXIT.damaged : EXIT.done;
}
