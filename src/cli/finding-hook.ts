/**
 * `--on-finding`: a program of the user, started for every new finding without a shell, the finding as JSON on its standard
 * input. At most one runs per rule and server, the others wait; one that takes too long is ended; failures are told, never fatal.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { type SafeText, safeText, say } from '../view/safe-text.js';

/** Time that a program may take, and after that, to end. */
const MOST_MS = 30_000;
const GRACE_MS = 2000;
/** Programs that run at once, and findings that wait for one. */
const MOST_RUNNING = 8;
const MOST_WAITING = 1000;
const LONGEST_ERROR = 400;

interface Call {
  readonly key: string;
  readonly input: string;
}

/** Starts the program of the user. */
export class FindingHook {
  private readonly command: readonly [string, ...string[]];
  private readonly tell: (message: SafeText) => void;
  private readonly mostMs: number;
  /** By rule and server; null for one that could not be started, until that was told. */
  private readonly running = new Map<string, ChildProcess | null>();
  private waiting: Call[] = [];
  private onIdle: (() => void) | null = null;

  /**
   * @param command the program and its arguments
   * @param tell told of every failure
   * @param mostMs time limit; another than the usual one only in tests
   */
  constructor(
    command: readonly [string, ...string[]],
    tell: (message: SafeText) => void,
    mostMs: number = MOST_MS,
  ) {
    this.command = command;
    this.tell = tell;
    this.mostMs = mostMs;
  }

  /** Starts the program for a finding, now or when the one before it at this rule and server has ended. */
  call(rule: string, server: string, input: string): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.tell(
        say`--on-finding: too many findings wait for it; not called for ${safeText(rule)} at ${safeText(server)}`,
      );
      return;
    }
    this.waiting.push({ key: `${rule}|${server}`, input });
    this.startNext();
  }

  /** Settled when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    if (this.running.size === 0 && this.waiting.length === 0) return;
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
    });
  }

  /** Ends what runs, and forgets what waits. */
  end(): void {
    this.waiting = [];
    for (const child of this.running.values()) child?.kill('SIGKILL');
  }

  private startNext(): void {
    for (let at = 0; at < this.waiting.length && this.running.size < MOST_RUNNING; ) {
      const call = this.waiting[at] as Call;
      if (this.running.has(call.key)) at++;
      else {
        this.waiting.splice(at, 1);
        this.start(call);
      }
    }
  }

  private start({ key, input }: Call): void {
    const child = this.spawned();
    if (child instanceof Error) {
      this.running.set(key, null);
      // Not at once: what starts the next one would be called inside of itself.
      setImmediate(() => this.over(key, null, cannotBeStarted(child)));
      return;
    }
    this.running.set(key, child);
    let errors = '';
    // Where the system has no more descriptors there are no streams; the event follows.
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-LONGEST_ERROR);
    });
    // A program that does not read its input is no failure.
    child.stdin?.on('error', () => {}).end(input);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
    }, this.mostMs);
    const over = (failure: string | null) => {
      clearTimeout(timer);
      this.over(key, child, failure);
    };
    child.on('error', (error) => over(cannotBeStarted(error)));
    // Not 'close': a grandchild may keep the pipe.
    child.on('exit', (code, signal) => over(failureOf(code, signal, isLate, errors, this.mostMs)));
  }

  /** The program, or the error of the system: some are thrown, others become events of the child. */
  private spawned(): ChildProcess | Error {
    const [program, ...args] = this.command;
    try {
      return spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], windowsHide: true });
    } catch (error) {
      return error as Error;
    }
  }

  private over(key: string, child: ChildProcess | null, failure: string | null): void {
    // After an error there may be an end as well, when the next one runs already.
    if (this.running.get(key) !== child) return;
    this.running.delete(key);
    if (failure !== null)
      this.tell(say`--on-finding: ${safeText(this.command[0])} ${safeText(failure, 600)}`);
    this.startNext();
    if (this.running.size === 0 && this.waiting.length === 0) this.onIdle?.();
  }
}

function cannotBeStarted({ message }: Error): string {
  return `cannot be started: ${message}`;
}

function failureOf(
  code: number | null,
  signal: string | null,
  isLate: boolean,
  errors: string,
  mostMs: number,
): string | null {
  if (isLate) return `took longer than ${mostMs / 1000} s and was ended`;
  if (code === 0) return null;
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  const words = errors.trim();
  return words === '' ? how : `${how}: ${words}`;
}
