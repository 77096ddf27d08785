import type { CloseUp } from '../closeup/close-up.js';
import { type LadderOptions, ladderLines } from '../view/ladder-text.js';
import { counted } from '../view/number.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { CliError, type Io } from './io.js';
import { type OutputOptions, outputOf } from './output-options.js';
import { Progress } from './progress.js';
import { type ReadFlow, readFlow } from './read-flow.js';
import { tellDamage } from './tell-damage.js';
import { packageVersion } from './version.js';

/** What `tcpdx show --flow` was asked for. */
export interface ShowFlowOptions extends LadderOptions, OutputOptions {
  readonly flow: number;
  /** The ladder, what was said, or everything as JSON. */
  readonly form: 'ladder' | 'follow' | 'json';
}

/** Shows one flow of captures. Throws `CliError` for a flow that they do not have, `CaptureError` for what cannot be read. */
export async function showFlow(
  files: readonly string[],
  options: ShowFlowOptions,
  io: Io,
): Promise<ExitCode> {
  const output = outputOf(options, files, io);
  await output.check();
  const read = await readWithProgress(files, options.flow, io);
  const isDamaged = tellDamage(read.files, io);
  tellRefused(read, io);
  const { closeUp } = read;
  if (closeUp === null) {
    const message = noSuchFlow(options.flow, read);
    if (!isDamaged) throw new CliError(EXIT.usage, message);
    io.stderr.write(`tcpdx: ${message}\n`);
    return EXIT.damaged;
  }
  await output.write(await flowParts(closeUp, read, options));
  return isDamaged ? EXIT.damaged : EXIT.done;
}

/** Reads one flow, with progress on standard error. Throws `CaptureError`. */
export async function readWithProgress(files: readonly string[], flow: number, io: Io): Promise<ReadFlow> {
  const progress = new Progress(io);
  try {
    return await readFlow(files, flow, {
      standardInput: io.stdin,
      onProgress: (bytesRead, bytesTotal) => progress.show(bytesRead, bytesTotal),
    });
  } finally {
    progress.clear();
  }
}

/** The flow in the form that was asked for, in pieces. What only one of the forms needs is loaded for it only. */
export async function flowParts(
  closeUp: CloseUp,
  { files }: ReadFlow,
  options: ShowFlowOptions,
): Promise<Iterable<string>> {
  switch (options.form) {
    case 'ladder':
      return ladderLines(closeUp, options);
    case 'follow':
      return (await import('../report/follow.js')).followLines(closeUp, options);
    case 'json': {
      const { closeUpJson } = await import('../report/close-up-json.js');
      return closeUpJson(closeUp, { version: packageVersion(), secrets: options.secrets, files });
    }
  }
}

/** Says how many segments have no flow, where there are any. */
export function tellRefused({ refused }: ReadFlow, io: Io): void {
  if (refused === 0) return;
  io.stderr.write(
    `tcpdx: ${counted(refused, 'segment')} could not be given a flow: the capture has too many at once\n`,
  );
}

function noSuchFlow(flow: number, { flowsMet }: ReadFlow): string {
  if (flow < flowsMet) {
    return `Flow ${flow} has no segment: only an ICMP error of the capture quotes it (tcpdx flows tells which)`;
  }
  if (flowsMet === 0) return `There is no flow ${flow}: the capture has no TCP flow`;
  const last = flowsMet === 1 ? 'its number is 0' : `numbered 0 to ${flowsMet - 1}`;
  return `There is no flow ${flow}: the capture has ${counted(flowsMet, 'flow')}, ${last}`;
}
