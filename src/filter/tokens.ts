/**
 * The text of a filter as tokens. A word is everything between blanks and signs, so that `10.0.0.21:80`, `2001:db8::/32`,
 * `/shop/cart` and `100ms` need no quotes.
 */
import { faultAt, type Place } from './fault.js';

/** What a token is. */
export type TokenKind = 'word' | 'string' | 'operator' | 'range' | 'sign' | 'end';

/** A token and its place. */
export interface Token extends Place {
  readonly kind: TokenKind;
  /** The word, the text within the quotes, or the sign as it is meant (`=` is `==`). */
  readonly text: string;
}

/** Signs, longest first, and what they mean. */
const SIGNS: readonly (readonly [sign: string, kind: TokenKind, text: string])[] = [
  ['===', 'operator', '==='],
  ['!==', 'operator', '!=='],
  ['==', 'operator', '=='],
  ['!=', 'operator', '!='],
  ['!~', 'operator', '!~'],
  ['<=', 'operator', '<='],
  ['>=', 'operator', '>='],
  ['&&', 'sign', '&&'],
  ['||', 'sign', '||'],
  ['..', 'range', '..'],
  ['=', 'operator', '=='],
  ['<', 'operator', '<'],
  ['>', 'operator', '>'],
  ['~', 'operator', '~'],
  ['!', 'sign', '!'],
  ['(', 'sign', '('],
  [')', 'sign', ')'],
  ['{', 'sign', '{'],
  ['}', 'sign', '}'],
  [',', 'sign', ','],
];

const BLANK = /\s/;
const ENDS_WORD = /[\s()!&|=<>~{},"']/;

/** Whether a text can stand as a word, without quotes. */
export function isPlainWord(text: string): boolean {
  return text !== '' && !ENDS_WORD.test(text) && !text.includes('..');
}

/** The tokens of a text; the last one is the end. Throws `FaultFound`. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && BLANK.test(text[at] as string)) at++;
    if (at === text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  const first = text[start] as string;
  if (first === '"' || first === "'") return stringAt(text, start, first);
  for (const [sign, kind, meaning] of SIGNS) {
    if (text.startsWith(sign, start)) return { kind, text: meaning, start, end: start + sign.length };
  }
  if (first === '&' || first === '|') {
    throw faultAt('single-sign', { start, end: start + 1 }, { given: first, nearest: first + first });
  }
  let end = start;
  while (end < text.length && !ENDS_WORD.test(text[end] as string) && !text.startsWith('..', end)) end++;
  return { kind: 'word', text: text.slice(start, end), start, end };
}

/** In quotes a backslash makes the quote and itself plain; before anything else it stands for itself. */
function stringAt(text: string, start: number, quote: string): Token {
  let content = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] as string;
    if (character === quote) return { kind: 'string', text: content, start, end: at + 1 };
    const next = text[at + 1];
    if (character === '\\' && (next === quote || next === '\\')) {
      content += next;
      at++;
    } else content += character;
  }
  throw faultAt('quote-open', { start, end: text.length }, { given: quote });
}
