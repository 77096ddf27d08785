import { expect, test } from 'vitest';
import { ipv4Text, ipv6Text } from '../../src/diagnosis/address-text.js';

test.each([
  [0xc0000250 | 0, '192.0.2.80'],
  [0, '0.0.0.0'],
  [-1, '255.255.255.255'],
])('IPv4 %i is %s', (address, text) => {
  expect(ipv4Text(address)).toBe(text);
});

test.each([
  ['20010db8000000000000000000000001', '2001:db8::1'],
  ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ['20010000000000010000000000000001', '2001:0:0:1::1'],
  ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['00000000000000000000000000000000', '::'],
  ['00000000000000000000000000000001', '::1'],
  ['fe80000000000000abcd000000000000', 'fe80::abcd:0:0:0'],
  ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
])('IPv6 %s is %s', (octets, text) => {
  expect(ipv6Text(Uint8Array.from(Buffer.from(octets, 'hex')))).toBe(text);
});
