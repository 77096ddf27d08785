import { type Command, Option } from 'commander';
import { STANDARD_INPUT } from '../capture/open-source.js';
import { SEVERITIES } from '../rules/rule.js';
import { type Ended, EXIT, type ExitCode } from './exit-code.js';
import { CliError, type Io } from './io.js';
import { type LiveOptions, octets, seconds, wholeNumber } from './live-options.js';
import { addLookOptions } from './look-options.js';
import { ruleNamed } from './rule-argument.js';
import { runLive } from './run-live.js';
import { isDumb } from './terminal-look.js';

/** MiB. */
const USUAL_BUFFER = 64;

/** Seconds. */
const USUAL_AROUND = 5;

/** What other programs take for standard output. */
const STANDARD_OUTPUT = '-';

/** Adds `tcpdx live IFACE`: findings while they happen. */
export function addLiveCommand(program: Command, io: Io, ended: Ended): void {
  const command = program
    .command('live')
    .description(
      'capture on an interface and say what is wrong as it happens; Ctrl-C ends it with the report',
    )
    .argument('<interface>', 'as tcpdx interfaces lists it; - for the output of another capture program')
    .option('-f, --filter <expression>', 'capture filter in the language of libpcap, such as "tcp port 80"')
    .addOption(
      new Option('--backend <program>', 'what captures')
        .choices(['auto', 'dumpcap', 'tcpdump', 'cap'])
        .default('auto'),
    )
    .option('--snaplen <octets>', 'keep only the beginning of frames', wholeNumber(64, 262_144))
    .option('--no-promiscuous', 'only frames from and to this machine')
    .option('--buffer <mebibytes>', 'buffer of the kernel', wholeNumber(1, 2047), USUAL_BUFFER)
    .option(
      '-w, --write <path>',
      'record to this file or folder (default: a ring of 1 GiB in the state folder)',
    )
    .option('--no-record', 'record nothing')
    .option('--ring-size <size>', 'begin a new file after so much (100M, 1G; 64k at least)', octets)
    .option('--ring-files <count>', 'keep so many files, delete the oldest', wholeNumber(1, 99_999))
    .addOption(
      new Option('--keep <what>', 'record all frames, or those around connections that ended badly')
        .choices(['all', 'failed'])
        .default('all'),
    )
    .option(
      '--around <seconds>',
      'with --keep failed: so much before and after',
      wholeNumber(0, 3600),
      USUAL_AROUND,
    )
    .option('--duration <time>', 'end after this time (90s, 10m, 2h)', seconds)
    .option('--no-tui', 'print findings as lines, also on a terminal');
  addLookOptions(command)
    .addOption(new Option('--format <format>', 'form of the lines').choices(['text', 'json']).default('text'))
    .option('--stop-on <rule>', 'end with the first finding of this rule')
    .option(
      '--on-finding <command...>',
      'start a program for every new finding, which it gets as JSON on its standard input',
    )
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 on a finding of this severity or worse').choices(
        SEVERITIES,
      ),
    )
    .option('--metrics <port>', 'figures for Prometheus on 127.0.0.1; 0 for any port', wholeNumber(0, 65_535))
    .option('--show-secrets', 'do not mask tokens and passwords in quoted texts')
    .action(async (name: string, options: LiveOptions) => ended(await live(name, options, io)));
}

async function live(interfaceName: string, options: LiveOptions, io: Io): Promise<ExitCode> {
  if (options.stopOn !== undefined) ruleNamed(options.stopOn, '--stop-on');
  checkRecording(options);
  if (interfaceName === STANDARD_INPUT) checkStandardInput(options, io);
  const order = { interfaceName, options };
  if (!hasScreen(interfaceName, options, io)) return runLive(order, io);
  const { runLiveScreen } = await import('./live-screen.js');
  return runLiveScreen(order, io);
}

function checkRecording({ write, record, keep, around, ringSize, ringFiles }: LiveOptions): void {
  if (write === STANDARD_OUTPUT) {
    throw new CliError(EXIT.usage, '-w: frames are recorded to a file or folder, not to standard output');
  }
  const saysWhat = write !== undefined || keep === 'failed';
  const isRing = ringSize !== undefined || ringFiles !== undefined;
  if (!record && (saysWhat || isRing)) {
    throw new CliError(
      EXIT.usage,
      '--no-record contradicts -w, --keep, --ring-size and --ring-files, which say what is recorded',
    );
  }
  if (keep === 'all' && around !== USUAL_AROUND) {
    throw new CliError(EXIT.usage, '--around needs --keep failed: without it all frames are recorded');
  }
}

function checkStandardInput(options: LiveOptions, io: Io): void {
  if (io.stdinIsTerminal === true) {
    throw new CliError(EXIT.usage, 'Standard input is the keyboard; pipe a capture into it');
  }
  const given = optionOfCapturing(options);
  if (given !== null) {
    throw new CliError(
      EXIT.usage,
      `${given} is for the program that captures; give it to the one in the pipe`,
    );
  }
}

/** The first option given that says how an interface is captured; null without any. */
function optionOfCapturing({ filter, backend, snaplen, promiscuous, buffer }: LiveOptions): string | null {
  if (filter !== undefined) return 'A filter';
  if (backend !== 'auto') return '--backend';
  if (snaplen !== undefined) return '--snaplen';
  if (!promiscuous) return '--no-promiscuous';
  return buffer === USUAL_BUFFER ? null : '--buffer';
}

/** A capture may come from standard input: then keys are read from the terminal itself, which Windows does not allow. */
function hasScreen(interfaceName: string, { tui, format }: LiveOptions, io: Io): boolean {
  const { stdinIsTerminal = false, stdoutIsTerminal = false, environment = {} } = io;
  if (!tui || format !== 'text' || !stdoutIsTerminal || isDumb(environment, process.platform)) return false;
  return stdinIsTerminal || (interfaceName === STANDARD_INPUT && process.platform !== 'win32');
}
