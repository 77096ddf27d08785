/** Spans of any safe text. */
import { ownText, type SafeText } from '../../view/safe-text.js';
import { cellText } from '../cells.js';
import type { Line, Span, Tone } from '../span.js';

/** A span in which every character takes one cell. */
export function piece(tone: Tone, text: SafeText): Span {
  return { tone, text: cellText(text) };
}

/** The line in reverse video. */
export function selected(line: Line): Line {
  return line.map((span) => ({ ...span, isSelected: true }));
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
