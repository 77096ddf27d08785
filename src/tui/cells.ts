/** Arithmetic of cells: every character of a span takes exactly one. */
import { ownText, type SafeText } from '../view/safe-text.js';
import { glyphsOf } from './glyphs.js';
import type { Look } from './look.js';
import type { Line, Span, Tone } from './span.js';

/** Characters that are not one cell wide, or that terminals do not agree on: all but Latin, Greek, Cyrillic and our own signs. */
const NOT_ONE_CELL =
  /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u25ff\u2716\u2573\u2800-\u28ff]/gu;

/** Text with every character that may not take one cell replaced by `·`. */
export function cellText(text: SafeText): SafeText {
  return text.replace(NOT_ONE_CELL, '·') as SafeText;
}

const NOT_ASCII = /[^\u0020-\u007e]/g;

/** The line with every letter beyond ASCII replaced by `.`: what packets, names of files and the user say may hold some. */
export function asciiLine(line: Line): Line {
  return line.map((span) => ({ ...span, text: span.text.replace(NOT_ASCII, '.') as SafeText }));
}

/** Spans of our own words: `spans(['key', 'j'], ['dim', ' down'])`. */
export function spans(...parts: readonly (readonly [Tone, string])[]): Span[] {
  return parts.map(([tone, text]) => ({ tone, text: ownText(text) }));
}

/** Cells of a line. */
export function widthOf(line: Line): number {
  let width = 0;
  for (const { text } of line) width += text.length;
  return width;
}

/** The line cut to `width` cells, with a sign where something was cut. */
export function fitLine(line: Line, width: number, look: Look): Line {
  if (widthOf(line) <= width) return line;
  const fitted: Span[] = [];
  let room = Math.max(0, width - 1);
  for (const span of line) {
    if (room === 0) break;
    const text = span.text.slice(0, room) as SafeText;
    fitted.push({ ...span, text });
    room -= text.length;
  }
  const last = fitted[fitted.length - 1];
  const sign: Span = {
    text: ownText(glyphsOf(look).ellipsis),
    tone: 'dim',
    ...(last?.isSelected === true ? { isSelected: true } : {}),
  };
  return width > 0 ? [...fitted, sign] : [];
}

/** The line filled up with blanks to `width` cells. */
export function padLine(line: Line, width: number): Line {
  const missing = width - widthOf(line);
  return missing > 0 ? [...line, { text: ownText(' '.repeat(missing)), tone: 'plain' }] : line;
}

/** Text cut or filled up to exactly `width` cells. */
export function cell(text: SafeText, width: number, look: Look, align: 'left' | 'right' = 'left'): SafeText {
  const cut =
    text.length > width ? `${text.slice(0, Math.max(0, width - 1))}${glyphsOf(look).ellipsis}` : text;
  const fitted = width <= 0 ? '' : cut;
  return (align === 'left' ? fitted.padEnd(width) : fitted.padStart(width)) as SafeText;
}

/** Lines filled up with empty ones, or cut, to exactly `rows`. */
export function fillRows(lines: readonly Line[], rows: number): Line[] {
  return Array.from({ length: rows }, (_, row) => lines[row] ?? []);
}
