import { type Command, Option } from 'commander';
import type { CrossCheck, Diagnosis } from '../diagnosis/diagnosis.js';
import type { ReportContext } from '../report/context.js';
import { jsonReport } from '../report/json.js';
import { markdownReport } from '../report/markdown.js';
import { textReport } from '../report/text.js';
import { RULES } from '../rules/index.js';
import { SEVERITIES, type Severity } from '../rules/rule.js';
import { CAPTURES_ARGUMENT } from './captures-argument.js';
import { type DiagnosedCaptures, diagnoseCaptures } from './diagnose-captures.js';
import { type Ended, EXIT, type ExitCode } from './exit-code.js';
import { FILTER_OPTION, filterOf } from './filter-option.js';
import type { Io } from './io.js';
import { type OutputOptions, outputOf } from './output-options.js';
import { packageVersion } from './version.js';

/** Makes a document of a diagnosis, per format. */
const FORMATS = { text: textReport, markdown: markdownReport, json: jsonReport } as const;

/** Options of `tcpdx report`. */
export interface ReportOptions extends OutputOptions {
  readonly format: keyof typeof FORMATS;
  readonly failOn?: Severity;
  readonly crossCheck?: boolean;
  readonly showSecrets?: boolean;
  readonly sha256?: boolean;
  readonly filter?: string;
  readonly checksums?: boolean;
}

/** Adds `tcpdx report FILE…`: the diagnosis as a document. */
export function addReportCommand(program: Command, io: Io, ended: Ended): void {
  program
    .command('report')
    .description('say what is wrong in a capture, with evidence and remedies')
    .argument(...CAPTURES_ARGUMENT)
    .addOption(
      new Option('-f, --format <format>', 'form of the report').choices(Object.keys(FORMATS)).default('text'),
    )
    .option(...FILTER_OPTION)
    .option('-o, --output <path>', 'write to a file, whole or not at all')
    .option('--force', 'replace the output file if it exists')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 on a finding of this severity or worse').choices(
        SEVERITIES,
      ),
    )
    .option('--sha256', 'tell the SHA-256 of the files; markdown, json and -o always do')
    .option(
      '--checksums',
      'check IPv4 and TCP checksums: which segments are damaged, which left to a network card',
    )
    .option('--cross-check', 'read classic captures with a second, independent reader as well and compare')
    .option('--show-secrets', 'do not mask tokens and passwords in quoted texts')
    .action(async (files: string[], options: ReportOptions) => ended(await report(files, options, io)));
}

/** Reads, judges and writes the report. Throws `CaptureError`, `CliError`. */
export async function report(files: readonly string[], options: ReportOptions, io: Io): Promise<ExitCode> {
  const filter = filterOf(options.filter);
  const output = outputOf(options, files, io);
  await output.check();
  const { diagnosis, inputs } = await diagnoseCaptures(files, io, {
    hash: options.sha256 === true || options.format !== 'text' || options.output !== undefined,
    filter,
    checksums: options.checksums === true,
  });
  const checked: Diagnosis =
    options.crossCheck === true
      ? { ...diagnosis, crossCheck: await crossChecked(inputs, diagnosis) }
      : diagnosis;
  const context: ReportContext = {
    version: packageVersion(),
    secrets: options.showSecrets === true ? 'shown' : 'masked',
    rules: RULES,
  };
  await output.write([FORMATS[options.format](checked, context)]);
  return exitCodeOf(checked, options.failOn);
}

/** Loads the second reader only for those who ask for it. */
async function crossChecked(
  inputs: DiagnosedCaptures['inputs'],
  { capture, findings }: Diagnosis,
): Promise<CrossCheck> {
  const { crossCheck } = await import('./cross-check.js');
  return await crossCheck(inputs, capture.files, findings);
}

/** Damage comes first: of a capture that could not be read to its end, less is certain. */
export function exitCodeOf({ capture, findings }: Diagnosis, failOn: Severity | undefined): ExitCode {
  if (capture.files.some(({ endedEarly }) => endedEarly !== null)) return EXIT.damaged;
  if (failOn === undefined) return EXIT.done;
  const limit = SEVERITIES.indexOf(failOn);
  return findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit) ? EXIT.finding : EXIT.done;
}
