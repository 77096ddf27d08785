import type { Readable, Writable } from 'node:stream';

/** What a command may touch of the outside besides files: the process in `main.ts`, stand-ins in tests. */
export interface Io {
  /** What `-` stands for; the program's standard input where absent. */
  readonly stdin?: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether standard error is a terminal: only then is there a progress bar. */
  readonly stderrIsTerminal: boolean;
  /** Whether standard input and output are terminals: only then is there a screen. Not where absent. */
  readonly stdinIsTerminal?: boolean;
  readonly stdoutIsTerminal?: boolean;
  /** Variables of the environment; none where absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The reader of standard output went away, as `| head` does: nothing is wrong. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Something that the user can mend: the message says what, the program ends with the code. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: 2 | 3;

  constructor(exitCode: 2 | 3, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
