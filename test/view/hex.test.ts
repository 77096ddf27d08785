import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexLines, hexRows } from '../../src/view/hex.js';

const octets = Uint8Array.from('ABCDEFGHIJKLMNOPQ\x00\x1b\x7f\xff', (letter) => letter.charCodeAt(0));

test('shows sixteen octets a row in two groups, and what is printable', () => {
  expect(hexLines(octets)).toEqual([
    '0000  41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50   ABCDEFGH IJKLMNOP',
    '0010  51 00 1b 7f ff                                     Q····',
  ]);
});

test('has no line for no octets', () => expect(hexLines(new Uint8Array(0))).toEqual([]));

test('hides octets in both columns', () => {
  const [first] = hexLines(octets, { hidden: [{ at: 1, length: 2 }] });
  expect(first).toBe('0000  41 ** ** 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50   A**DEFGH IJKLMNOP');
});

test('highlights a range across the groups and over the end of a row', () => {
  const lit = hexRows(octets, { highlight: { at: 6, length: 12 } }).map(({ hex, text }) =>
    [hex, text].map((spans) => spans.filter((span) => span.isHighlighted).map((span) => span.text)),
  );
  expect(lit).toEqual([
    [['47 48  49 4a 4b 4c 4d 4e 4f 50'], ['GH IJKLMNOP']],
    [['51 00'], ['Q·']],
  ]);
});

test('the hex column gives the octets back, and nothing in a line is unprintable', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), fc.nat(40), (any, at, length) => {
      const rows = hexRows(any, { highlight: { at, length } });
      const digits = rows.flatMap(({ hex }) => hex.map(({ text }) => text)).join(' ');
      const read = digits.replace(/ /g, '').match(/../g) ?? [];
      expect(Uint8Array.from(read, (pair) => Number.parseInt(pair, 16))).toEqual(any);
      for (const line of hexLines(any)) expect(line).toMatch(/^[\x20-\x7e·]*$/);
    }),
  );
});
