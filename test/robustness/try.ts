import { everything, type Outcome, type Reading } from './everything.js';
import { Random, seeds } from './random.js';
import { Watchdog } from './watchdog.js';

/** Octets of a capture and how they are read. */
export interface Try extends Reading {
  readonly octets: Uint8Array;
}

/**
 * Puts a capture per seed through everything, under watch. A fault is told with its seed: `ROBUSTNESS_SEED=…` begins there.
 * @returns what became of them
 */
export async function tryAll(count: number, make: (random: Random) => Try): Promise<ReadonlySet<Outcome>> {
  const watchdog = new Watchdog();
  const outcomes = new Set<Outcome>();
  try {
    for (const seed of seeds(count)) {
      const { octets, ...reading } = make(new Random(seed));
      try {
        outcomes.add(await watchdog.run(seed, () => everything(octets, reading)));
      } catch (error) {
        throw new Error(`Seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    }
    return outcomes;
  } finally {
    await watchdog.stop();
  }
}
