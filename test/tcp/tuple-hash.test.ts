import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tupleHash } from '../../src/tcp/tuple-hash.js';

const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const swapped = (ports: number) => (ports << 16) | (ports >>> 16);

/** Tuples as networks have them: addresses in a row, ports in a row. */
const NETWORKS: readonly [string, (i: number) => readonly [number, number, number, number]][] = [
  [
    'many clients of many servers',
    (i) => [0x0a000000 + (i % 64), 0x0a000100 + ((i * 7) % 16), 1024 + (i >> 6), 80],
  ],
  ['one client of one server', (i) => [0x0a000001, 0x0a000101, i & 0xffff, 80]],
  ['one port on both ends', (i) => [0x0a000000 + (i >> 8), 0x0a010000 + (i & 255), 443, 443]],
  [
    'hosts of one network among themselves',
    (i) => [0xc0a80000 + (i % 250), 0xc0a80000 + ((i * 13) % 249), 1024 + (i >> 8), 443],
  ],
  ['numbers of IPv6 addresses', (i) => [i & 1023, i >> 10, 40_000, 443]],
];

describe('The hash of a tuple', () => {
  test('is the same for both directions', () => {
    fc.assert(
      fc.property(int32, int32, int32, int32, (seed, source, destination, ports) => {
        expect(tupleHash(seed, source, destination, ports)).toBe(
          tupleHash(seed, destination, source, swapped(ports)),
        );
      }),
    );
  });

  test.each(NETWORKS)('hardly ever is that of another tuple: %s', (_, tupleOf) => {
    const tuples = new Set<string>();
    const hashes = new Set<number>();
    for (let i = 0; i < 65_536; i++) {
      const [source, destination, sourcePort, destinationPort] = tupleOf(i);
      tuples.add(`${source} ${destination} ${sourcePort} ${destinationPort}`);
      hashes.add(tupleHash(0x1234_5678, source, destination, (sourcePort << 16) | destinationPort));
    }
    // Of random numbers one in 65,536 would be met twice.
    expect(hashes.size / tuples.size).toBeGreaterThan(0.999);
  });

  test.each(NETWORKS)('spreads tuples over the places of a table: %s', (_, tupleOf) => {
    const places = new Uint16Array(4096);
    for (let i = 0; i < 65_536; i++) {
      const [source, destination, sourcePort, destinationPort] = tupleOf(i);
      const hash = tupleHash(99, source, destination, (sourcePort << 16) | destinationPort);
      places[hash & 4095] = (places[hash & 4095] as number) + 1;
    }
    // 16 on average.
    expect(Math.max(...places)).toBeLessThan(64);
  });

  test('of one tuple depends on the seed', () => {
    const hashes = Array.from({ length: 1000 }, (_, seed) =>
      tupleHash(seed, 0x0a000001, 0x0a000002, 0x04000050),
    );
    expect(new Set(hashes).size).toBe(1000);
  });
});
