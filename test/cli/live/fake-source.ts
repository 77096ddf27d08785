/** A capture program that is none: octets as a test gives them. */
import { PassThrough } from 'node:stream';
import { type CaptureCounters, UNKNOWN_COUNTERS } from '../../../src/capture/live/capture-request.js';
import type { LiveSource, SourceEnd } from '../../../src/cli/live-session.js';

/** What a fake is told to say. */
export interface FakeOptions {
  readonly counters?: Partial<CaptureCounters>;
  readonly reason?: string;
  readonly message?: string;
  /** It does not end when it is asked to. */
  readonly isDeaf?: boolean;
}

/** A source whose output the test writes. */
export class FakeSource implements LiveSource {
  readonly backend = 'tcpdump';
  readonly timesAre = 'kernel';
  readonly output = new PassThrough();
  readonly ended: Promise<SourceEnd>;
  stops = 0;
  private readonly options: FakeOptions;
  private readonly end: (end: SourceEnd) => void;

  constructor(options: FakeOptions = {}) {
    this.options = options;
    let end: (end: SourceEnd) => void = () => {};
    this.ended = new Promise((resolve) => {
      end = resolve;
    });
    this.end = end;
    this.output.once('close', () => this.finish());
  }

  async counters(): Promise<CaptureCounters> {
    return { ...UNKNOWN_COUNTERS, ...this.options.counters };
  }

  stop(): void {
    this.stops++;
    if (this.options.isDeaf !== true) this.finish();
  }

  /** Hands octets on, and lets the reader have them. */
  async feed(octets: Uint8Array): Promise<void> {
    if (!this.output.write(octets)) {
      await new Promise<void>((resolve) => {
        this.output.once('drain', resolve);
        this.output.once('close', resolve);
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The program ends. */
  finish(): void {
    const { reason = 'stopped', message = 'it ended', counters } = this.options;
    this.output.end();
    this.end({ reason, message, advice: 'Look.', counters: { ...UNKNOWN_COUNTERS, ...counters } });
  }
}

/** The octets in pieces of lengths that the numbers decide, again and again. */
export function* pieces(octets: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, i = 0; at < octets.length; i++) {
    const length = lengths[i % lengths.length] as number;
    yield octets.subarray(at, at + length);
    at += length;
  }
}
