/** The thread of a live capture, seen from the screen: started, heard, asked, stopped. */
import type { Readable } from 'node:stream';
import { STANDARD_INPUT } from '../capture/open-source.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { AskedThread, type ThreadListener } from './asked-thread.js';
import type { LiveMessage, LiveRequest, LiveThreadOrder } from './live-messages.js';

/** How the thread is started. */
export interface LiveThreadOptions {
  /** What `-` stands for. */
  readonly standardInput?: Readable;
  /** The program of the thread; another than the usual one only in tests. */
  readonly program?: URL;
}

/** Beside this file, compiled. */
const PROGRAM = new URL('./live-worker.js', import.meta.url);

/** A thread that captures. */
export class LiveThread {
  private readonly thread: AskedThread<LiveMessage>;

  constructor(order: LiveThreadOrder, options: LiveThreadOptions) {
    const { standardInput, program = PROGRAM } = options;
    const input = order.interfaceName === STANDARD_INPUT ? (standardInput ?? null) : null;
    this.thread = new AskedThread({ program, name: 'live', order, standardInput: input });
  }

  /** Hears what there was so far, and what is to come. */
  listen(listener: ThreadListener<LiveMessage>): void {
    this.thread.listen(listener);
  }

  /** Tells the thread something. */
  post(request: LiveRequest): void {
    this.thread.post(request);
  }

  /** The diagnosis of some flows, given in order. */
  only(expression: string, flows: Uint32Array): Promise<Diagnosis> {
    return this.thread.only(expression, flows);
  }

  /** Ends the thread, whatever it does. */
  close(): Promise<void> {
    return this.thread.close();
  }
}
