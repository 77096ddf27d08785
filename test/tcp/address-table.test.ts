import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressTable } from '../../src/tcp/address-table.js';

test('An IPv4 address is its own id', () => {
  expect(new AddressTable(0).idOf(Uint8Array.of(9, 192, 0, 2, 1), 1, 4) >>> 0).toBe(0xc0000201);
});

test('IPv6 addresses are numbered in order and given back octet by octet, whatever the seed', () => {
  const octet = fc.constantFrom(0, 1, 255);
  const address = fc.array(octet, { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(fc.array(address, { maxLength: 300 }), fc.integer(), (addresses, seed) => {
      const table = new AddressTable(seed);
      const oracle = new Map<string, number>();
      for (const octets of addresses) {
        const text = octets.join();
        oracle.set(text, oracle.get(text) ?? oracle.size);
        const id = table.idOf(Uint8Array.from(octets), 0, 6);
        expect(id).toBe(oracle.get(text));
        expect([...table.ipv6Octets(id)]).toEqual(octets);
      }
      expect(table.length).toBe(oracle.size);
    }),
    { numRuns: 50 },
  );
});
