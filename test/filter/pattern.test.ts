/** Regular expressions: the language's own beside the engine of JavaScript, and the time of the bad ones. */
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePattern } from '../../src/filter/pattern/parse-pattern.js';
import { Pattern } from '../../src/filter/pattern/pattern.js';

function isFound(pattern: string, text: string): boolean {
  const program = parsePattern(pattern);
  if ('problem' in program) throw new Error(`${pattern}: ${program.problem}`);
  return new Pattern(program).isFoundIn(text);
}

test.each([
  ['', '', true],
  ['^$', '', true],
  ['^$', 'a', false],
  ['a', 'xAx', true],
  ['^a', 'xa', false],
  ['a$', 'ab', false],
  ['^(GET|HEAD)$', 'head', true],
  ['[a-c]{2,3}x', 'zabcx', true],
  ['[^a-z]', 'ABC', false],
  ['[]a]', ']', true],
  ['[a-]', '-', true],
  ['[\\d.]+', '10.1', true],
  ['\\.aspx$', '/x.aspx', true],
  ['\\.aspx$', '/xaspx', false],
  ['\\x41', 'a', true],
  ['[\\x41-\\x42]', 'b', true],
  ['a.c', 'a\nc', false],
  ['a|b|', '', true],
  ['^(a|b)*?c', 'ababc', true],
  ['x{2}', 'x', false],
  ['x{,2}', 'x{,2}', true],
  ['ü', Buffer.from('für', 'utf8').toString('latin1'), true],
  ['^(a*)*$', 'aaa', true],
  ['(){1000}', '', true],
])('%s in %j: %s', (pattern, text, expected) => {
  expect(isFound(pattern, text)).toBe(expected);
});

test('finds what the engine of JavaScript finds', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    'B',
    '.',
    '[ab]',
    '[^a]',
    '(a|b)',
    '(ab)*',
    'a+',
    'b?',
    '(a|ab)(c|bcd)',
    'c{1,2}',
    '^',
    '$',
    '|',
    '\\d',
    '1',
  );
  const pattern = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'c', 'd', '1', '\n'), maxLength: 12 });
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
      // One machine for all texts: what it learns of one must not change its answer for another.
      const program = parsePattern(source);
      if ('problem' in program) throw new Error(`${source}: ${program.problem}`);
      const machine = new Pattern(program);
      for (const each of texts)
        expect(machine.isFoundIn(each), each).toBe(new RegExp(source, 'i').test(each));
    }),
    { numRuns: 1500 },
  );
});

test('no text makes the parser throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?^$.\\-,019xü\ud800'), maxLength: 30 }),
      (pattern) => {
        expect(parsePattern(pattern)).toBeTypeOf('object');
      },
    ),
    { numRuns: 3000 },
  );
});

test.each([
  '^(a+)+$',
  '(a|a)*b',
  '(a|aa)+$',
  '(.*)*x',
  '([a-z]+)*[0-9]{40}',
  '(a?){40}a{40}b',
  '.*.*.*=.*',
])('%s takes time that is that of the length', (pattern) => {
  const start = performance.now();
  isFound(pattern, `${'a'.repeat(4000)}!`);
  // Milliseconds where a backtracking engine takes seconds for 28 letters; the room is for a busy machine.
  expect(performance.now() - start).toBeLessThan(2000);
});

test('states are forgotten at the limit, and the answer stays the same', () => {
  const program = parsePattern('a.{12}b$');
  if ('problem' in program) throw new Error(program.problem);
  const machine = new Pattern(program);
  let text = '';
  for (let i = 0, bits = 1; i < 3000; i++) {
    bits = (Math.imul(bits, 1_103_515_245) + 12_345) >>> 0;
    text += (bits & 0x10000) === 0 ? 'a' : 'b';
  }
  for (let end = 2000; end < 2100; end++) {
    const part = text.slice(0, end);
    expect(machine.isFoundIn(part)).toBe(/a.{12}b$/i.test(part));
  }
});
