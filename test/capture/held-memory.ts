import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** To collect takes tenths of a second where other tests have left much. */
export const READS_PER_LOOK = 300;

/** Octets of arrays that something still refers to: what waits for the collector of memory is collected first. */
export function heldArrayBytes(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}
