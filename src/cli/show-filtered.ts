/** `tcpdx show FILE… --filter EXPRESSION`: the first connections that match, one after the other. */
import { isPipe } from '../capture/capture-set.js';
import { inputText } from '../view/input-text.js';
import { counted } from '../view/number.js';
import { diagnoseCaptures } from './diagnose-captures.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { filterOf, matchedLine } from './filter-option.js';
import { CliError, type Io } from './io.js';
import { outputOf } from './output-options.js';
import { flowParts, readWithProgress, type ShowFlowOptions, tellRefused } from './show-flow.js';
import { tellDamage } from './tell-damage.js';

/** Connections that are shown: each is one more pass over the capture. */
const MOST_SHOWN = 10;

/**
 * Shows the first ten flows that match. Throws `FilterRefused` before anything is read, `CliError` for a pipe, which
 * cannot be read again.
 */
export async function showFiltered(
  files: readonly string[],
  expression: string,
  options: Omit<ShowFlowOptions, 'flow'>,
  io: Io,
): Promise<ExitCode> {
  const filter = filterOf(expression);
  const pipe = files.find(isPipe);
  if (pipe !== undefined) {
    const message = `show --filter reads the capture once more for every connection: ${inputText(pipe, 2000)} cannot be`;
    throw new CliError(EXIT.usage, `${message}, name a file`);
  }
  const output = outputOf(options, files, io);
  await output.check();
  const { survey, diagnosis, matches } = await diagnoseCaptures(files, io, { hash: false, filter });
  const { firstKept, length } = survey.flows;
  const shown: number[] = [];
  for (let flow = firstKept; flow < length && shown.length < MOST_SHOWN; flow++) {
    if (matches(flow)) shown.push(flow);
  }
  const isDamaged = tellDamage(diagnosis.capture.files, io);
  const parts: Iterable<string>[] = [];
  for (const [index, flow] of shown.entries()) {
    const read = await readWithProgress(files, flow, io);
    if (index === 0) tellRefused(read, io);
    if (read.closeUp === null) throw new Error(`Expected flow ${flow} to be there again`);
    if (index > 0 && options.form !== 'json') parts.push(['\n']);
    parts.push(await flowParts(read.closeUp, read, { ...options, flow }));
  }
  await output.write(joined(parts));
  if (diagnosis.filter !== null) {
    io.stderr.write(matchedLine(diagnosis.filter));
    const left = diagnosis.filter.matchedFlows - shown.length;
    if (left > 0)
      io.stderr.write(`tcpdx: shown are the first ${MOST_SHOWN}; not shown: ${counted(left, 'flow')}\n`);
  }
  return isDamaged ? EXIT.damaged : EXIT.done;
}

function* joined(parts: Iterable<Iterable<string>>): Generator<string> {
  for (const part of parts) yield* part;
}
