import { type Command, InvalidArgumentError } from 'commander';
import { STANDARD_INPUT } from '../capture/open-source.js';
import { CAPTURES_ARGUMENT } from './captures-argument.js';
import { readConfig } from './config.js';
import { type Ended, EXIT, type ExitCode } from './exit-code.js';
import { FILTER_OPTION, filterOf } from './filter-option.js';
import { CliError, type Io } from './io.js';
import { addLookOptions } from './look-options.js';
import type { OpenOptions } from './open-options.js';
import { isDumb } from './terminal-look.js';

/** Adds `tcpdx open FILE…`: the screen. */
export function addOpenCommand(program: Command, io: Io, ended: Ended): void {
  const command = program
    .command('open')
    .description('browse a capture on the screen, from the diagnosis to every octet (open may be left out)')
    .argument(...CAPTURES_ARGUMENT)
    .option(...FILTER_OPTION)
    .option('--flow <number>', 'begin with this connection', flowNumber);
  addLookOptions(command)
    .option('--plain', 'no screen: print the report, as where the output is no terminal')
    .option('--show-secrets', 'do not mask tokens and passwords in texts and octets')
    .action(async (files: string[], options: OpenOptions) => ended(await open(files, options, io)));
}

async function open(files: readonly string[], options: OpenOptions, io: Io): Promise<ExitCode> {
  const filter = filterOf(options.filter);
  if (!hasScreen(files, options, io)) return print(files, options, io);
  if (io.stdinIsTerminal === true && files.includes(STANDARD_INPUT)) {
    throw new CliError(EXIT.usage, 'Standard input is the keyboard; pipe a capture into it');
  }
  const config = await readConfig(io.environment ?? {}, process.platform);
  const { SurveyThread } = await import('./survey-thread.js');
  const standardInput = files.includes(STANDARD_INPUT) ? (io.stdin ?? process.stdin) : undefined;
  // The screens take as long to load as the thread takes to begin: both at once.
  const thread = new SurveyThread(files, standardInput === undefined ? {} : { standardInput });
  try {
    const { runScreen } = await import('./run-screen.js');
    return await runScreen(files, { ...options, filter: filter?.typed ?? '' }, { io, config, thread });
  } finally {
    await thread.close();
  }
}

/** A capture may come from standard input: then keys are read from the terminal itself, which Windows does not allow. */
function hasScreen(files: readonly string[], { plain }: OpenOptions, io: Io): boolean {
  const { stdinIsTerminal = false, stdoutIsTerminal = false, environment = {} } = io;
  if (plain === true || !stdoutIsTerminal || isDumb(environment, process.platform)) return false;
  return stdinIsTerminal || (files.includes(STANDARD_INPUT) && process.platform !== 'win32');
}

async function print(files: readonly string[], options: OpenOptions, io: Io): Promise<ExitCode> {
  const { filter, showSecrets } = options;
  const { report } = await import('./report.js');
  const shared = {
    ...(filter === undefined ? {} : { filter }),
    ...(showSecrets === undefined ? {} : { showSecrets }),
  };
  return report(files, { format: 'text', ...shared }, io);
}

function flowNumber(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 0.');
}
