/**
 * Gives the memory of a large array back at once. The array has length 0 afterwards.
 *
 * Left to the garbage collector, tables that were outgrown stay until the next full collection, which a program with a
 * small heap may never have: with a million flows that is 30 MB. A message to a closed port is dropped with what was
 * transferred in it; `ArrayBuffer.prototype.transfer` would do the same and is not in Node 20.
 *
 * Only where the work is done: with the first array that goes this way V8 throws away what it has compiled on the understanding that no
 * array's memory ever goes, and from then on asks at every access to any array whether it went. While a capture is read that costs an
 * eighth of the time; docs/decisions/0006-fast-path.md.
 */
export function giveBack(
  array: Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>,
): void {
  if (array.length < SMALLEST_ARRAY) return;
  const { port1 } = new MessageChannel();
  port1.close();
  port1.postMessage(null, [array.buffer]);
}

/** Elements from which on it is worth the call. */
const SMALLEST_ARRAY = 64 * 1024;
