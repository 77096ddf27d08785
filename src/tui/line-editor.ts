/**
 * A line that is typed: text, caret and the lines that were typed before. Pure; keys are those of `key.ts`.
 *
 * The text never holds a control, a line end or half a surrogate pair, whatever is pasted; the caret stands between code
 * points. Every code point takes one cell when it is shown.
 */
import type { SafeText } from '../view/safe-text.js';
import { cellText } from './cells.js';

/** A line and its caret. */
export interface EditedLine {
  readonly text: string;
  /** Offset in the text: 0 … its length, never inside a surrogate pair. */
  readonly caret: number;
  /** Lines that were typed before, the oldest first. */
  readonly history: readonly string[];
  /** Index of the line of the history that is shown; null for what is being typed. */
  readonly recalled: number | null;
  /** What was being typed before a line of the history was shown. */
  readonly draft: string;
}

/** Characters of a line; what is typed beyond is not taken. A filter has no more either. */
export const LONGEST_LINE = 10_000;

/** Lines that a history keeps. */
const LONGEST_HISTORY = 100;

/** A line with the caret at its end. */
export function lineOf(text = '', history: readonly string[] = []): EditedLine {
  const typed = typeable(text).slice(0, LONGEST_LINE);
  return { text: typed, caret: typed.length, history, recalled: null, draft: '' };
}

/**
 * The line after a key; null for a key that edits nothing, such as Enter, Escape and Tab.
 * @param text what the key types, as in `Key`
 */
export function editLine(line: EditedLine, key: string, text: string): EditedLine | null {
  const edit = EDITS[key];
  if (edit !== undefined) return edit(line);
  if (text === '' || UNTYPED.has(key)) return null;
  return replaceInLine(line, line.caret, line.caret, text);
}

/** The line with the characters from `start` to `end` replaced, and the caret behind what came in. */
export function replaceInLine(line: EditedLine, start: number, end: number, text: string): EditedLine {
  const room = LONGEST_LINE - line.text.length + (end - start);
  const typed = typeable(text)
    .slice(0, Math.max(0, room))
    .replace(/[\ud800-\udbff]$/, '');
  const changed = line.text.slice(0, start) + typed + line.text.slice(end);
  return { ...line, text: changed, caret: start + typed.length, recalled: null };
}

/** An empty line whose history ends in this one: for a line that was entered. */
export function enteredLine({ text, history }: EditedLine): EditedLine {
  const isNew = text.trim() !== '' && history[history.length - 1] !== text;
  return lineOf('', isNew ? [...history, text].slice(-LONGEST_HISTORY) : history);
}

/** The part of a line that is shown in some cells. */
export interface ShownLine {
  readonly text: SafeText;
  /** Cell of the caret, 0 … width - 1. */
  readonly column: number;
  /** Cells to the left that are not shown. */
  readonly hidden: number;
}

/** The part of the line around the caret that fits into `width` cells, one of them left for a caret at the end. */
export function shownLine(line: EditedLine, width: number): ShownLine {
  const cells = [...line.text];
  const at = cellAt(line.text, line.caret);
  const hidden = Math.max(0, at - Math.max(0, width - 1));
  const text = cells.slice(hidden, hidden + Math.max(0, width)).join('');
  // Every character that may be unsafe is none of those that cellText lets through.
  return { text: cellText(text as SafeText), column: Math.max(0, Math.min(at - hidden, width - 1)), hidden };
}

/** Cells in front of an offset. */
export function cellAt(text: string, offset: number): number {
  return [...text.slice(0, offset)].length;
}

/** Line ends and tabs become blanks, everything else that is no visible character goes. */
function typeable(text: string): string {
  return text
    .replace(/[\r\n\t]+$/, '')
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '');
}

const UNTYPED: ReadonlySet<string> = new Set(['enter', 'escape', 'tab', 'shift-tab']);

function before({ text, caret }: EditedLine): number {
  const [...points] = text.slice(0, caret);
  return caret - (points[points.length - 1]?.length ?? 0);
}

function behind({ text, caret }: EditedLine): number {
  const point = text.codePointAt(caret);
  return point === undefined ? caret : caret + (point > 0xffff ? 2 : 1);
}

/** Where the word begins that stands before the caret. */
function wordBefore({ text, caret }: EditedLine): number {
  return text.slice(0, caret).replace(/\S+\s*$|\s+$/, '').length;
}

function wordBehind({ text, caret }: EditedLine): number {
  return text.length - text.slice(caret).replace(/^\s*\S+|^\s+/, '').length;
}

const moveTo =
  (place: (line: EditedLine) => number) =>
  (line: EditedLine): EditedLine => ({ ...line, caret: place(line) });

const cut =
  (from: (line: EditedLine) => number, to: (line: EditedLine) => number) =>
  (line: EditedLine): EditedLine =>
    replaceInLine(line, from(line), to(line), '');

const start = () => 0;
const end = ({ text }: EditedLine) => text.length;
const here = ({ caret }: EditedLine) => caret;

function recall(line: EditedLine, step: number): EditedLine {
  const { history, recalled } = line;
  const draft = recalled === null ? line.text : line.draft;
  const index = (recalled ?? history.length) + step;
  if (index < 0 || index > history.length) return line;
  const text = history[index] ?? draft;
  return { ...line, text, caret: text.length, recalled: index < history.length ? index : null, draft };
}

const EDITS: Readonly<Record<string, (line: EditedLine) => EditedLine>> = {
  left: moveTo(before),
  'ctrl-b': moveTo(before),
  right: moveTo(behind),
  'ctrl-f': moveTo(behind),
  home: moveTo(start),
  'ctrl-a': moveTo(start),
  end: moveTo(end),
  'ctrl-e': moveTo(end),
  'alt-b': moveTo(wordBefore),
  'alt-f': moveTo(wordBehind),
  backspace: cut(before, here),
  'ctrl-h': cut(before, here),
  delete: cut(here, behind),
  'ctrl-d': cut(here, behind),
  'ctrl-w': cut(wordBefore, here),
  'ctrl-u': cut(start, here),
  'ctrl-k': cut(here, end),
  up: (line) => recall(line, -1),
  'ctrl-p': (line) => recall(line, -1),
  down: (line) => recall(line, 1),
  'ctrl-n': (line) => recall(line, 1),
};
