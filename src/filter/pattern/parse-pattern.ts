/**
 * Regular expressions of `matches`, as programs of a machine that takes each octet once: the time is that of the text's
 * length, whatever the expression. What such a machine cannot do (back-references, looking around) is refused.
 *
 * Letters of either case are equal, as in Wireshark. Characters beyond ASCII stand for their octets in UTF-8.
 */

/** One step of a program. */
export type Step =
  /** Goes on when the octet is in the set of 256. */
  | { readonly kind: 'octet'; readonly set: Uint8Array; next: number }
  | { readonly kind: 'split'; next: number; other: number }
  /** Goes on at the start or the end of the text only. */
  | { readonly kind: 'start' | 'end'; next: number }
  | { readonly kind: 'found' };

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

/** Steps of a program, groups within groups, and the largest number in braces. */
const MOST_STEPS = 500;
const DEEPEST = 50;
const MOST_REPEATS = 1000;

type Tree =
  | { readonly kind: 'octet'; readonly set: Uint8Array }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'row' | 'choice'; readonly parts: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number | null };

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
    const steps: Step[] = [];
    emit(tree, steps);
    add(steps, { kind: 'found' });
    return steps;
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

function setOfCodes(codes: Iterable<number>): Uint8Array {
  const set = new Uint8Array(256);
  for (const code of codes) set[code] = 1;
  return set;
}

function setOf(characters: string): Uint8Array {
  return setOfCodes([...characters].map((character) => character.charCodeAt(0)));
}

function without(set: Uint8Array): Uint8Array {
  return set.map((isIn) => 1 - isIn);
}

function foldCase(set: Uint8Array): Uint8Array {
  const folded = Uint8Array.from(set);
  for (let upper = 0x41; upper <= 0x5a; upper++) {
    if (set[upper] === 1 || set[upper + 0x20] === 1) folded[upper] = folded[upper + 0x20] = 1;
  }
  return folded;
}

/** The only code in a set; null for none or several. */
function onlyCode(set: Uint8Array): number | null {
  const code = set.indexOf(1);
  return code >= 0 && code === set.lastIndexOf(1) ? code : null;
}

const DIGITS = setOf('0123456789');
const BLANKS = setOf(' \t\n\r\f\v');
const WORD = setOf('0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');
const ESCAPES: Readonly<Record<string, Uint8Array>> = Object.assign(Object.create(null), {
  d: DIGITS,
  D: without(DIGITS),
  s: BLANKS,
  S: without(BLANKS),
  w: WORD,
  W: without(WORD),
  n: setOf('\n'),
  r: setOf('\r'),
  t: setOf('\t'),
});

function add<S extends Step>(steps: Step[], step: S): S {
  if (steps.length >= MOST_STEPS) throw new PatternFaultFound('too-large', 0);
  steps.push(step);
  return step;
}

/** Appends the steps of a tree; each leads on to the step behind them. */
function emit(tree: Tree, steps: Step[]): void {
  switch (tree.kind) {
    case 'octet':
      add(steps, { kind: 'octet', set: tree.set, next: steps.length + 1 });
      return;
    case 'start':
    case 'end':
      add(steps, { kind: tree.kind, next: steps.length + 1 });
      return;
    case 'row':
      for (const part of tree.parts) emit(part, steps);
      return;
    case 'choice':
      emitChoice(tree.parts, steps);
      return;
    case 'repeat':
      emitRepeat(tree, steps);
  }
}

function emitChoice(parts: readonly Tree[], steps: Step[]): void {
  const exits: { next: number }[] = [];
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      emit(part, steps);
      break;
    }
    const split = add(steps, { kind: 'split', next: steps.length + 1, other: 0 });
    emit(part, steps);
    exits.push(add(steps, { kind: 'split', next: 0, other: -1 }));
    split.other = steps.length;
  }
  for (const exit of exits) exit.next = steps.length;
}

function emitRepeat({ part, least, most }: Extract<Tree, { kind: 'repeat' }>, steps: Step[]): void {
  for (let times = 0; times < least; times++) {
    const before = steps.length;
    emit(part, steps);
    // What is empty once is empty a thousand times.
    if (steps.length === before) break;
  }
  if (most === null) {
    const split = add(steps, { kind: 'split', next: steps.length + 1, other: 0 });
    const loop = steps.length - 1;
    emit(part, steps);
    add(steps, { kind: 'split', next: loop, other: -1 });
    split.other = steps.length;
    return;
  }
  const splits: { other: number }[] = [];
  for (let times = least; times < most; times++) {
    splits.push(add(steps, { kind: 'split', next: steps.length + 1, other: 0 }));
    emit(part, steps);
  }
  for (const split of splits) split.other = steps.length;
}
