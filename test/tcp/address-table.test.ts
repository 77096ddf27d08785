import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressTable, areKept } from '../../src/tcp/address-table.js';

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

test('beyond its limit an IPv6 address has no id, is not known, and takes no room; those that are known stay', () => {
  const table = new AddressTable(0, 2);
  const address = (last: number) => Uint8Array.from({ length: 16 }, (_, octet) => (octet === 15 ? last : 0));
  const ids = [1, 2, 3, 4, 3, 1].map((last) => table.idOf(address(last), 0, 6));
  expect(ids.map((id) => areKept(id, 0, true))).toEqual([true, true, false, false, false, true]);
  expect([ids[0], ids[1], ids[5]]).toEqual([0, 1, 0]);
  expect(table.knownIdOf(address(3), 0, 6)).toBeNull();
  expect(table.length).toBe(2);
});
