import { TEARDOWNS, type Teardown } from '../tcp/teardown.js';

/** How many flows ended in which way. */
export class TeardownCounts {
  private readonly counts = new Map<Teardown, number>();

  /** Makes these counts equal to others. */
  copyFrom(other: TeardownCounts): void {
    this.counts.clear();
    for (const [teardown, count] of other.counts) this.counts.set(teardown, count);
  }

  add(teardown: Teardown, times = 1): void {
    this.counts.set(teardown, (this.counts.get(teardown) ?? 0) + times);
  }

  /** The classes that occur, in the order of `TEARDOWNS`. */
  get all(): Readonly<Partial<Record<Teardown, number>>> {
    const all: Partial<Record<Teardown, number>> = {};
    for (const teardown of TEARDOWNS) {
      const count = this.counts.get(teardown) ?? 0;
      if (count > 0) all[teardown] = count;
    }
    return all;
  }
}
