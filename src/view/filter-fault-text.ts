/**
 * What is wrong with a filter, in words, with the place marked below the expression.
 */
import type { FaultCode, FilterFault } from '../filter/fault.js';
import { join, ownText, type SafeText, safeText, say } from './safe-text.js';

/** Characters shown in front of the fault, and behind it, of a long expression. */
const SHOWN_BEFORE = 60;
const SHOWN_BEHIND = 40;
const LONGEST_SHOWN = 120;
/** Words listed as allowed. */
const MOST_ALLOWED = 40;

/** The sentence on a fault, without a full stop. */
export function filterFaultSentence(fault: FilterFault): SafeText {
  const hint = fault.nearest === null ? '' : hintOf(fault, fault.nearest);
  return say`${SENTENCES[fault.code](fault)}${ownText(hint)}`;
}

/** Three lines: what is wrong, the expression, and the place below it. */
export function filterFaultLines(expression: string, fault: FilterFault): SafeText[] {
  const isLong = expression.length > LONGEST_SHOWN;
  const from = isLong ? Math.max(0, fault.start - SHOWN_BEFORE) : 0;
  const to = isLong
    ? Math.min(expression.length, Math.max(fault.end, fault.start) + SHOWN_BEHIND)
    : expression.length;
  const start = Math.max(from, fault.start);
  const end = Math.min(Math.max(fault.end, start), start + LONGEST_SHOWN);
  const before = say`${ownText(from > 0 ? '...' : '')}${safeText(expression.slice(from, start), 1000)}`;
  const wrong = safeText(expression.slice(start, end), 1000);
  const behind = safeText(expression.slice(end, Math.max(to, end)), 1000);
  const marks = '^'.repeat(Math.max(1, wrong.length));
  return [
    filterFaultSentence(fault),
    say`  ${before}${wrong}${behind}`,
    ownText(`  ${' '.repeat(before.length)}${marks}`),
  ];
}

function hintOf({ code, given }: FilterFault, nearest: string): string {
  if (code === 'single-sign' || code === 'set-expected' || nearest.toLowerCase() === given.toLowerCase())
    return '';
  return `; did you mean "${nearest}"?`;
}

type Sentence = (fault: FilterFault) => SafeText;

const fixed =
  (text: string): Sentence =>
  () =>
    ownText(text);
const given = ({ given: text }: FilterFault) => safeText(text, 80);
const name = ({ field }: FilterFault) => ownText(field ?? '');

function allowedText({ allowed }: FilterFault): SafeText {
  const shown = allowed.slice(0, MOST_ALLOWED).map((word) => safeText(word));
  return join(allowed.length > MOST_ALLOWED ? [...shown, ownText('...')] : shown, ', ');
}

const SENTENCES: Readonly<Record<FaultCode, Sentence>> = {
  'too-long': fixed('the filter is longer than 10,000 characters'),
  'too-deep': fixed('parentheses and negations are nested more than 100 deep'),
  'too-many-values': fixed('a set may have 1,000 values at most'),
  'single-sign': (fault) =>
    say`a single ${given(fault)} has no meaning here: write ${ownText(fault.nearest ?? '')}`,
  'quote-open': (fault) => say`the quote ${given(fault)} is not closed`,
  'parenthesis-open': fixed('the parenthesis ( is not closed'),
  'parenthesis-stray': fixed('this ) has no ( before it'),
  'brace-open': fixed('the set { is not closed'),
  'term-expected': (fault) =>
    fault.given === ''
      ? ownText('a field, a text or ( is expected here, and the filter ends')
      : say`a field, a text or ( is expected here, not ${given(fault)}`,
  'value-expected': (fault) =>
    fault.given === ''
      ? ownText('a value is expected here')
      : say`a value is expected here, not ${given(fault)}; put it in quotes if it is meant as a text`,
  'connective-expected': (fault) => say`${allowedText(fault)} is expected between two conditions`,
  'sign-unexpected': (fault) => say`${given(fault)} cannot stand here`,
  'unknown-field': (fault) =>
    fault.nearest === null
      ? say`unknown field "${given(fault)}"; tcpdx filter lists the fields; put it in quotes if it is meant as a text`
      : say`unknown field "${given(fault)}"`,
  'reserved-field': (fault) =>
    say`${given(fault)} is of the screen, where flows are marked and notes are written; it means nothing on the command line`,
  'comparison-expected': (fault) =>
    say`every flow has ${name(fault)}: compare it (${allowedText(fault)}), or put it in quotes if it is meant as a text`,
  'operator-not-allowed': (fault) =>
    say`${given(fault)} does not go with ${name(fault)}; allowed are ${allowedText(fault)}`,
  'set-expected': (fault) =>
    say`${given(fault)} takes one value; sets and ranges go with ${ownText(fault.nearest?.trim() ?? 'in')}`,
  'range-not-allowed': (fault) =>
    say`${name(fault)} has no ranges; a prefix such as 10.1.0.0/22, or a set {a, b}, may do`,
  'range-backwards': fixed('the range ends before it begins'),
  'bad-number': (fault) => say`"${given(fault)}" is no number for ${name(fault)}`,
  'bad-unit': (fault) =>
    fault.allowed.length === 0
      ? say`${name(fault)} is a count and has no unit`
      : say`"${given(fault)}" has no unit that ${name(fault)} knows: ${allowedText(fault)}`,
  'unit-missing': (fault) =>
    say`${given(fault)} of what? Write it with its unit, such as ${given(fault)}ms: ${allowedText(fault)}`,
  'bad-port': (fault) => say`${given(fault)} is no port: 0 to 65535`,
  'bad-address': (fault) =>
    say`"${given(fault)}" is no ${ownText(whatOf(fault))}: ${ownText(ADDRESS_FAULTS[fault.detail] ?? '')}`,
  'bad-time': (fault) =>
    fault.detail === 'mixed'
      ? ownText('both ends of a range are times of day, or both are full times')
      : say`"${given(fault)}" is no time: write 09:22, 09:22:59.485, 2026-11-21 or 2026-11-21T09:22:59Z (UTC)`,
  'bad-word': (fault) => say`${name(fault)} is never "${given(fault)}"; it may be ${allowedText(fault)}`,
  'bad-pattern': (fault) => say`the pattern is wrong here: ${ownText(PATTERN_FAULTS[fault.detail] ?? '')}`,
  'not-kept': fixed(
    'lengths of single segments are not kept: only tcp.len>0, any payload at all, can be asked; see bytes',
  ),
};

function whatOf({ field }: FilterFault): string {
  return field === 'client' || field === 'server' ? 'address with or without a port' : 'address';
}

const ADDRESS_FAULTS: Readonly<Record<string, string>> = {
  'not-an-address':
    'write 192.0.2.1, 192.0.2.0/24, 2001:db8::1 or 2001:db8::/32; a port alone goes with client.port or server.port',
  'leading-zero': 'a leading zero is read as octal by some, as decimal by others; leave it out',
  'octet-range': 'the parts of an IPv4 address are 0 to 255',
  'four-octets': 'an IPv4 address has four parts',
  'bad-group': 'the groups of an IPv6 address are one to four hex digits',
  'two-gaps': ':: may stand once',
  'eight-groups': 'an IPv6 address has eight groups, or :: in place of some',
  zone: 'a zone (%) is not in packets; leave it out',
  'prefix-range': 'the length of a prefix is 0 to 32 for IPv4, 0 to 128 for IPv6',
  bracket: 'an IPv6 address with a port is [2001:db8::1]:80',
  'port-range': 'a port is 0 to 65535',
  'port-unwanted': 'this field has no port; ask tcp.port, or client or server, which take both',
  'port-of-prefix': 'a prefix has no port; ask server.port as well',
};

const PATTERN_FAULTS: Readonly<Record<string, string>> = {
  parenthesis: 'the parentheses do not match',
  bracket: 'the [ is not closed',
  'nothing-to-repeat': 'there is nothing to repeat',
  repeats: 'a number in braces is at most 1,000, the second not less than the first',
  'back-reference': 'back-references are not supported: they cannot be matched in linear time',
  'look-around': '(?...) other than (?:...) is not supported',
  'word-boundary': 'word boundaries and the like are not supported; ^ and $ are',
  escape: 'this escape is not known; \\d \\s \\w \\xHH and signs are',
  range: 'this is no range of characters',
  'too-large': 'the pattern is too large once its repetitions are written out',
  'too-deep': 'groups are nested too deep',
  'class-beyond-ascii': 'in [...] only ASCII is supported; write a choice (a|b)',
};
