import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/run.js';

/** What a run of the program left. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in this process. */
export async function runCli(
  argv: readonly string[],
  { input, stdout = new Kept() }: { readonly input?: Uint8Array; readonly stdout?: Writable } = {},
): Promise<Ran> {
  const stderr = new Kept();
  const exitCode = await run(argv, {
    stdout,
    stderr,
    stderrIsTerminal: false,
    ...(input === undefined ? {} : { stdin: Readable.from([Buffer.from(input)], { objectMode: false }) }),
  });
  return { exitCode, stdout: stdout instanceof Kept ? stdout.text : '', stderr: stderr.text };
}

/** A stream that keeps what is written to it. */
export class Kept extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A stream that fails after some octets: its reader goes away, as `head` does, or another error of the system. */
export class Broken extends Writable {
  private room: number;
  private readonly code: string;

  constructor(room: number, code = 'EPIPE') {
    super();
    this.room = room;
    this.code = code;
    this.on('error', () => {});
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.room -= chunk.length;
    const { code } = this;
    done(this.room >= 0 ? undefined : Object.assign(new Error(`write ${code}`), { code }));
  }
}
