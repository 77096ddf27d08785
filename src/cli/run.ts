import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { CaptureError } from '../capture/capture-error.js';
import { safeText } from '../view/safe-text.js';
import { ConfigRefused } from './config-refused.js';
import { type Ended, EXIT, type ExitCode } from './exit-code.js';
import { FilterRefused } from './filter-refused.js';
import { CliError, type Io, OutputClosed } from './io.js';
import { packageVersion } from './version.js';
import { writeToStream } from './write-output.js';

type AddCommand = (program: Command, io: Io, ended: Ended) => void;

/** The commands in the order of the help. Only the one that is called is loaded: what it does not need costs no time. */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['open', async () => (await import('./open.js')).addOpenCommand],
  ['live', async () => (await import('./live.js')).addLiveCommand],
  ['interfaces', async () => (await import('./interfaces.js')).addInterfacesCommand],
  ['report', async () => (await import('./report.js')).addReportCommand],
  ['flows', async () => (await import('./flows.js')).addFlowsCommand],
  ['show', async () => (await import('./show.js')).addShowCommand],
  ['rules', async () => (await import('./rules.js')).addRulesCommand],
  ['filter', async () => (await import('./filter.js')).addFilterCommand],
]);

const EXAMPLES = `
Examples:
  tcpdx lb.pcap                                the diagnosis on the screen, down to every octet; ? helps
  tcpdx report lb.pcap                         the diagnosis, for a person
  tcpdx report lb.pcap --format markdown -o ticket.md
  tcpdx report ring.*.pcapng --fail-on high    several files of one capture; exit code for scripts
  tcpdump -U -w - port 80 | tcpdx report -     from a pipe, ended with Ctrl-C
  tcpdx live eth0 -f "tcp port 80"             findings as they happen; Ctrl-C ends it with the report
  ssh host tcpdump -U -w - | tcpdx live -      the same for another machine
  tcpdx flows lb.pcap --json                   every connection as a line of JSON
  tcpdx show lb.pcap --flow 17                 one connection, segment by segment
  tcpdx show lb.pcap --frame 85                every field and octet of one frame
  tcpdx flows lb.pcap --filter "server==10.0.0.21:80 && end==rst by server"
  tcpdx rules health-check-reset               what a rule knows, with its sources

Exit codes:
  0  done
  1  a finding at or above --fail-on
  2  wrong usage
  3  the input cannot be read, or the output cannot be written
  4  the input is damaged or cut; the report covers what could be read (comes before 1)`;

/**
 * Runs the program.
 * @param argv arguments without the names of node and the script
 * @returns the exit code
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const pages: string[] = [];
  const program = programFor(io, pages);
  const ended: Ended = (code) => {
    exitCode = code;
  };
  try {
    const args = isForScreen(argv) ? ['open', ...argv] : argv;
    for (const load of commandsFor(args)) (await load())(program, io, ended);
    for (const command of program.commands) command.showHelpAfterError(helpHint(command.name()));
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(await afterPages(error, pages, io), io);
  }
}

/** Help and version end the parsing like an error. They are written as everything else is: a full disk is told. */
async function afterPages(ended: unknown, pages: readonly string[], io: Io): Promise<unknown> {
  return writeToStream(io.stdout, pages).then(
    () => ended,
    (error: unknown) => error,
  );
}

/** Where the options of a command stand: the help of the program has none of them. */
function helpHint(command: string): string {
  return `(tcpdx ${command} --help lists its arguments and options)`;
}

/** `tcpdx FILE…` opens; a word that is neither a command nor looks like a file is a command mistyped. */
function isForScreen([first]: readonly string[]): boolean {
  if (first === undefined || COMMANDS.has(first) || OF_PROGRAM.has(first)) return false;
  return first.startsWith('-') || /[./\\]/.test(first) || existsSync(first);
}

/** What the program itself takes. */
const OF_PROGRAM: ReadonlySet<string> = new Set(['help', '-h', '--help', '-V', '--version']);

/** The command that the first argument names; all of them where it names none, for help and for errors. */
function commandsFor([name = '']: readonly string[]): (() => Promise<AddCommand>)[] {
  const called = COMMANDS.get(name);
  return called === undefined ? [...COMMANDS.values()] : [called];
}

/** @param pages takes help and version */
function programFor(io: Io, pages: string[]): Command {
  return new Command('tcpdx')
    .description(
      'Says from a packet capture who broke the connection between a load balancer and IIS, and why',
    )
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void pages.push(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'tcpdx: ')),
      // Quotes arguments, and `*` makes arguments of the names of files.
      writeErr: (text) => io.stderr.write(safeLines(text)),
    })
    .showHelpAfterError('(nor is there a file of that name; tcpdx --help lists the commands)')
    .addHelpText('after', EXAMPLES);
}

function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => safeText(line, 2000))
    .join('\n');
}

function explain(error: unknown, io: Io): ExitCode {
  if (error instanceof OutputClosed) return EXIT.done;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CaptureError) {
    io.stderr.write(`tcpdx: ${safeText(error.message, 2000)}\n${safeText(error.advice, 2000)}\n`);
    return EXIT.unreadable;
  }
  if (error instanceof FilterRefused || error instanceof ConfigRefused) {
    io.stderr.write(`tcpdx: ${error.lines.join('\n')}\n`);
    return error.exitCode;
  }
  if (error instanceof CliError) {
    io.stderr.write(`tcpdx: ${safeText(error.message, 2000)}\n`);
    return error.exitCode;
  }
  throw error;
}
