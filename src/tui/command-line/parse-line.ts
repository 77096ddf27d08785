/** A line typed behind `:` → what is meant, or what is wrong and where. Pure. */
import { compileFilter } from '../../filter/filter.js';
import { nearestOf } from '../../filter/nearest.js';
import { filterFaultSentence } from '../../view/filter-fault-text.js';
import { count, counted } from '../../view/number.js';
import { ownText, type SafeText, safeText, say } from '../../view/safe-text.js';
import { LINE_COMMANDS, type LineCommandId } from './line-commands.js';

/** What a line means. */
export type LineMeaning =
  | { readonly kind: 'frame' | 'flow' | 'row'; readonly number: number }
  | { readonly kind: 'filter'; readonly expression: string }
  | { readonly kind: Exclude<LineCommandId, 'frame' | 'flow' | 'row' | 'filter'> }
  | { readonly kind: 'nothing' };

/** What is wrong with a line: offsets of the first character at fault and of one past the last. */
export interface LineFault {
  readonly start: number;
  readonly end: number;
  readonly sentence: SafeText;
  /** What may stand there instead; null where nothing is near. */
  readonly nearest: string | null;
}

/** How much there is in the capture; null while that is not known. */
export interface LineLimits {
  readonly frames: number;
  readonly flows: number;
}

export type ParsedLine =
  | { readonly ok: true; readonly meaning: LineMeaning }
  | { readonly ok: false; readonly fault: LineFault };

/** The word of the line, and where what follows begins. */
export function wordOf(text: string): { word: string; start: number; end: number; argument: number } {
  const [, blanks = '', word = '', gap = ''] = /^(\s*)(\S*)(\s*)/.exec(text) ?? [];
  const start = blanks.length;
  return { word, start, end: start + word.length, argument: start + word.length + gap.length };
}

/** The command of a word: one of its words, or the beginning of only one command. */
export function commandOfWord(word: string): (typeof LINE_COMMANDS)[number] | null {
  const wanted = word.toLowerCase();
  const exact = LINE_COMMANDS.find(({ words }) => words.some((known) => known === wanted));
  if (exact !== undefined) return exact;
  const begun = LINE_COMMANDS.filter(({ words }) => words.some((known) => known.startsWith(wanted)));
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

/** Parses a line. Never throws. */
export function parseLine(text: string, limits: LineLimits): ParsedLine {
  const { word, start, end, argument } = wordOf(text);
  if (word === '') return { ok: true, meaning: { kind: 'nothing' } };
  if (/^\d+$/.test(word)) {
    if (argument < text.length) return surplus(text, argument);
    return numbered('frame', word, start, limits);
  }
  const command = commandOfWord(word);
  if (command === null) return unknownWord(word, start, end);
  switch (command.argument) {
    case 'none':
      return argument < text.length ? surplus(text, argument) : { ok: true, meaning: { kind: command.id } };
    case 'filter':
      return filter(text, argument);
    case 'number':
      return number(command.id, text, argument, limits);
  }
}

type NumberedId = 'frame' | 'flow' | 'row';

function number(id: NumberedId, text: string, at: number, limits: LineLimits): ParsedLine {
  const given = text.slice(at).trimEnd();
  if (!/^\d+$/.test(given)) {
    const sentence =
      given === ''
        ? say`the number of the ${ownText(id)} is missing`
        : say`"${safeText(given, 40)}" is no number of a ${ownText(id)}`;
    return fault(at, Math.max(at + 1, at + given.length), sentence);
  }
  return numbered(id, given, at, limits);
}

/** Frames count from 1, flows from 0, as in Wireshark; how many rows there are only the screen knows. */
function numbered(id: NumberedId, digits: string, at: number, limits: LineLimits): ParsedLine {
  const value = Number(digits);
  if (id === 'row') {
    if (value >= 1) return { ok: true, meaning: { kind: id, number: value } };
    return fault(at, at + digits.length, ownText('rows count from 1'));
  }
  const all = id === 'frame' ? limits.frames : limits.flows;
  const [least, most] = id === 'frame' ? [1, all] : [0, all - 1];
  if (value >= least && value <= most) return { ok: true, meaning: { kind: id, number: value } };
  const range = all === 0 ? ownText('') : say`: ${count(least)} to ${count(most)}`;
  return fault(at, at + digits.length, say`the capture has ${counted(all, id)}${range}`);
}

function filter(text: string, at: number): ParsedLine {
  const expression = text.slice(at).trimEnd();
  if (expression === '') return { ok: true, meaning: { kind: 'filter', expression } };
  const compiled = compileFilter(expression);
  if (compiled.ok) return { ok: true, meaning: { kind: 'filter', expression } };
  const { start, end, nearest } = compiled.fault;
  return fault(at + start, at + end, filterFaultSentence(compiled.fault), nearest);
}

function unknownWord(word: string, start: number, end: number): ParsedLine {
  const nearest = nearestOf(
    word.toLowerCase(),
    LINE_COMMANDS.flatMap(({ words }) => [...words]),
  );
  const hint = nearest === null ? ownText('') : say`; did you mean "${ownText(nearest)}"?`;
  return fault(start, end, say`unknown command "${safeText(word, 40)}"${hint}`, nearest);
}

function surplus(text: string, at: number): ParsedLine {
  return fault(at, text.trimEnd().length, ownText('nothing may follow here'));
}

function fault(start: number, end: number, sentence: SafeText, nearest: string | null = null): ParsedLine {
  return { ok: false, fault: { start, end, sentence, nearest } };
}
