/** Asks a capture program a question that it answers at once, as for its list of interfaces. */
import { execFile } from 'node:child_process';

/** What a program printed. The texts are empty when it could not be started, or did not end in time. */
export interface ProgramAnswer {
  /** Whether it ended as if all were well. */
  readonly isOk: boolean;
  /** Whether it says that a permission is missing: some programs end as if all were well. */
  readonly isRefused: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Time that a program may take for its answer. */
const MOST_ANSWER_MS = 5000;
const REFUSAL = /permission|not permitted/i;

/** Starts a program and waits for its end. Never rejects. */
export function askProgram(path: string, argv: readonly string[]): Promise<ProgramAnswer> {
  const options = { timeout: MOST_ANSWER_MS, windowsHide: true, env: { ...process.env, LC_ALL: 'C' } };
  return new Promise((resolve) => {
    execFile(path, argv, options, (error, stdout, stderr) => {
      resolve({ isOk: error === null, isRefused: REFUSAL.test(stderr), stdout, stderr });
    });
  });
}
