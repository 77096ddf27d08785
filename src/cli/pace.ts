import { setImmediate } from 'node:timers/promises';

/** Longest slice of work between two looks at what came in. */
const SLICE_MS = 8;

/** The work was given up: nobody waits for its result any more. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** Work in slices, so that keys are answered in between. */
export class Pace {
  private readonly isWanted: () => boolean;
  private sinceMs = performance.now();

  /** @param isWanted whether somebody still waits for the result */
  constructor(isWanted: () => boolean = () => true) {
    this.isWanted = isWanted;
  }

  /** Whether it is time to `rest`. */
  get isDue(): boolean {
    return performance.now() - this.sinceMs >= SLICE_MS;
  }

  /** Lets others have their turn. Throws `Superseded` when the work is not wanted any more. */
  async rest(): Promise<void> {
    await setImmediate();
    this.expectWanted();
    this.sinceMs = performance.now();
  }

  /** Throws `Superseded` when the work is not wanted any more: to be asked in front of giving its result. */
  expectWanted(): void {
    if (!this.isWanted()) throw new Superseded();
  }

  /** Runs work that yields between short steps. Throws `Superseded`. */
  async run<T>(work: Generator<unknown, T>): Promise<T> {
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) return step.value;
      if (this.isDue) await this.rest();
    }
  }
}
