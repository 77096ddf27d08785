/** Spans of any safe text, and whole frames in the characters of the terminal. */
import { ownText, type SafeText } from '../../view/safe-text.js';
import { cellText } from '../cells.js';
import type { Look } from '../look.js';
import type { Frame, Line, Span, Tone } from '../span.js';

/** A span in which every character takes one cell. */
export function piece(tone: Tone, text: SafeText): Span {
  return { tone, text: cellText(text) };
}

/** The line in reverse video. */
export function selected(line: Line): Line {
  return line.map((span) => ({ ...span, isSelected: true }));
}

const NOT_ASCII = /[^\u0020-\u007e]/g;

/** The lines as the terminal can show them: text from packets may hold more than ASCII, whatever our own signs are. */
export function frameOf(lines: readonly Line[], { hasUnicode }: Look, cursor: Frame['cursor'] = null): Frame {
  if (hasUnicode) return { lines, cursor };
  const ascii = (span: Span): Span => ({ ...span, text: span.text.replace(NOT_ASCII, '.') as SafeText });
  return { lines: lines.map((line) => line.map(ascii)), cursor };
}

/** Blanks. */
export function blanks(width: number): Span {
  return piece('plain', ownText(' '.repeat(Math.max(0, width))));
}

/** The rule above the pane with its title. */
export function paneRule(title: SafeText, horizontal: string, columns: number): Line {
  const start = piece('dim', ownText(`${horizontal.repeat(2)} `));
  const shown = piece('title', title.slice(0, Math.max(0, columns - 5)) as SafeText);
  const rest = columns - 3 - shown.text.length - 1;
  return [start, shown, blanks(1), piece('dim', ownText(horizontal.repeat(Math.max(0, rest))))];
}
