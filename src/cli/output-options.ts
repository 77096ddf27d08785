import type { Io } from './io.js';
import { checkTarget, writeToFile, writeToStream } from './write-output.js';

/** Options of every command that writes. */
export interface OutputOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** Where a command writes. */
export interface Output {
  /** Throws `CliError` when the target may not be written: before anything is read. */
  check(): Promise<void>;
  write(parts: Iterable<string>): Promise<void>;
}

/** The file that was asked for, or standard output. */
export function outputOf({ output, force }: OutputOptions, inputs: readonly string[], io: Io): Output {
  if (output === undefined || output === '-') {
    return { check: async () => {}, write: (parts) => writeToStream(io.stdout, parts) };
  }
  const target = { path: output, force: force === true, inputs };
  return { check: () => checkTarget(target), write: (parts) => writeToFile(target, parts) };
}
