/**
 * The thread that reads captures for the screen, seen from the screen: started, heard, asked, stopped.
 */
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { STANDARD_INPUT } from '../capture/open-source.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { keepHeapsSmall, YOUNG_MEGABYTES_OF_THREAD } from './small-heap.js';
import type { OnlyRequest, SurveyMessage, SurveyOrder } from './survey-messages.js';

/** What is heard of the thread. */
export interface SurveyListener {
  /** Progress, the result, or why the capture cannot be read. */
  readonly onMessage: (message: Exclude<SurveyMessage, { kind: 'only' }>) => void;
  /** The thread broke down: nothing more will be heard of it. */
  readonly onCrash: (reason: string) => void;
}

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
  private readonly worker: Worker;
  private readonly stopWord = new Int32Array(new SharedArrayBuffer(4));
  private readonly standardInput: Readable | null;
  private readonly asked = new Map<
    number,
    { resolve: (it: Diagnosis) => void; reject: (it: Error) => void }
  >();
  private lastId = 0;
  private isOver = false;

  constructor(paths: readonly string[], listener: SurveyListener, options: SurveyThreadOptions = {}) {
    const { checksums = false, standardInput, program = PROGRAM } = options;
    const usesInput = paths.includes(STANDARD_INPUT) && standardInput !== undefined;
    this.standardInput = usesInput ? standardInput : null;
    const order: SurveyOrder = { paths, checksums, stop: this.stopWord };
    this.worker = new Worker(program, {
      workerData: order,
      stdin: usesInput,
      name: 'survey',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES_OF_THREAD },
    });
    this.worker.once('message', keepHeapsSmall);
    this.worker.on('message', (message: SurveyMessage) => this.hear(message, listener));
    this.worker.on('error', (error) => this.end(listener, error.message));
    this.worker.on('exit', (code) => this.end(listener, `it ended with code ${code}`));
    if (usesInput) this.feed(standardInput);
  }

  /** Ends the reading where it is; what was read is judged and told. */
  stop(): void {
    Atomics.store(this.stopWord, 0, 1);
    this.standardInput?.destroy();
  }

  /** The diagnosis of some flows, given in order, once the diagnosis of all was told. */
  only(expression: string, flows: Uint32Array): Promise<Diagnosis> {
    const id = ++this.lastId;
    const request: OnlyRequest = { id, expression, flows };
    return new Promise((resolve, reject) => {
      if (this.isOver) return reject(new Error('the thread that read the capture has ended'));
      this.asked.set(id, { resolve, reject });
      this.worker.postMessage(request);
    });
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    this.isOver = true;
    this.standardInput?.destroy();
    await this.worker.terminate();
  }

  private hear(message: SurveyMessage, { onMessage }: SurveyListener): void {
    if (this.isOver) return;
    if (message.kind !== 'only') {
      onMessage(message);
      if (message.kind === 'failed') void this.close();
      return;
    }
    this.asked.get(message.id)?.resolve(message.diagnosis);
    this.asked.delete(message.id);
  }

  private end(listener: SurveyListener, reason: string): void {
    for (const { reject } of this.asked.values()) reject(new Error(reason));
    this.asked.clear();
    if (this.isOver) return;
    this.isOver = true;
    listener.onCrash(reason);
  }

  /** An input that breaks off, and one that is closed to stop the reading, is for the reader an input that ends. */
  private feed(standardInput: Readable): void {
    const { stdin } = this.worker;
    if (stdin === null) return;
    for (const event of ['end', 'error', 'close']) standardInput.once(event, () => stdin.end());
    standardInput.pipe(stdin, { end: false });
  }
}

/** Beside this file, compiled. */
const PROGRAM = new URL('./survey-worker.js', import.meta.url);

/** Octets of all files; null where one of them has no size, as a pipe. */
export async function bytesOf(paths: readonly string[]): Promise<number | null> {
  let bytes = 0;
  for (const path of paths) {
    const status = path === STANDARD_INPUT ? null : await stat(path).catch(() => null);
    if (status === null || !status.isFile()) return null;
    bytes += status.size;
  }
  return bytes;
}
