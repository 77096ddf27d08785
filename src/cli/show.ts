import { type Command, InvalidArgumentError, Option } from 'commander';
import { CAPTURES_ARGUMENT } from './captures-argument.js';
import { type Ended, EXIT, type ExitCode } from './exit-code.js';
import { CliError, type Io } from './io.js';
import type { OutputOptions } from './output-options.js';

interface ShowOptions extends OutputOptions {
  readonly flow?: number;
  readonly frame?: number;
  readonly filter?: string;
  readonly width: number;
  readonly ascii?: boolean;
  readonly unfold?: boolean;
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

const NARROWEST = 80;
const WIDEST = 400;

/** Options that say how a connection is drawn: they mean nothing for a frame, nor for JSON. */
const OF_FLOWS = ['follow', 'unfold', 'ascii', 'width'];

/** Those of the ladder alone. */
const OF_LADDER = ['unfold', 'width'];

/** Adds `tcpdx show FILE…`: one connection, or one frame, in full. */
export function addShowCommand(program: Command, io: Io, ended: Ended): void {
  program
    .command('show')
    .description('show one connection segment by segment, or one frame with all its fields and octets')
    .argument(...CAPTURES_ARGUMENT)
    .option(
      '--flow <number>',
      "the connection, by its number in flows or Wireshark's tcp.stream",
      wholeNumber,
    )
    .addOption(
      new Option('--frame <number>', 'number of the frame, from 1, as in reports and in Wireshark')
        .argParser(frameNumber)
        .conflicts(['flow', 'filter', ...OF_FLOWS]),
    )
    .addOption(
      new Option(
        '--filter <expression>',
        'the first ten connections that match (tcpdx filter lists the fields)',
      ).conflicts('flow'),
    )
    .addOption(new Option('--follow', 'what both sides said, in place of the ladder').conflicts(OF_LADDER))
    .addOption(
      new Option('--json', 'as JSON (schema/show.schema.json, schema/frame.schema.json)').conflicts(OF_FLOWS),
    )
    .option('--unfold', 'give every segment of a long transfer its row')
    .option(
      '--width <columns>',
      `characters of a line of the ladder, ${NARROWEST} to ${WIDEST}`,
      columns,
      120,
    )
    .option('--ascii', 'draw with ASCII characters only')
    .option('-o, --output <path>', 'write to a file, whole or not at all')
    .option('--force', 'replace the output file if it exists')
    .option('--show-secrets', 'do not mask tokens and passwords in texts and octets')
    .action(async (files: string[], options: ShowOptions) => ended(await show(files, options, io)));
}

/** What only one of the two needs is loaded for it only: a frame is shown at once, whatever else the program knows. */
async function show(files: readonly string[], options: ShowOptions, io: Io): Promise<ExitCode> {
  const { flow, frame, width, ascii = false, unfold = false } = options;
  if (frame !== undefined) {
    const { showFrame } = await import('./show-frame.js');
    return showFrame(files, { ...options, frame }, io);
  }
  const secrets = options.showSecrets === true ? 'shown' : 'masked';
  const form = options.json === true ? 'json' : options.follow === true ? 'follow' : 'ladder';
  const how = { ...outputOptions(options), form, width, ascii, unfold, secrets } as const;
  if (options.filter !== undefined) {
    const { showFiltered } = await import('./show-filtered.js');
    return showFiltered(files, options.filter, how, io);
  }
  if (flow === undefined) {
    throw new CliError(EXIT.usage, 'Name what to show: --flow NUMBER, --filter EXPRESSION or --frame NUMBER');
  }
  const { showFlow } = await import('./show-flow.js');
  return showFlow(files, { ...how, flow }, io);
}

function outputOptions({ output, force }: OutputOptions): OutputOptions {
  return { ...(output === undefined ? {} : { output }), ...(force === undefined ? {} : { force }) };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 0.');
  return Number(text);
}

function frameNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 on.');
}

function columns(text: string): number {
  const width = wholeNumber(text);
  if (width < NARROWEST || width > WIDEST) {
    throw new InvalidArgumentError(`Expected a number from ${NARROWEST} to ${WIDEST}.`);
  }
  return width;
}
