/** What is said of an expression that is wrong, and where the caret stands. */
import { expect, test } from 'vitest';
import { FAULTS } from '../../src/filter/fault.js';
import { compileFilter } from '../../src/filter/filter.js';
import { filterFaultLines } from '../../src/view/filter-fault-text.js';

/** Expression, the marks below it, and the sentence. */
const CASES: readonly (readonly [expression: string, marks: string, sentence: string])[] = [
  ['finding:any && statos>=500', '               ^^^^^^', 'unknown field "statos"; did you mean "status"?'],
  ['tcp.flags.rst==1', '^^^^^^^^^^^^^', 'unknown field "tcp.flags.rst"; did you mean "tcp.flags.reset"?'],
  [
    'tcp.window_size>0',
    '^^^^^^^^^^^^^^^',
    'unknown field "tcp.window_size"; tcpdx filter lists the fields; put it in quotes if it is meant as a text',
  ],
  [
    'http.cookie',
    '^^^^^^^^^^^',
    'unknown field "http.cookie"; tcpdx filter lists the fields; put it in quotes if it is meant as a text',
  ],
  [
    'has:colour',
    '    ^^^^^^',
    'unknown field "colour"; tcpdx filter lists the fields; put it in quotes if it is meant as a text',
  ],
  [
    'note~"x"',
    '^^^^',
    'note is of the screen, where flows are marked and notes are written; it means nothing on the command line',
  ],
  [
    'rst && marked',
    '       ^^^^^^',
    'marked is of the screen, where flows are marked and notes are written; it means nothing on the command line',
  ],
  ['', '^', 'a field, a text or ( is expected here, and the filter ends'],
  ['rst && ', '       ^', 'a field, a text or ( is expected here, and the filter ends'],
  ['rst && || tls', '       ^^', 'a field, a text or ( is expected here, not ||'],
  ['rst & tls', '    ^', 'a single & has no meaning here: write &&'],
  ['rst tls', '    ^^^', '&&, || is expected between two conditions'],
  ['(rst tls)', '     ^^^', '&&, ||, ) is expected between two conditions'],
  ['(rst', '^', 'the parenthesis ( is not closed'],
  ['rst)', '   ^', 'this ) has no ( before it'],
  ['host=="a', '      ^^', 'the quote " is not closed'],
  ['port in {80', '        ^', 'the set { is not closed'],
  ['port in {}', '         ^', 'a value is expected here'],
  ['port==', '      ^', 'a value is expected here'],
  ['port==(80)', '      ^', 'a value is expected here, not (; put it in quotes if it is meant as a text'],
  ['"host"=="a"', '      ^^', '== cannot stand here'],
  ['dur>100', '    ^^^', '100 of what? Write it with its unit, such as 100ms: ns, us, ms, s, m, h'],
  ['dur>100days', '    ^^^^^^^', '"100days" has no unit that dur knows: ns, us, ms, s, m, h'],
  ['pkts>6k', '     ^^', 'pkts is a count and has no unit'],
  ['pkts>-1', '     ^^', '"-1" is no number for pkts'],
  ['tcp.port==70000', '          ^^^^^', '70000 is no port: 0 to 65535'],
  ['status in 599..500', '          ^^^^^^^^', 'the range ends before it begins'],
  ['status=={500,503}', '      ^^', '== takes one value; sets and ranges go with in'],
  ['status!=500..503', '      ^^', '!= takes one value; sets and ranges go with not in'],
  [
    'sev>=hihg',
    '     ^^^^',
    'sev is never "hihg"; it may be critical, high, medium, low, info; did you mean "high"?',
  ],
  [
    'state==RST0',
    '       ^^^^',
    'state is never "RST0"; it may be S0, S1, SF, REJ, S2, S3, RSTO, RSTR, RSTOS0, RSTRH, SH, SHR, OTH; did you mean "RSTO"?',
  ],
  ['tls==maybe', '     ^^^^^', 'tls is never "maybe"; it may be 1, 0, true, false'],
  ['end~=rst', '    ^', 'a value is expected here, not ==; put it in quotes if it is meant as a text'],
  ['pkts~"6"', '    ^', '~ does not go with pkts; allowed are ==, !=, <, <=, >, >=, in, not in, ===, !=='],
  [
    'host>"a"',
    '    ^',
    '> does not go with host; allowed are ==, !=, in, not in, ===, !==, ~, !~, contains, matches',
  ],
  [
    'server',
    '^^^^^^',
    'every flow has server: compare it (==, !=, in, not in, ~, !~, contains, matches), or put it in quotes if it is meant as a text',
  ],
  [
    'tcp.flags.reset',
    '^^^^^^^^^^^^^^^',
    'every flow has tcp.flags.reset: compare it (==, !=), or put it in quotes if it is meant as a text',
  ],
  [
    'server==80',
    '        ^^',
    '"80" is no address with or without a port: write 192.0.2.1, 192.0.2.0/24, 2001:db8::1 or 2001:db8::/32; a port alone goes with client.port or server.port',
  ],
  [
    'client==010.1.1.1',
    '        ^^^^^^^^^',
    '"010.1.1.1" is no address with or without a port: a leading zero is read as octal by some, as decimal by others; leave it out',
  ],
  [
    'ip.addr==192.0.2.1:80',
    '         ^^^^^^^^^^^^',
    '"192.0.2.1:80" is no address: this field has no port; ask tcp.port, or client or server, which take both',
  ],
  [
    'client in 10.0.0.1..10.0.0.9',
    '          ^^^^^^^^^^^^^^^^^^',
    'client has no ranges; a prefix such as 10.1.0.0/22, or a set {a, b}, may do',
  ],
  [
    't>25:00',
    '  ^^^^^',
    '"25:00" is no time: write 09:22, 09:22:59.485, 2026-11-21 or 2026-11-21T09:22:59Z (UTC)',
  ],
  [
    't in 09:00..2026-11-21',
    '            ^^^^^^^^^^',
    'both ends of a range are times of day, or both are full times',
  ],
  ['t in 2026-11-22..2026-11-21', '     ^^^^^^^^^^^^^^^^^^^^^^', 'the range ends before it begins'],
  ['host matches "(a"', '              ^', 'the pattern is wrong here: the parentheses do not match'],
  [
    'host matches "a\\1"',
    '               ^',
    'the pattern is wrong here: back-references are not supported: they cannot be matched in linear time',
  ],
  [
    'host matches "(?=a)"',
    '              ^',
    'the pattern is wrong here: (?...) other than (?:...) is not supported',
  ],
  [
    'host matches "((a{99}){99}){99}"',
    '              ^',
    'the pattern is wrong here: the pattern is too large once its repetitions are written out',
  ],
  [
    'tcp.len==1460',
    '       ^^^^^^',
    'lengths of single segments are not kept: only tcp.len>0, any payload at all, can be asked; see bytes',
  ],
  [`${'!'.repeat(101)}rst`, `${' '.repeat(100)}^`, 'parentheses and negations are nested more than 100 deep'],
  [`port in {${'1 '.repeat(1001)}}`, `${' '.repeat(63)}^`, 'a set may have 1,000 values at most'],
  ['a'.repeat(10_001), `${' '.repeat(63)}^`, 'the filter is longer than 10,000 characters'],
];

function linesOf(expression: string): readonly string[] {
  const compiled = compileFilter(expression);
  return compiled.ok
    ? [`right: ${compiled.filter.expression}`]
    : filterFaultLines(expression, compiled.fault);
}

test.each(CASES)('%s', (expression, marks, sentence) => {
  const [said, , place] = linesOf(expression);
  expect(said).toBe(sentence);
  expect(place).toBe(`  ${marks}`);
});

test('every kind of fault has a case', () => {
  const met = CASES.map(([expression]) => {
    const compiled = compileFilter(expression);
    return compiled.ok ? null : compiled.fault.code;
  });
  expect(FAULTS.filter((code) => !met.includes(code))).toEqual([]);
});

test('a long expression is shown around its fault', () => {
  const [, shown, place] = linesOf(`${'rst || '.repeat(50)}statos==1 ${'|| rst '.repeat(50)}`);
  expect(shown).toBe(`  ... || ${'rst || '.repeat(8)}statos==1 ${'|| rst '.repeat(5)}|`);
  expect(place?.length).toBe((shown?.indexOf('statos') ?? 0) + 6);
});

test('what a terminal would obey is made visible, and the caret still stands below', () => {
  const lines = linesOf('host=="\x1b[31m" && \x1b]0;x\x07==1');
  expect(lines.join('')).not.toMatch(/[\x00-\x1f\x7f]/);
  expect(lines[2]).toBe(
    `  ${' '.repeat('host=="\\x1b[31m" && '.length)}${'^'.repeat('\\x1b]0;x\\x07'.length)}`,
  );
});
