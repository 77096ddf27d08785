import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Ended, EXIT } from './exit-code.js';
import { CliError, type Io } from './io.js';

interface ShowOptions {
  readonly flow?: number;
  readonly width: number;
  readonly ascii?: boolean;
  readonly unfold?: boolean;
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

const NARROWEST = 80;
const WIDEST = 400;

/** Adds `tcpdx show FILE… --flow N`: one connection in full. */
export function addShowCommand(program: Command, io: Io, ended: Ended): void {
  program
    .command('show')
    .description('show one connection, segment by segment')
    .argument('<files...>', 'captures (pcap, pcapng, gzip) of one recording; - for standard input')
    .option(
      '--flow <number>',
      "the connection, by its number in flows or Wireshark's tcp.stream",
      wholeNumber,
    )
    .option('--follow', 'show what both sides said in place of the ladder')
    .addOption(
      new Option('--json', 'everything as JSON (schema/show.schema.json)').conflicts([
        'follow',
        'unfold',
        'ascii',
      ]),
    )
    .option('--unfold', 'give every segment of a long transfer its row')
    .option('--width <columns>', `characters of a line, ${NARROWEST} to ${WIDEST}`, columns, 120)
    .option('--ascii', 'draw with ASCII characters only')
    .option('--show-secrets', 'do not mask tokens and passwords in quoted texts')
    .action(async (files: string[], options: ShowOptions) => {
      if (options.flow === undefined) throw new CliError(EXIT.usage, 'Name what to show: --flow NUMBER');
      // Loaded when needed: the other commands start without it.
      const { showFlow } = await import('./show-flow.js');
      const { flow, width, ascii = false, unfold = false } = options;
      const secrets = options.showSecrets === true ? 'shown' : 'masked';
      const form = options.json === true ? 'json' : options.follow === true ? 'follow' : 'ladder';
      ended(await showFlow(files, { flow, form, width, ascii, unfold, secrets }, io));
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 0.');
  return Number(text);
}

function columns(text: string): number {
  const width = wholeNumber(text);
  if (width < NARROWEST || width > WIDEST) {
    throw new InvalidArgumentError(`Expected a number from ${NARROWEST} to ${WIDEST}.`);
  }
  return width;
}
