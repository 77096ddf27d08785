import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTcpOptions, type TcpOption } from '../../src/closeup/tcp-options.js';

const cases: readonly (readonly [name: string, octets: readonly number[], options: readonly TcpOption[]])[] =
  [
    ['a maximum segment size', [2, 4, 5, 180], [{ kind: 'mss', bytes: 1460 }]],
    ['a window scale behind padding', [1, 3, 3, 7], [{ kind: 'window-scale', shift: 7 }]],
    ['SACK permitted, and the end', [4, 2, 0, 9], [{ kind: 'sack-permitted' }]],
    ['a SACK block', [5, 10, 0, 0, 0, 1, 0, 0, 0, 9], [{ kind: 'sack', blocks: [{ left: 1, right: 9 }] }]],
    [
      'timestamps',
      [8, 10, 0, 0, 0, 1, 255, 255, 255, 255],
      [{ kind: 'timestamps', value: 1, echo: 4294967295 }],
    ],
    ['another option by its number', [30, 4, 1, 2], [{ kind: 'other', number: 30, length: 4 }]],
    ['a length of 0', [2, 0, 5, 180], [{ kind: 'malformed', number: 2 }]],
    ['a length that its kind cannot have', [2, 5, 5, 180, 0], [{ kind: 'malformed', number: 2 }]],
    ['an option that is cut', [3, 3], [{ kind: 'malformed', number: 3 }]],
    ['a SACK option with half a block', [5, 6, 0, 0, 0, 1], [{ kind: 'malformed', number: 5 }]],
  ];

test.each(cases)('%s', (_, octets, options) => {
  expect(decodeTcpOptions(Uint8Array.from(octets), 0, octets.length)).toEqual(options);
});

test('never reads beyond the header, whatever is in it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 8 }), (header, behind) => {
      const bytes = new Uint8Array([...header, ...behind]);
      expect(decodeTcpOptions(bytes, 0, header.length)).toEqual(decodeTcpOptions(header, 0, header.length));
    }),
  );
});
