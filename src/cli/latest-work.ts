import { Pace, Superseded } from './pace.js';

/** Work under way, of which only the latest of each kind is wanted. */
export class LatestWork<Kind extends string> {
  private readonly latest = new Map<Kind, number>();
  private readonly underWay = new Set<Promise<void>>();
  private isClosed = false;

  /** Starts work in place of earlier work of its kind, which ends at its next rest. What it throws is a mistake of the program. */
  start(kind: Kind, work: (pace: Pace) => Promise<void>): void {
    if (this.isClosed) return;
    const number = (this.latest.get(kind) ?? 0) + 1;
    this.latest.set(kind, number);
    const pace = new Pace(() => !this.isClosed && this.latest.get(kind) === number);
    const running = work(pace)
      .catch((error: unknown) => {
        if (!(error instanceof Superseded)) throw error;
      })
      .finally(() => this.underWay.delete(running));
    this.underWay.add(running);
  }

  /** Ends all of it, and waits until it has ended. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.underWay);
  }
}
