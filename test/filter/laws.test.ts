/** Laws that hold for every text and every expression. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { completeFilter } from '../../src/filter/complete.js';
import { FIELDS, fieldOf } from '../../src/filter/fields.js';
import { compileFilter } from '../../src/filter/filter.js';
import { parse } from '../../src/filter/parse.js';
import { printFilter } from '../../src/filter/print.js';
import type { FilterCapture } from '../../src/filter/subject.js';
import { filterFaultLines } from '../../src/view/filter-fault-text.js';
import { captureOf, matching } from './capture.js';

const PIECES = [
  ...FIELDS.flatMap(({ name, example }) => [name, example]),
  ...[
    '&&',
    '||',
    '!',
    '(',
    ')',
    '{',
    '}',
    ',',
    '..',
    '==',
    '!=',
    '<',
    '>=',
    '~',
    'in',
    'not',
    'matches',
    'by',
    ':',
    '"',
    "'",
  ],
  ...[
    '80',
    '10.0.0.1:80',
    '[::1]:80',
    '::/0',
    '100ms',
    '09:22',
    '2026-11-21',
    'rst',
    '"a b"',
    'F-x',
    '(a|b)*',
    '\\',
    '\u202e',
    '\ud800',
  ],
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(' ')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
);

/** Right expressions: examples of the fields, joined. */
const rightText = fc.letrec<{ expression: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...FIELDS.map(({ example }) => example)),
    fc.string({ maxLength: 12 }).map((text) => `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`),
    fc.constantFrom(
      'end==rst by server',
      'has:rst',
      'port in {80, 443..444}',
      'host=="a \\"b\\""',
      'finding!=2',
      '/a:b',
    ),
  ),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('expression').map((expression) => `!(${expression})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('&&', 'and', '||', 'or'), tie('expression'))
      .map(([a, sign, b]) => `(${a}) ${sign} ${b}`),
  ),
})).expression;

/** A tree without places. */
function shapeOf(text: string): string {
  const node = parse(text, (name) => fieldOf(name) !== undefined);
  return JSON.stringify(node, (key, value) =>
    ['start', 'end', 'operatorPlace'].includes(key) ? undefined : value,
  );
}

test('no text makes it throw, and the place of a fault lies within the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const compiled = compileFilter(text);
      if (compiled.ok) return;
      const { start, end } = compiled.fault;
      expect(0 <= start && start <= end && end <= text.length).toBe(true);
      expect(filterFaultLines(text, compiled.fault).join('\n')).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 2000 },
  );
});

test('completion throws for no text and no caret, and replaces what stands before the caret', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: -1, max: 60 }), (text, caret) => {
      const { start, end } = completeFilter(text, caret);
      expect(0 <= start && start <= end && end <= text.length).toBe(true);
      expect(end).toBe(Math.max(0, Math.min(caret, text.length)));
    }),
    { numRuns: 1000 },
  );
});

test('an expression that is printed and read again is the same', () => {
  fc.assert(
    fc.property(rightText, (text) => {
      const compiled = compileFilter(text);
      if (!compiled.ok) throw new Error(`${text}: ${compiled.fault.code}`);
      const { expression } = compiled.filter;
      expect(shapeOf(expression)).toBe(shapeOf(text));
      const again = parse(expression, (name) => fieldOf(name) !== undefined);
      expect(printFilter(again)).toBe(expression);
    }),
    { numRuns: 500 },
  );
});

describe('over recorded flows', () => {
  let capture: FilterCapture;
  beforeAll(async () => {
    capture = await captureOf('httpsys-503.pcap');
  });
  const same = (a: string, b: string) => expect(matching(capture, a)).toEqual(matching(capture, b));

  test('De Morgan holds', () => {
    fc.assert(
      fc.property(rightText, rightText, (a, b) => {
        same(`!((${a}) && (${b}))`, `!(${a}) || !(${b})`);
        same(`!((${a}) || (${b}))`, `!(${a}) && !(${b})`);
      }),
      { numRuns: 200 },
    );
  });

  test('twice no is yes, and && binds tighter than ||', () => {
    fc.assert(
      fc.property(rightText, rightText, rightText, (a, b, c) => {
        same(`!!(${a})`, a);
        same(`(${a}) || (${b}) && (${c})`, `(${a}) || ((${b}) && (${c}))`);
      }),
      { numRuns: 200 },
    );
  });

  test('an operator and the one that says no of all part the flows that have a value', () => {
    for (const field of [
      'status',
      'host',
      'path',
      'method',
      'ip.addr',
      'port',
      'sev',
      'finding',
      'end',
      'pkts',
    ]) {
      const [, value] = /(?:==|[<>]=?|~)\s*"?([^"]+)"?$/.exec(fieldOf(field)?.example ?? '') ?? [];
      const typed = `"${{ finding: '1', sev: 'high', host: 'www.example.com', 'ip.addr': '192.0.2.80' }[field] ?? value}"`;
      const [yes, no] = [matching(capture, `${field}==${typed}`), matching(capture, `${field}!=${typed}`)];
      expect(
        yes.filter((flow) => no.includes(flow)),
        field,
      ).toEqual([]);
      const all = [...yes, ...no].sort((a, b) => a - b);
      expect(all, field).toEqual(
        matching(capture, `${field}==${typed} || ${field}!==${typed}`.replace(/!==/g, '!=')),
      );
    }
  });
});
