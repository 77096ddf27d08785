import { expect, test } from 'vitest';
import { LIKENESS_OCTETS, Likeness, likenessOf } from '../../src/http/likeness.js';
import { octetsOf } from '../../src/http/line-octets.js';

function likeness(text: string): number {
  const octets = octetsOf(text);
  return likenessOf(octets, 0, octets.length);
}

test.each([
  'VERSION-CONTROL /',
  'HTTP/1.1 200 OK\r\n',
  'UNSUBSCRIBE /a/b',
  'VERSION-CONTROLS',
])('what %j is can be told from LIKENESS_OCTETS octets', (text) => {
  expect(likeness(text.slice(0, LIKENESS_OCTETS))).not.toBe(Likeness.TooShort);
});

test('one octet less is too short for the longest method', () => {
  expect(likeness('VERSION-CONTROL /'.slice(0, LIKENESS_OCTETS - 1))).toBe(Likeness.TooShort);
});
