/**
 * Less memory for objects while a large capture is read, or on the screen. V8 would rather spend memory than time: it lets the space of
 * young objects grow to 32 MB a thread, and the old one to twice what is in use. Both threads of the screen make few
 * objects, and the capture needs the memory more: a million flows are seen in 60 to 90 MB less, at the same speed.
 */

/** For `resourceLimits` of the thread that reads. */
export const YOUNG_MEGABYTES_OF_THREAD = 6;

/** The space of young objects stays as it is. */
const STEADY_NURSERY = '--semi-space-growth-factor=1';

const FLAGS = [
  STEADY_NURSERY,
  // The old space is collected when it has grown by so much.
  '--heap-growing-percent=15',
  // The compiler takes megabytes for a function of some length, and the allocator keeps them. What reads a capture is shorter;
  // React's longest functions are not, and run as fast as a key needs without.
  '--max-optimized-bytecode-size=1500',
  // The same for the layout of the screen, which is WebAssembly: what is called is compiled, once and simply.
  '--wasm-lazy-compilation',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
] as const;

/** The last V8 that is known to have the flags (Node 24): of an unknown one it would complain on the terminal. */
const LAST_KNOWN_V8 = 13;

/**
 * Lets the space of young objects stay as it is. What lasts of a capture lies in typed arrays outside the heap; on the heap are
 * short-lived texts, for which the smallest is enough. It would grow to 48 MB: with a million flows 30 MB more memory, and not
 * faster (measured on Node 20).
 */
export function keepNurserySmall(): void {
  setFlags(STEADY_NURSERY);
}

/** Lets the heaps of the program grow less. A thread that starts sets that back: to be called when it is there. */
export function keepHeapsSmall(): void {
  if (Number.parseInt(process.versions.v8, 10) > LAST_KNOWN_V8) return;
  setFlags(...FLAGS);
}

function setFlags(...flags: readonly string[]): void {
  // Loaded here only: every command would wait for it.
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  for (const flag of flags) setFlagsFromString(flag);
}
