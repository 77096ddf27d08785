/** Time, as the runtime needs it; another one in tests. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls back after some milliseconds; returns what takes it back. */
  after(ms: number, call: () => void): () => void;
}

/** Calls something at most once in an interval: at once when it has been quiet, else at the end of the interval. */
export class Pace {
  private readonly clock: Clock;
  private readonly intervalMs: number;
  private readonly call: () => void;
  private lastMs = Number.NEGATIVE_INFINITY;
  private takeBack: (() => void) | null = null;

  constructor(clock: Clock, intervalMs: number, call: () => void) {
    this.clock = clock;
    this.intervalMs = intervalMs;
    this.call = call;
  }

  /** Something is to be done. */
  request(): void {
    if (this.takeBack !== null) return;
    const waitMs = this.lastMs + this.intervalMs - this.clock.now();
    if (waitMs <= 0) this.run();
    else this.takeBack = this.clock.after(waitMs, () => this.run());
  }

  /** Does it now, whether or not it was asked for. */
  run(): void {
    this.cancel();
    this.lastMs = this.clock.now();
    this.call();
  }

  /** Forgets what waits. */
  cancel(): void {
    this.takeBack?.();
    this.takeBack = null;
  }
}
