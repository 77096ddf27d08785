/**
 * A thread that reads frames for the screen, seen from the screen: started, heard, and asked for the diagnosis of some flows.
 */
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { keepHeapsSmall, keepNurserySmall, YOUNG_MEGABYTES_OF_THREAD } from './small-heap.js';
import type { OnlyAnswer, OnlyRequest } from './survey-messages.js';

/** What is heard of a thread. */
export interface ThreadListener<Told> {
  /** Everything but answers. */
  readonly onMessage: (message: Told) => void;
  /** The thread broke down: nothing more will be heard of it. */
  readonly onCrash: (reason: string) => void;
}

/** How a thread is started. */
export interface ThreadStart {
  readonly program: URL;
  readonly name: string;
  /** What the program finds as its `workerData`. */
  readonly order: unknown;
  /** What the program reads as its standard input; null for nothing. */
  readonly standardInput: Readable | null;
}

interface Asked {
  readonly resolve: (diagnosis: Diagnosis) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that tells messages of its own, and answers `OnlyRequest`. */
export class AskedThread<Told extends { readonly kind: string }> {
  private readonly worker: Worker;
  private readonly standardInput: Readable | null;
  private listener: ThreadListener<Told> | null = null;
  private readonly unheard: ((listener: ThreadListener<Told>) => void)[] = [];
  private readonly asked = new Map<number, Asked>();
  private lastId = 0;
  private isOver = false;

  /** Starts it. What there is to hear waits for `listen`. */
  constructor({ program, name, order, standardInput }: ThreadStart) {
    keepNurserySmall();
    this.standardInput = standardInput;
    this.worker = new Worker(program, {
      workerData: order,
      stdin: standardInput !== null,
      name,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES_OF_THREAD },
    });
    this.worker.once('online', keepHeapsSmall);
    this.worker.on('message', (message: Told | OnlyAnswer) => this.hear(message));
    this.worker.on('error', (error) => this.end(error.message));
    this.worker.on('exit', (code) => this.end(`it ended with code ${code}`));
    if (standardInput !== null) this.feed(standardInput);
  }

  /** Hears what there was so far, and what is to come. */
  listen(listener: ThreadListener<Told>): void {
    this.listener = listener;
    for (const tell of this.unheard.splice(0)) tell(listener);
  }

  /** Tells the thread something. */
  post(message: unknown): void {
    if (!this.isOver) this.worker.postMessage(message);
  }

  /** The diagnosis of some flows, given in order. */
  only(expression: string, flows: Uint32Array): Promise<Diagnosis> {
    const id = ++this.lastId;
    const request: OnlyRequest = { kind: 'only', id, expression, flows };
    return new Promise((resolve, reject) => {
      if (this.isOver) return reject(new Error('the thread that read the capture has ended'));
      this.asked.set(id, { resolve, reject });
      this.worker.postMessage(request);
    });
  }

  /** Ends what it reads from. */
  endInput(): void {
    this.standardInput?.destroy();
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    this.isOver = true;
    this.endInput();
    await this.worker.terminate();
  }

  private hear(message: Told | OnlyAnswer): void {
    if (this.isOver) return;
    if (!isAnswer(message)) {
      this.tell(({ onMessage }) => onMessage(message));
      return;
    }
    this.asked.get(message.id)?.resolve(message.diagnosis);
    this.asked.delete(message.id);
  }

  private end(reason: string): void {
    for (const { reject } of this.asked.values()) reject(new Error(reason));
    this.asked.clear();
    if (this.isOver) return;
    this.isOver = true;
    this.tell(({ onCrash }) => onCrash(reason));
  }

  private tell(what: (listener: ThreadListener<Told>) => void): void {
    if (this.listener === null) this.unheard.push(what);
    else what(this.listener);
  }

  /** An input that breaks off, and one that is closed to stop the reading, is for the reader an input that ends. */
  private feed(standardInput: Readable): void {
    const { stdin } = this.worker;
    if (stdin === null) return;
    for (const event of ['end', 'error', 'close']) standardInput.once(event, () => stdin.end());
    standardInput.pipe(stdin, { end: false });
  }
}

function isAnswer(message: { readonly kind: string }): message is OnlyAnswer {
  return message.kind === 'only';
}
