/** Spans of any safe text. */
import { ownText, type SafeText } from '../../view/safe-text.js';
import { cellText, fitLine, widthOf } from '../cells.js';
import { glyphsOf } from '../glyphs.js';
import type { Look } from '../look.js';
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
export function paneRule(title: SafeText, look: Look, columns: number): Line {
  const { horizontal } = glyphsOf(look);
  const start = piece('dim', ownText(`${horizontal.repeat(2)} `));
  const shown = fitLine([piece('title', title)], Math.max(0, columns - 5), look);
  const rest = columns - 3 - widthOf(shown) - 1;
  return [start, ...shown, blanks(1), piece('dim', ownText(horizontal.repeat(Math.max(0, rest))))];
}
