/**
 * Text → tree.
 *
 *     expression = conjunction { ("||" | "or") conjunction }
 *     conjunction = negation { ("&&" | "and") negation }
 *     negation = ("!" | "not") negation | term
 *     term = "(" expression ")" | field operator values | field | word | string
 *     values = value | value ".." value | "{" values { [","] values } "}"
 *
 * `finding:any` is `finding==any`, `has:retrans` is `retrans`.
 */
import { faultAt, type Place } from './fault.js';
import { type Token, tokensOf } from './tokens.js';
import type { Node, Operator, Scalar, Value } from './tree.js';

/** Wireshark's words for operators. */
const OPERATOR_WORDS: Readonly<Record<string, Operator>> = {
  eq: '==',
  ne: '!=',
  all_eq: '===',
  any_ne: '!==',
  all_ne: '!=',
  any_eq: '==',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  contains: 'contains',
  matches: 'matches',
  in: 'in',
};

/** Words that join terms. */
const CONNECTIVES: Readonly<Record<string, '&&' | '||' | '!'>> = { and: '&&', or: '||', not: '!' };

/** Characters of an expression, how deep parentheses and negations may nest, and values of a set. */
const LONGEST_EXPRESSION = 10_000;
const DEEPEST = 100;
const MOST_VALUES = 1000;

/**
 * The tree of a text. Throws `FaultFound`.
 * @param isField whether a word in front of `:` is the name of a field; else the colon is part of the word
 */
export function parse(text: string, isField: (name: string) => boolean): Node {
  if (text.length > LONGEST_EXPRESSION)
    throw faultAt('too-long', { start: LONGEST_EXPRESSION, end: text.length });
  const parser = new Parser(tokensOf(text), isField);
  return parser.whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly isField: (name: string) => boolean;
  private next = 0;
  private depth = 0;

  constructor(tokens: readonly Token[], isField: (name: string) => boolean) {
    this.tokens = tokens;
    this.isField = isField;
  }

  whole(): Node {
    const node = this.expression();
    const rest = this.peek();
    if (rest.kind === 'end') return node;
    if (rest.text === ')' && rest.kind === 'sign') throw faultAt('parenthesis-stray', rest, { given: ')' });
    if (rest.kind === 'word' || rest.kind === 'string' || rest.text === '(' || rest.text === '!')
      throw faultAt('connective-expected', rest, { given: rest.text, allowed: ['&&', '||'] });
    throw faultAt('sign-unexpected', rest, { given: rest.text });
  }

  private peek(ahead = 0): Token {
    return this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)] as Token;
  }

  private take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  private connective(ahead = 0): string {
    const token = this.peek(ahead);
    if (token.kind === 'sign') return token.text;
    if (token.kind !== 'word') return '';
    const word = token.text.toLowerCase();
    return Object.hasOwn(CONNECTIVES, word) ? (CONNECTIVES[word] as string) : '';
  }

  private expression(): Node {
    return this.chain('||', 'or', () => this.chain('&&', 'and', () => this.negation()));
  }

  private chain(sign: '&&' | '||', kind: 'and' | 'or', part: () => Node): Node {
    const terms = [part()];
    while (this.connective() === sign) {
      this.take();
      terms.push(part());
    }
    return terms.length === 1 ? (terms[0] as Node) : { kind, terms };
  }

  private negation(): Node {
    if (this.connective() !== '!') return this.term();
    const sign = this.take();
    this.goDeeper(sign);
    const term = this.negation();
    this.depth--;
    return { kind: 'not', term };
  }

  private term(): Node {
    const token = this.peek();
    if (token.kind === 'sign' && token.text === '(') return this.parenthesis();
    if (token.kind === 'string') {
      this.take();
      return { kind: 'text', text: scalarOf(token) };
    }
    if (token.kind !== 'word' || this.connective() !== '')
      throw faultAt('term-expected', token, { given: token.text });
    this.take();
    return this.fieldOrText(token);
  }

  private parenthesis(): Node {
    const open = this.take();
    this.goDeeper(open);
    const node = this.expression();
    const close = this.peek();
    if (close.kind === 'end') throw faultAt('parenthesis-open', open, { given: '(' });
    if (close.kind !== 'sign' || close.text !== ')')
      throw faultAt('connective-expected', close, { given: close.text, allowed: ['&&', '||', ')'] });
    this.take();
    this.depth--;
    return node;
  }

  private fieldOrText(word: Token): Node {
    const colon = this.colonTerm(word);
    if (colon !== null) return colon;
    const place = this.peek();
    const operator = this.operator();
    const field = { ...scalarOf(word), text: word.text.toLowerCase() };
    if (operator !== null)
      return this.comparison(field, operator, { start: place.start, end: this.peek(-1).end });
    return this.isField(field.text) ? { kind: 'field', field } : { kind: 'text', text: scalarOf(word) };
  }

  /** `finding:any`, also with the value in quotes behind the colon. */
  private colonTerm(word: Token): Node | null {
    const colon = word.text.indexOf(':');
    const name = word.text.slice(0, Math.max(0, colon)).toLowerCase();
    if (colon <= 0 || (name !== 'has' && !this.isField(name))) return null;
    const field = { text: name, isQuoted: false, start: word.start, end: word.start + colon };
    const rest: Token = { ...word, text: word.text.slice(colon + 1), start: word.start + colon + 1 };
    const value = rest.text === '' ? this.value() : scalarOf(rest);
    if (name === 'has') return { kind: 'field', field: { ...value, text: value.text.toLowerCase() } };
    const operatorPlace = { start: word.start + colon, end: word.start + colon + 1 };
    return { kind: 'comparison', field, operator: '==', operatorPlace, values: [{ from: value, to: null }] };
  }

  private operator(): Operator | null {
    const token = this.peek();
    if (token.kind === 'operator') {
      this.take();
      return token.text as Operator;
    }
    if (token.kind !== 'word') return null;
    const word = token.text.toLowerCase();
    const after = this.peek(1);
    if (word === 'not' && after.kind === 'word' && after.text.toLowerCase() === 'in') {
      this.next += 2;
      return 'not in';
    }
    if (!Object.hasOwn(OPERATOR_WORDS, word)) return null;
    this.take();
    return OPERATOR_WORDS[word] as Operator;
  }

  private comparison(field: Scalar, operator: Operator, operatorPlace: Place): Node {
    const isSet = this.peek().kind === 'sign' && this.peek().text === '{';
    const values = isSet ? this.set() : [this.valueOrRange()];
    return { kind: 'comparison', field, operator, operatorPlace, values };
  }

  private set(): Value[] {
    const open = this.take();
    const values: Value[] = [];
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end') throw faultAt('brace-open', open, { given: '{' });
      if (token.kind === 'sign' && token.text === '}') break;
      if (values.length === MOST_VALUES) throw faultAt('too-many-values', token);
      values.push(this.valueOrRange());
      if (this.peek().kind === 'sign' && this.peek().text === ',') this.take();
    }
    if (values.length === 0) throw faultAt('value-expected', this.peek());
    this.take();
    return values;
  }

  private valueOrRange(): Value {
    const from = this.value();
    if (this.peek().kind !== 'range') return { from, to: null };
    this.take();
    return { from, to: this.value() };
  }

  /** `rst by server` is one value. */
  private value(): Scalar {
    const token = this.peek();
    if (token.kind !== 'word' && token.kind !== 'string')
      throw faultAt('value-expected', token, { given: token.text });
    this.take();
    const [by, whom] = [this.peek(), this.peek(1)];
    const isPhrase = token.kind === 'word' && by.kind === 'word' && by.text.toLowerCase() === 'by';
    if (!isPhrase || whom.kind !== 'word') return scalarOf(token);
    this.next += 2;
    return {
      text: `${token.text} by ${whom.text}`.toLowerCase(),
      isQuoted: false,
      start: token.start,
      end: whom.end,
    };
  }

  private goDeeper(at: Token): void {
    if (++this.depth > DEEPEST) throw faultAt('too-deep', at, { given: at.text });
  }
}

function scalarOf({ kind, text, start, end }: Token): Scalar {
  return { text, isQuoted: kind === 'string', start, end };
}
