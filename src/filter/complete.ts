/**
 * What may be typed at a place of a filter, for the filter line of a screen.
 */
import { SEVERITIES } from '../rules/rule.js';
import { FaultFound, type Place } from './fault.js';
import { aloneOf, type Field, OPERATORS_OF } from './field.js';
import { fieldNames, fieldOf } from './fields.js';
import { nearestOf } from './nearest.js';
import { type Token, tokensOf } from './tokens.js';
import { FINDING_WORDS, TRUTHS } from './values.js';
import { wordsToType } from './words.js';

/** Something that may be typed. */
export interface Completion {
  readonly text: string;
  readonly kind: 'field' | 'value' | 'operator' | 'connective';
  /** What it is; empty where the text says it. */
  readonly doc: string;
}

/** What may stand in place of a range of the text. */
export interface Completions extends Place {
  readonly items: readonly Completion[];
}

const CONNECTIVES: readonly Completion[] = [
  { text: '&&', kind: 'connective', doc: 'and' },
  { text: '||', kind: 'connective', doc: 'or' },
];

/** Values that a capture has, by the name of the field: offered in front of those that are always there. */
export type KnownValues = ReadonlyMap<string, readonly Completion[]>;

const NO_VALUES: KnownValues = new Map();

/**
 * Completions at a caret. Never throws; within an open quote there is nothing.
 * @param caret offset in the text, as far as which the text counts
 * @param known values of the capture at hand
 */
export function completeFilter(text: string, caret: number, known: KnownValues = NO_VALUES): Completions {
  const at = Math.max(0, Math.min(caret, text.length));
  const before = tokensBefore(text.slice(0, at));
  if (before === null) return { start: at, end: at, items: [] };
  const last = before.at(-1);
  const isTouched = last !== undefined && last.kind === 'word' && last.end === at;
  const typed = isTouched ? last : { text: '', start: at, end: at };
  const context = isTouched ? before.slice(0, -1) : before;
  const asked = fieldAsked(context);
  if (asked !== null) return among(typed, at, valuesOf(asked, known));
  const colon = colonField(typed.text, known);
  if (colon !== null) {
    const start = typed.start + typed.text.indexOf(':') + 1;
    return among({ text: text.slice(start, at), start }, at, colon);
  }
  return among(typed, at, startsTerm(context) ? FIELD_ITEMS : followersOf(context));
}

function tokensBefore(text: string): Token[] | null {
  try {
    return tokensOf(text).slice(0, -1);
  } catch (error) {
    if (error instanceof FaultFound) return error.fault.code === 'single-sign' ? [] : null;
    throw error;
  }
}

/** Those that begin with what was typed, then those that contain it; when there is none, the nearest. */
function among(
  { text, start }: { text: string; start: number },
  end: number,
  items: readonly Completion[],
): Completions {
  const wanted = text.toLowerCase();
  const begins = items.filter((item) => item.text.toLowerCase().startsWith(wanted));
  const contains = items.filter(
    (item) => item.text.toLowerCase().includes(wanted, 1) && !begins.includes(item),
  );
  if (begins.length + contains.length > 0) return { start, end, items: [...begins, ...contains] };
  const nearest = nearestOf(
    text,
    items.map((item) => item.text),
  );
  return { start, end, items: items.filter((item) => item.text === nearest) };
}

const FIELD_ITEMS: readonly Completion[] = fieldNames().map((name) => ({
  text: name,
  kind: 'field',
  doc: fieldOf(name)?.doc ?? '',
}));

/** The field whose value is typed: behind its operator, or within the braces behind it. */
function fieldAsked(context: readonly Token[]): Field | null {
  let at = context.length - 1;
  if (context[at]?.kind === 'range') at -= 1;
  const brace = context.findLastIndex(({ kind, text }) => kind === 'sign' && (text === '{' || text === '}'));
  if (context[brace]?.text === '{') at = brace - 1;
  else if (at !== context.length - 1) at -= 1;
  const operator = context[at];
  if (operator === undefined) return null;
  const isOperator = operator.kind === 'operator' || isOperatorWord(operator);
  if (!isOperator) return null;
  const isNotIn = operator.text === 'in' && context[at - 1]?.text === 'not';
  const field = context[at - (isNotIn ? 2 : 1)];
  return field?.kind === 'word' ? (fieldOf(field.text.toLowerCase()) ?? null) : null;
}

function isOperatorWord({ kind, text }: Token): boolean {
  return kind === 'word' && ['in', 'contains', 'matches'].includes(text.toLowerCase());
}

/** Values behind `finding:`, fields behind `has:`. */
function colonField(text: string, known: KnownValues): readonly Completion[] | null {
  const colon = text.indexOf(':');
  if (colon <= 0) return null;
  const name = text.slice(0, colon).toLowerCase();
  if (name === 'has') return FIELD_ITEMS.filter((item) => aloneOf(fieldOf(item.text) as Field) !== 'refused');
  const field = fieldOf(name);
  return field === undefined ? null : valuesOf(field, known);
}

/** The values of a field, where they are a list; those of the capture first. */
function valuesOf(field: Field, known: KnownValues): readonly Completion[] {
  const met = known.get(field.name) ?? [];
  const always = fixedValuesOf(field).filter(({ text }) => met.every((value) => value.text !== text));
  return met.length === 0 ? always : [...met, ...always.filter(({ doc }) => doc !== FOR_EXAMPLE)];
}

const FOR_EXAMPLE = 'for example';

function fixedValuesOf({ reader, type, example }: Field): Completion[] {
  const value = (text: string, doc = ''): Completion => ({ text, kind: 'value', doc });
  if (reader.of === 'word') return wordsToType(reader.words).map((word) => value(word));
  if (reader.of === 'severity') return SEVERITIES.map((severity) => value(severity));
  if (reader.of === 'findings') return FINDING_WORDS.map((word) => value(word));
  if (type === 'boolean' || type === 'bit') return TRUTHS.slice(0, 2).map((word) => value(word));
  const typical = /(?:==|[<>]=?|~| in )\s*(.+)$/.exec(example)?.[1];
  return typical === undefined ? [] : [value(typical, FOR_EXAMPLE)];
}

function startsTerm(context: readonly Token[]): boolean {
  const last = context.at(-1);
  if (last === undefined) return true;
  if (last.kind === 'sign') return ['&&', '||', '!', '('].includes(last.text);
  return last.kind === 'word' && ['and', 'or', 'not'].includes(last.text.toLowerCase());
}

/** Behind a field its operators, behind a whole condition what joins. */
function followersOf(context: readonly Token[]): readonly Completion[] {
  const last = context.at(-1);
  const field = last?.kind === 'word' ? fieldOf(last.text.toLowerCase()) : undefined;
  const beforeLast = context.at(-2);
  const isValue = beforeLast !== undefined && !startsTerm(context.slice(0, -1));
  if (field === undefined || isValue) return CONNECTIVES;
  const operators = OPERATORS_OF[field.type].map((text) => ({ text, kind: 'operator' as const, doc: '' }));
  return aloneOf(field) === 'refused' ? operators : [...operators, ...CONNECTIVES];
}
