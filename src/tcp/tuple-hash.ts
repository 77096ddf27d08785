/**
 * Hash of the addresses and ports of a segment, the same for both directions.
 *
 * Addresses and ports of real networks lie close together: two ends are added only after the bits of each were spread, or
 * thousands of tuples would have one hash (10.0.0.1 → 10.0.0.4 and 10.0.0.2 → 10.0.0.3 have one sum). The factors are those of
 * Chris Wellons, "Prospecting for Hash Functions".
 *
 * @param seed makes the hash unpredictable for whoever wrote the capture
 * @param ports of source and destination in one word, as they stand in the header
 * @returns 32 bits, all of which are spread
 */
export function tupleHash(seed: number, source: number, destination: number, ports: number): number {
  const a = endHash(source ^ seed, ports >>> 16);
  const b = endHash(destination ^ seed, ports & 0xffff);
  const both = Math.imul((a + b) | 0, 0x7feb352d);
  return both ^ (both >>> 16);
}

function endHash(address: number, port: number): number {
  const end = (Math.imul(address, 0x9e3779b1) + port) | 0;
  const spread = Math.imul(end ^ (end >>> 16), 0x846ca68b);
  return spread ^ (spread >>> 15);
}
