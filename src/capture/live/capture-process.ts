/** One running program of capture: started, watched, asked, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Backend } from './backend.js';
import {
  type BackendName,
  type CaptureCounters,
  type CaptureEnd,
  type CaptureRequest,
  type LinkState,
  UNKNOWN_COUNTERS,
} from './capture-request.js';
import { endCause } from './end-cause.js';
import { linkOf } from './link-state.js';

/** Characters kept of what a program prints: the first say why it did not begin, the last are its counters. */
const MOST_STDERR = 32_768;
/** A program that answers at all does so within milliseconds. */
const ANSWER_MS = 1000;
/** After `stop`, this long without an octet, and the program is ended by force. */
const STOP_PATIENCE_MS = 10_000;

/** A program that captures. */
export class CaptureProcess {
  readonly backend: BackendName;
  readonly interfaceName: string;
  readonly timesAre: 'kernel' | 'arrival';
  readonly isPromiscuous: boolean;
  /** pcap or pcapng; ends when the capture has ended and everything was handed over. */
  readonly output: Readable;
  readonly ended: Promise<CaptureEnd>;
  /** Settled when the capture has begun: null; or when it ended before: why. */
  readonly begun: Promise<CaptureEnd | null>;
  /** How the link is now: a program goes on capturing when it goes down. */
  readonly linkState: () => LinkState;
  private readonly program: Backend;
  private readonly request: CaptureRequest;
  private readonly child: ChildProcess;
  private stderr = '';
  private readonly waiting = new Set<() => void>();
  /** Who asked for counters, and what was printed since. */
  private readonly asking = new Set<{ heard: string }>();
  private wasStopped = false;
  private wasReady = false;
  private isOver = false;

  /** @param path file of the program */
  constructor(program: Backend, path: string, request: CaptureRequest) {
    this.program = program;
    this.request = request;
    this.backend = program.name;
    this.interfaceName = request.interfaceName;
    this.linkState = linkOf(request.interfaceName);
    this.timesAre = program.timesAre;
    this.isPromiscuous = request.isPromiscuous || !program.obeysPromiscuous;
    const child = spawn(path, program.arguments(request), {
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl-C is for us: the program is to be stopped, and to be read to its end, not to be gone at once.
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C' },
    });
    this.child = child;
    this.output = child.stdout;
    child.stdin.on('error', () => {});
    this.ended = this.endOf(child);
    this.begun = this.beginningOf(child);
  }

  /** Counters while the capture runs, where the program tells them; those of its end afterwards. */
  async counters(): Promise<CaptureCounters> {
    if (this.isOver) return (await this.ended).counters;
    const { asks } = this.program;
    if (asks === null) return UNKNOWN_COUNTERS;
    // Of all that was ever printed only a part is kept: an answer cannot be told by counting those in it.
    const question = { heard: '' };
    const isAnswered = () => asks.answers(question.heard) > 0;
    this.asking.add(question);
    asks.ask(this.child);
    await this.until(isAnswered, ANSWER_MS);
    this.asking.delete(question);
    return isAnswered() ? asks.latest(question.heard) : UNKNOWN_COUNTERS;
  }

  /** Asks for the end; whoever reads `output` reads on to its end. */
  stop(): void {
    if (this.isOver || this.wasStopped) return;
    this.wasStopped = true;
    this.program.stop(this.child);
    this.endByForceWhenStuck();
  }

  private endOf(child: ChildProcess): Promise<CaptureEnd> {
    return new Promise((resolve) => {
      let startFault: string | null = null;
      child.on('error', (error) => {
        // Not started, or not to be stopped because it runs as another user: then the closed pipe ends it at its next frame.
        if (child.pid === undefined) startFault = error.message;
        else this.output.destroy();
      });
      child.on('exit', () => {
        this.isOver = true;
        if (!this.wasReady) this.output.resume();
        this.wake();
      });
      child.on('close', (exitCode, signal) => {
        this.isOver = true;
        if (startFault !== null) resolve(notStarted(this.backend, startFault));
        else resolve(this.endWith(exitCode, signal));
      });
    });
  }

  private endWith(exitCode: number | null, signal: NodeJS.Signals | null): CaptureEnd {
    const { backend, request, wasStopped, wasReady, stderr } = this;
    const link = this.linkState();
    const cause = endCause({ backend, request, wasStopped, wasReady, exitCode, signal, stderr, link });
    return { ...cause, counters: this.program.finalCounters(stderr) };
  }

  private async beginningOf(child: ChildProcess): Promise<CaptureEnd | null> {
    child.stderr?.setEncoding('utf8');
    child.stderr?.on('data', (text: string) => this.hear(text));
    await Promise.race([this.until(() => this.wasReady, null), this.ended]);
    return this.wasReady ? null : this.ended;
  }

  private hear(text: string): void {
    for (const question of this.asking) question.heard += text;
    const all = this.stderr + text;
    const half = MOST_STDERR / 2;
    this.stderr = all.length <= MOST_STDERR ? all : `${all.slice(0, half)}\n${all.slice(-half)}`;
    this.wasReady ||= this.program.isReady(this.stderr);
    this.wake();
  }

  /** Waits until what the program printed makes this true, or it ended, or the time is over. */
  private until(isTrue: () => boolean, mostMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        this.waiting.delete(look);
        if (timer !== null) clearTimeout(timer);
        resolve();
      };
      const look = () => {
        if (isTrue() || this.isOver) settle();
      };
      const timer = mostMs === null ? null : setTimeout(settle, mostMs);
      this.waiting.add(look);
    });
  }

  private wake(): void {
    for (const look of [...this.waiting]) look();
  }

  private endByForceWhenStuck(): void {
    const read = () => this.octetsRead();
    let before = read();
    const timer = setInterval(() => {
      if (!this.isOver && read() === before) this.child.kill('SIGKILL');
      if (this.isOver) clearInterval(timer);
      before = read();
    }, STOP_PATIENCE_MS);
    timer.unref();
  }

  private octetsRead(): number {
    return (this.output as Readable & { bytesRead?: number }).bytesRead ?? 0;
  }
}

function notStarted(backend: BackendName, message: string): CaptureEnd {
  return {
    reason: 'no-program',
    message: `${backend} cannot be started: ${message}`,
    advice: 'Install Wireshark (dumpcap) or tcpdump, or be allowed to start it.',
    counters: UNKNOWN_COUNTERS,
  };
}
