/**
 * The life of the screen on a terminal: enter, suspend, come back, leave. However the program ends, the terminal is left as
 * it was found; only SIGKILL cannot be met.
 */
import type { ReadStream, WriteStream } from 'node:tty';
import type { Key } from '../tui/key.js';
import type { Size } from '../tui/look.js';
import { KeyDecoder } from '../tui/terminal/key-decoder.js';
import { type TerminalModes, terminalModes, writeNow } from './terminal-modes.js';

/** What a session is made of. */
export interface SessionOptions {
  /** Where keys come from. */
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Descriptor of the output. */
  readonly descriptor: number;
  readonly mouse: boolean;
  readonly isLinear: boolean;
}

/** What happens on the terminal. */
export interface SessionEvents {
  onKeys(keys: readonly Key[]): void;
  onResize(size: Size): void;
  /** The terminal belongs to somebody else until `onResume`. */
  onSuspend(): void;
  onResume(): void;
  /** A signal that ends programs. True: it is taken as a wish, and the program ends by itself. */
  onSignal(signal: NodeJS.Signals): boolean;
  /** The terminal has gone away. */
  onGone(): void;
  /** An exception that nobody caught. The terminal is restored already. */
  onError(error: unknown): void;
}

const ENDING: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/** A group of processes without a shell is never stopped: then the screen comes back by itself. */
const NOT_STOPPED_MS = 250;

/** Time for a signal that was sent to ourselves to end us. */
const SIGNAL_MS = 500;

const USUAL_SIZE: Size = { columns: 80, rows: 24 };

/** One terminal, from `start` to `leave`. */
export class TerminalSession {
  private readonly options: SessionOptions;
  private readonly events: SessionEvents;
  private readonly modes: TerminalModes;
  private readonly decoder: KeyDecoder;
  private readonly listeners: (() => void)[] = [];
  private isOn = false;
  private isStopped = false;
  private isEnded = false;
  private silence: NodeJS.Timeout | undefined;
  private readonly onStopSignal = () => this.suspend();

  constructor(options: SessionOptions, events: SessionEvents) {
    this.options = options;
    this.events = events;
    this.modes = terminalModes(options);
    this.decoder = new KeyDecoder({ hasWheel: options.mouse });
  }

  /** Cells of the terminal. */
  get size(): Size {
    const { columns, rows } = this.options.output;
    return columns > 0 && rows > 0 ? { columns, rows } : USUAL_SIZE;
  }

  /** Takes the terminal over. */
  start(): void {
    const { input, output } = this.options;
    this.listen(process, 'exit', () => this.leave());
    this.listen(process, 'uncaughtException', (error: unknown) => this.fail(error));
    this.listen(process, 'unhandledRejection', (error: unknown) => this.fail(error));
    for (const signal of ENDING) this.listen(process, signal, () => this.endBy(signal));
    if (process.platform !== 'win32') {
      this.listen(process, 'SIGTSTP', this.onStopSignal);
      this.listen(process, 'SIGCONT', () => this.comeBack());
    }
    this.listen(output, 'resize', () => this.events.onResize(this.size));
    this.listen(input, 'data', (octets: Buffer) => this.takeOctets(octets));
    this.listen(input, 'end', () => this.events.onGone());
    this.listen(input, 'error', () => this.events.onGone());
    this.enter();
  }

  /** Gives the terminal back for good. May be called at any moment, and twice. */
  leave(): void {
    this.isEnded = true;
    this.giveBack();
    clearTimeout(this.silence);
    for (const remove of this.listeners.splice(0)) remove();
    this.options.input.pause();
    this.options.input.unref();
  }

  /** Goes back to the shell, until it continues this program. Not for Windows. */
  suspend(): void {
    if (!this.isOn) return;
    this.events.onSuspend();
    this.giveBack();
    this.isStopped = true;
    process.off('SIGTSTP', this.onStopSignal);
    // To the whole group, as the terminal does it: a wrapper such as npx has to stop as well, or no shell comes.
    process.kill(0, 'SIGTSTP');
    setTimeout(() => {
      if (this.isEnded) return;
      process.on('SIGTSTP', this.onStopSignal);
      if (this.isStopped) this.comeBack();
    }, NOT_STOPPED_MS);
  }

  /** Writes to the terminal, behind what was drawn. */
  write(text: string): void {
    if (this.isOn) this.options.output.write(text);
  }

  private enter(): void {
    const { input, descriptor } = this.options;
    // What the mode is now is not known: a shell may have changed it while this program was stopped.
    this.setRaw(false);
    this.setRaw(true);
    this.isOn = true;
    writeNow(descriptor, this.modes.enter);
    input.resume();
  }

  private giveBack(): void {
    if (!this.isOn) return;
    this.isOn = false;
    writeNow(this.options.descriptor, this.modes.leave);
    this.setRaw(false);
  }

  private setRaw(isRaw: boolean): void {
    try {
      this.options.input.setRawMode(isRaw);
    } catch {
      // The terminal has gone away: there is nothing to set.
    }
  }

  /** After SIGCONT, also where another signal had stopped this program. */
  private comeBack(): void {
    this.isStopped = false;
    this.enter();
    this.events.onResume();
    // Who was stopped has not been told of another size; this makes Node ask for it.
    process.kill(process.pid, 'SIGWINCH');
  }

  private takeOctets(octets: Uint8Array): void {
    clearTimeout(this.silence);
    const keys = this.decoder.push(octets);
    if (keys.length > 0) this.events.onKeys(keys);
    const { waitMs } = this.decoder;
    if (waitMs === null || !this.isOn) return;
    this.silence = setTimeout(() => this.events.onKeys(this.decoder.flush()), waitMs);
  }

  /** Ends as the signal would have ended it, so that whoever waits is told. */
  private endBy(signal: NodeJS.Signals): void {
    if (this.events.onSignal(signal)) return;
    const code = 128 + (SIGNAL_NUMBERS[signal] ?? 0);
    this.leave();
    if (process.platform === 'win32') process.exit(code);
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(code), SIGNAL_MS);
  }

  private fail(error: unknown): void {
    this.leave();
    this.events.onError(error);
  }

  // biome-ignore lint/suspicious/noExplicitAny: listeners of any event.
  private listen(emitter: NodeJS.EventEmitter, event: string, listener: (...values: any[]) => void): void {
    emitter.on(event, listener);
    this.listeners.push(() => emitter.off(event, listener));
  }
}

const SIGNAL_NUMBERS: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGTERM: 15,
  SIGBREAK: 21,
};
