/** Ends this process when one run takes too long: a loop without an end lets no timer of its own thread run. */
import { Worker } from 'node:worker_threads';

/** Longest time of one run, in milliseconds. */
const LONGEST_RUN_MS = 2000;

const PROGRAM = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const { counter, longestMs } = workerData;
let last = -1;
let sinceMs = Date.now();
setInterval(() => {
  const run = Atomics.load(counter, 0);
  if (run !== last || run === 0) {
    last = run;
    sinceMs = Date.now();
  } else if (Date.now() - sinceMs > longestMs) {
    writeSync(2, 'Robustness: run ' + run + ', seed ' + Atomics.load(counter, 1) + ', does not end\\n');
    process.kill(process.pid, 'SIGKILL');
  }
}, 100);
`;

/** Watches runs from another thread. */
export class Watchdog {
  private readonly counter = new Int32Array(new SharedArrayBuffer(8));
  private readonly worker: Worker;

  constructor() {
    // A loop that ends late is told by `run`; what takes five times as long does not end.
    const workerData = { counter: this.counter, longestMs: 5 * LONGEST_RUN_MS };
    this.worker = new Worker(PROGRAM, { eval: true, workerData });
    this.worker.unref();
  }

  /** Runs something under watch. Throws when it took too long. */
  async run<T>(seed: number, what: () => Promise<T>): Promise<T> {
    Atomics.store(this.counter, 1, seed);
    Atomics.add(this.counter, 0, 1);
    const startedUs = process.cpuUsage().user;
    const result = await what();
    const tookMs = (process.cpuUsage().user - startedUs) / 1000;
    if (tookMs > LONGEST_RUN_MS) throw new Error(`Seed ${seed} took ${Math.round(tookMs)} ms`);
    return result;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
