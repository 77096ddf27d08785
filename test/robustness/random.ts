/** Numbers that look random and are the same in every run. Source: mulberry32, public domain, Tommy Ettinger 2017. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  /** One of some values. */
  pick<T>(values: readonly T[]): T {
    if (values.length === 0) throw new RangeError('Expected a value to pick');
    return values[this.below(values.length)] as T;
  }
}

/** First seed of a run. `ROBUSTNESS_SEED=7 ROBUSTNESS_RUNS=100 npx vitest run test/robustness` looks elsewhere, and for longer. */
export const FIRST_SEED = Number(process.env.ROBUSTNESS_SEED ?? 1);

/** How many seeds: as many as are given, times what `ROBUSTNESS_RUNS` says. */
export function seeds(count: number): number[] {
  const runs = count * Number(process.env.ROBUSTNESS_RUNS ?? 1);
  return Array.from({ length: runs }, (_, index) => FIRST_SEED + index);
}
