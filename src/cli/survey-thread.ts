/**
 * The thread that reads captures for the screen, seen from the screen: started, heard, asked, stopped.
 */
import type { Readable } from 'node:stream';
import { STANDARD_INPUT } from '../capture/open-source.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { AskedThread, type ThreadListener } from './asked-thread.js';
import type { StopRequest, SurveyMessage, SurveyOrder } from './survey-messages.js';

/** What is heard of the thread: progress, the result, or why the capture cannot be read. */
export type SurveyListener = ThreadListener<SurveyMessage>;

/** How the thread is started. */
export interface SurveyThreadOptions {
  readonly checksums?: boolean;
  /** What `-` stands for. */
  readonly standardInput?: Readable;
  /** The program of the thread; another than the usual one only in tests. */
  readonly program?: URL;
}

/** A thread that reads captures. */
export class SurveyThread {
  private readonly thread: AskedThread<SurveyMessage>;
  private readonly stopWord = new Int32Array(new SharedArrayBuffer(4));

  /** Starts reading. What there is to hear waits for `listen`. */
  constructor(paths: readonly string[], options: SurveyThreadOptions = {}) {
    const { checksums = false, standardInput = null, program = PROGRAM } = options;
    const order: SurveyOrder = { paths, checksums, stop: this.stopWord };
    const input = paths.includes(STANDARD_INPUT) ? standardInput : null;
    this.thread = new AskedThread({ program, name: 'survey', order, standardInput: input });
  }

  /** Hears what there was so far, and what is to come. */
  listen({ onMessage, onCrash }: SurveyListener): void {
    const hear = (message: SurveyMessage) => {
      onMessage(message);
      if (message.kind === 'failed') void this.thread.close();
    };
    this.thread.listen({ onMessage: hear, onCrash });
  }

  /** Ends the reading where it is; what was read is judged and told. */
  stop(): void {
    Atomics.store(this.stopWord, 0, 1);
    this.thread.endInput();
    this.thread.post({ kind: 'stop' } satisfies StopRequest);
  }

  /** The diagnosis of some flows, given in order, once the diagnosis of all was told. */
  only(expression: string, flows: Uint32Array): Promise<Diagnosis> {
    return this.thread.only(expression, flows);
  }

  /** Ends the thread, whatever it does. */
  close(): Promise<void> {
    return this.thread.close();
  }
}

/** Beside this file, compiled. */
const PROGRAM = new URL('./survey-worker.js', import.meta.url);
