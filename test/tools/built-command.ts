/** The built command as a program of its own, in little memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What a run left. */
export interface ProgramRan {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly cpuMs: number;
  readonly mostRssBytes: number;
}

/** Says at its end what it took, on a line of standard error. */
const MEASURE = `import process from 'node:process';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write('\\nmeasured ' + (userCPUTime + systemCPUTime) + ' ' + maxRSS + '\\n');
});`;

const NODE_ARGUMENTS = [
  '--max-old-space-size=256',
  '--import',
  `data:text/javascript,${encodeURIComponent(MEASURE)}`,
  'dist/bin/tcpdx.js',
];

/** Starts the program. */
export function start(argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...NODE_ARGUMENTS, ...argv], { stdio: 'pipe' });
}

/** Runs the program to its end. */
export async function runProgram(
  argv: readonly string[],
  input: Iterable<Uint8Array> = [],
): Promise<ProgramRan> {
  const child = start(argv);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    texts.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    texts.stderr += chunk.toString();
  });
  await feed(child, input);
  const exitCode = await ended;
  const measured = /\nmeasured (\d+) (\d+)\n$/.exec(texts.stderr);
  return {
    exitCode,
    stdout: texts.stdout,
    stderr: texts.stderr.slice(0, measured?.index),
    cpuMs: Number(measured?.[1] ?? Number.NaN) / 1000,
    mostRssBytes: Number(measured?.[2] ?? Number.NaN) * 1024,
  };
}

async function feed({ stdin }: ChildProcess, input: Iterable<Uint8Array>): Promise<void> {
  if (stdin === null) return;
  // A program that refuses its input does not read all of it.
  let isOpen = true;
  stdin.on('error', () => {
    isOpen = false;
  });
  for (const chunk of input) {
    if (!isOpen) return;
    if (stdin.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      stdin.once('drain', resolve);
      stdin.once('close', resolve);
    });
  }
  stdin.end();
}

/** Does something with each value, as many at a time as there are processors. */
export async function inParallel<T>(values: readonly T[], what: (value: T) => Promise<void>): Promise<void> {
  const left = [...values];
  const worker = async () => {
    for (let value = left.shift(); value !== undefined; value = left.shift()) await what(value);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
