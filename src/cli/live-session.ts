/**
 * A capture that is judged while it is taken: frames in, looks in between, and at its end the diagnosis that a report of the
 * recorded file gives. Knows neither a terminal nor the process, so that it runs in any thread.
 */
import type { Readable } from 'node:stream';
import { CaptureError } from '../capture/capture-error.js';
import type { FrameReader } from '../capture/frame-reader.js';
import { type CaptureCounters, type LinkState, UNKNOWN_COUNTERS } from '../capture/live/capture-request.js';
import { openCaptureFrom } from '../capture/open-capture.js';
import { StreamSource } from '../capture/stream-source.js';
import { type DiagnosisInput, Diagnostician } from '../diagnosis/diagnose.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { Judgement } from '../diagnosis/judgement.js';
import { Survey, type SurveyLimits } from '../survey/survey.js';
import { liveFacts } from './live-facts.js';
import { waitAfterLook } from './look-pace.js';
import { fileFacts } from './read-captures.js';

/**
 * What is kept in memory of a capture without an end: the program has about 150 MB then. A look over so many flows takes a fifth
 * of a second, which is what bounds them.
 */
export const LIVE_LIMITS: SurveyLimits = {
  flows: 98_304,
  exchanges: 524_288,
  textBytes: 32 * 1024 * 1024,
  // Of the whole capture, since addresses stay: 50 MB more when all are there.
  addresses: 2_097_152,
};

/** Octets that are read at once: a frame is analysed as soon as it is there. */
const WINDOW_BYTES = 256 * 1024;
/** After the end was asked for, this long without an octet, and what was not handed over counts as unread. */
const STOP_PATIENCE_MS = 2000;

/** How a source ended. */
export interface SourceEnd {
  /** `EndReason` of a program; `ended` where the input ended by itself and that is all right. */
  readonly reason: string;
  /** What happened, and what to do about it: may hold words of others, not safe for a terminal. */
  readonly message: string;
  readonly advice: string;
  readonly counters: CaptureCounters;
}

/** Whether a source ended as it was asked to, or because there is no more. */
export function endedWell(reason: string): boolean {
  return reason === 'stopped' || reason === 'ended';
}

/** After reading was given up, this long for the program to say how it ended. */
const END_PATIENCE_MS = 500;

/** What frames come from: a program of capture (`LiveCapture`), or standard input. */
export interface LiveSource {
  /** What the system calls the interface; absent where there is none. */
  readonly interfaceName?: string;
  /** Null where we did not start the program. */
  readonly backend: string | null;
  readonly timesAre: 'kernel' | 'arrival' | null;
  /** pcap or pcapng. */
  readonly output: Readable;
  counters(): Promise<CaptureCounters>;
  /** How the link is now; absent where there is none. */
  linkState?(): LinkState;
  /** Asks for the end; frames that are on their way follow. */
  stop(): void;
  readonly ended: Promise<SourceEnd>;
}

/** Keeps the frames of a session on the disk. */
export interface Recorder {
  /** A reader that hands on the frames of another, and keeps them. */
  over(reader: FrameReader): FrameReader;
  /**
   * Writes what is left; called once, when all frames were handed out.
   * @param lastLook what is known of them all
   */
  finish(counters: CaptureCounters, lastLook: () => LiveLook): Promise<void>;
}

/** What a session is told. */
export interface SessionOptions {
  /** As the user named the interface; `-` for standard input. */
  readonly interfaceName: string;
  readonly filter: string | null;
  readonly limits?: SurveyLimits;
  /** Told after every look. */
  readonly onLook: (look: LiveLook) => void;
}

/** What is known so far. */
export interface LiveLook {
  readonly diagnosis: Diagnosis;
  /** Valid until the next look. */
  readonly judgement: Judgement;
  readonly survey: Survey;
}

/** Why a session is ended by us. */
export type StopReason = 'stopped' | 'duration' | 'stop-on';

/** A session that is over. */
export interface SessionResult {
  readonly diagnosis: Diagnosis;
  readonly end: SourceEnd;
}

/** One capture, from its first frame to its diagnosis. */
export class LiveSession {
  readonly survey: Survey;
  private readonly source: LiveSource;
  private readonly options: SessionOptions;
  /** Has the last word when the session is over. */
  readonly judge: Diagnostician;
  private reader: FrameReader | null = null;
  private stopReason: StopReason | null = null;
  private isAbandoned = false;
  /** The diagnosis is made; there are no looks any more. */
  isOver = false;
  private timer: NodeJS.Timeout | null = null;
  private framesLooked = 0;

  constructor(source: LiveSource, options: SessionOptions) {
    this.source = source;
    this.options = options;
    this.survey = new Survey({
      limits: options.limits ?? LIVE_LIMITS,
      onEvict: (_, first, end) => this.judge.consume(first, end),
    });
    this.judge = new Diagnostician(this.survey);
  }

  /** Reads until the capture ends. Throws `CaptureError` where nothing can be read; frames of a capture that died are kept. */
  async run(recorder: Recorder | null = null): Promise<SessionResult> {
    const { survey, source } = this;
    try {
      this.reader = await this.open(recorder);
      this.scheduleLook(0);
      await survey.read(this.reader, 0, () => this.isAbandoned);
    } finally {
      if (this.timer !== null) clearTimeout(this.timer);
      await this.reader?.close();
      source.output.destroy();
    }
    const end = await this.end();
    const endedBy = end.reason === 'stopped' ? (this.stopReason ?? end.reason) : end.reason;
    await recorder?.finish(end.counters, () => this.look());
    survey.finish();
    const diagnosis = this.judge.finish(this.input(end.counters, endedBy));
    this.isOver = true;
    return { diagnosis, end };
  }

  /**
   * Asks for the end: frames that are on their way are still read. When the user asks for it once it was asked for, nothing more is
   * waited for; a finding that comes again and a time that is over do not hurry.
   */
  stop(reason: StopReason): void {
    if (this.stopReason !== null) {
      if (reason === 'stopped') this.abandon();
      return;
    }
    this.stopReason = reason;
    this.source.stop();
    this.abandonWhenSilent(0);
  }

  /** Counters of the capture program as they are now. */
  counters(): Promise<CaptureCounters> {
    return this.source.counters();
  }

  /** Looks now, whether or not something came since the last look. */
  look(counters: CaptureCounters | null = null): LiveLook {
    this.framesLooked = this.survey.frames;
    const judgement = this.judge.look(this.input(counters, null));
    return { diagnosis: judgement.diagnosis, judgement, survey: this.survey };
  }

  /** A program that does not end is not waited for, once reading was given up. */
  private end(): Promise<SourceEnd> {
    const { ended } = this.source;
    if (!this.isAbandoned) return ended;
    const given: SourceEnd = {
      reason: 'stopped',
      message: 'the capture program did not end',
      advice: '',
      counters: UNKNOWN_COUNTERS,
    };
    return Promise.race([
      ended,
      new Promise<SourceEnd>((resolve) => setTimeout(resolve, END_PATIENCE_MS, given)),
    ]);
  }

  private async open(recorder: Recorder | null): Promise<FrameReader> {
    const { source, options, survey } = this;
    const name = options.interfaceName;
    try {
      const reader = await openCaptureFrom(
        new StreamSource(source.output),
        name,
        survey.timeBase,
        WINDOW_BYTES,
      );
      return recorder?.over(reader) ?? reader;
    } catch (error) {
      if (error instanceof CaptureError && this.stopReason !== null) {
        const what = 'The capture was stopped before anything came';
        throw new CaptureError('capture-failed', what, 'Nothing was captured.', { cause: error });
      }
      // The program knows better than its empty output why there is nothing.
      if (error instanceof CaptureError && error.code === 'empty') await this.throwWhyNothing(error);
      throw error;
    }
  }

  private async throwWhyNothing(cause: CaptureError): Promise<never> {
    const { reason, message, advice } = await this.source.ended;
    if (endedWell(reason)) throw cause;
    throw new CaptureError('capture-failed', message, advice, { cause });
  }

  private scheduleLook(waitMs: number): void {
    this.timer = setTimeout(() => {
      const sinceMs = performance.now();
      // Nothing depends on the clock: without a new frame there is nothing new to say.
      if (this.survey.frames > this.framesLooked) this.options.onLook(this.look());
      this.scheduleLook(waitAfterLook(performance.now() - sinceMs));
    }, waitMs);
  }

  /**
   * We stopped reading where the input went on: a frame that is cut there is no damage. What comes through a pipe that is not
   * ours cannot be asked to end with a whole one.
   */
  private get wasGivenUp(): boolean {
    return this.isAbandoned || (this.stopReason !== null && this.source.backend === null);
  }

  private abandonWhenSilent(bytesBefore: number): void {
    setTimeout(() => {
      const bytes = this.reader?.bytesRead ?? 0;
      if (bytes === bytesBefore) this.abandon();
      else this.abandonWhenSilent(bytes);
    }, STOP_PATIENCE_MS).unref();
  }

  private abandon(): void {
    this.isAbandoned = true;
    this.source.output.destroy();
  }

  private input(counters: CaptureCounters | null, endedBy: string | null): DiagnosisInput {
    const { reader, survey, source, options } = this;
    const live = liveFacts({
      interfaceName: options.interfaceName,
      systemName: source.interfaceName,
      filter: options.filter,
      backend: source.backend,
      timesAre: source.timesAre,
      analysed: survey.frames,
      counters,
      endedBy,
    });
    if (reader === null) return { files: [], live };
    const file = fileFacts(options.interfaceName, reader, survey.frames, this.wasGivenUp);
    return { files: [file], readerProblems: [reader.problems], live };
  }
}
