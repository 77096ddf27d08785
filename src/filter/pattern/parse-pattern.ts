/**
 * Regular expressions of `matches`, as programs of a machine that takes each octet once: the time is that of the text's
 * length, whatever the expression. What such a machine cannot do (back-references, looking around) is refused.
 *
 * Letters of either case are equal, as in Wireshark. Characters beyond ASCII stand for their octets in UTF-8.
 */
import { ESCAPES, foldCase, onlyCode, setOf, setOfCodes, without } from './octet-set.js';
import { programOf, type Step, type Tree } from './program.js';

/** What is wrong with an expression, and at which character. */
export interface PatternFault {
  readonly problem:
    | 'parenthesis'
    | 'bracket'
    | 'nothing-to-repeat'
    | 'repeats'
    | 'back-reference'
    | 'look-around'
    | 'word-boundary'
    | 'escape'
    | 'range'
    | 'too-large'
    | 'too-deep'
    | 'class-beyond-ascii';
  readonly at: number;
}

/** Groups within groups, and the largest number in braces. */
const DEEPEST = 50;
const MOST_REPEATS = 1000;

/** Carries a fault out of the recursion to `parsePattern`, which alone catches it. */
class PatternFaultFound extends Error {
  readonly fault: PatternFault;
  constructor(problem: PatternFault['problem'], at: number) {
    super(problem);
    this.fault = { problem, at };
  }
}

/** The program of an expression, its first step first; or what is wrong. */
export function parsePattern(pattern: string): readonly Step[] | PatternFault {
  try {
    const tree = new PatternParser(pattern).whole();
    return programOf(tree) ?? { problem: 'too-large', at: 0 };
  } catch (error) {
    if (error instanceof PatternFaultFound) return error.fault;
    throw error;
  }
}

class PatternParser {
  private readonly pattern: string;
  private at = 0;
  private depth = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  whole(): Tree {
    const tree = this.choice();
    if (this.at < this.pattern.length) throw new PatternFaultFound('parenthesis', this.at);
    return tree;
  }

  private get next(): string {
    return this.pattern[this.at] ?? '';
  }

  private choice(): Tree {
    const parts = [this.row()];
    while (this.next === '|') {
      this.at++;
      parts.push(this.row());
    }
    return parts.length === 1 ? (parts[0] as Tree) : { kind: 'choice', parts };
  }

  private row(): Tree {
    const parts: Tree[] = [];
    while (this.next !== '' && this.next !== '|' && this.next !== ')') parts.push(this.repeated());
    return { kind: 'row', parts };
  }

  private repeated(): Tree {
    let tree = this.single();
    for (let times = 0; ; times++) {
      const start = this.at;
      const bounds = this.bounds();
      if (bounds === null) return tree;
      if (times > 0) throw new PatternFaultFound('nothing-to-repeat', start);
      // Greedy or not is all the same where only yes and no are asked.
      if (this.next === '?') this.at++;
      tree = { kind: 'repeat', part: tree, least: bounds[0], most: bounds[1] };
    }
  }

  private bounds(): [number, number | null] | null {
    const simple = { '*': [0, null], '+': [1, null], '?': [0, 1] }[this.next] as
      | [number, number | null]
      | undefined;
    if (simple !== undefined) {
      this.at++;
      return simple;
    }
    const braces = /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(this.pattern.slice(this.at, this.at + 20));
    if (braces === null) return null;
    const least = Number(braces[1]);
    const most = braces[2] === undefined ? least : braces[3] === '' ? null : Number(braces[3]);
    if (least > MOST_REPEATS || (most !== null && (most > MOST_REPEATS || most < least)))
      throw new PatternFaultFound('repeats', this.at);
    this.at += braces[0].length;
    return [least, most];
  }

  private single(): Tree {
    const start = this.at;
    const character = String.fromCodePoint(this.pattern.codePointAt(start) as number);
    this.at += character.length;
    switch (character) {
      case '(':
        return this.group(start);
      case '[':
        return { kind: 'octet', set: this.classSet(start) };
      case '.':
        return { kind: 'octet', set: without(setOf('\n')) };
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '\\':
        return { kind: 'octet', set: foldCase(this.escape(start)) };
      case '*':
      case '+':
      case '?':
        throw new PatternFaultFound('nothing-to-repeat', start);
      default:
        return { kind: 'row', parts: literal(character) };
    }
  }

  private group(start: number): Tree {
    if (++this.depth > DEEPEST) throw new PatternFaultFound('too-deep', start);
    if (this.next === '?') {
      if (this.pattern[this.at + 1] !== ':') throw new PatternFaultFound('look-around', start);
      this.at += 2;
    }
    const tree = this.choice();
    if (this.next !== ')') throw new PatternFaultFound('parenthesis', start);
    this.at++;
    this.depth--;
    return tree;
  }

  private escape(start: number): Uint8Array {
    const letter = this.next;
    this.at++;
    const known = ESCAPES[letter];
    if (known !== undefined) return known;
    if (letter === 'x') {
      const hex = /^[\da-f]{2}/i.exec(this.pattern.slice(this.at, this.at + 2));
      if (hex === null) throw new PatternFaultFound('escape', start);
      this.at += 2;
      return setOfCodes([Number.parseInt(hex[0], 16)]);
    }
    if (/[1-9k]/.test(letter)) throw new PatternFaultFound('back-reference', start);
    if (/[bBAzZG]/.test(letter)) throw new PatternFaultFound('word-boundary', start);
    // Anything else that is no letter stands for itself.
    if (letter === '' || /[a-z0-9]/i.test(letter) || letter > '\x7f')
      throw new PatternFaultFound('escape', start);
    return setOf(letter);
  }

  private classSet(start: number): Uint8Array {
    const isNegated = this.next === '^';
    if (isNegated) this.at++;
    const set = new Uint8Array(256);
    for (let isFirst = true; this.next !== ']' || isFirst; isFirst = false) {
      if (this.next === '') throw new PatternFaultFound('bracket', start);
      this.addMember(set);
    }
    this.at++;
    const folded = foldCase(set);
    return isNegated ? without(folded) : folded;
  }

  private addMember(set: Uint8Array): void {
    const start = this.at;
    const from = this.member();
    const isRange = this.next === '-' && !['', ']'].includes(this.pattern[this.at + 1] ?? '');
    if (!isRange) {
      for (const [code, isIn] of from.entries()) if (isIn === 1) set[code] = 1;
      return;
    }
    this.at++;
    const [first, last] = [onlyCode(from), onlyCode(this.member())];
    if (first === null || last === null || first > last) throw new PatternFaultFound('range', start);
    set.fill(1, first, last + 1);
  }

  private member(): Uint8Array {
    const start = this.at;
    const character = this.next;
    if (character === '') throw new PatternFaultFound('bracket', start);
    this.at++;
    if (character === '\\') return this.escape(start);
    if (character > '\x7f') throw new PatternFaultFound('class-beyond-ascii', start);
    return setOfCodes([character.charCodeAt(0)]);
  }
}

function literal(character: string): Tree[] {
  return [...new TextEncoder().encode(character)].map((octet) => ({
    kind: 'octet',
    set: foldCase(setOfCodes([octet])),
  }));
}
