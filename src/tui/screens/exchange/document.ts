/** What the exchange screen scrolls over: lines, each with the frame that it comes from. */
import type { CloseUp } from '../../../closeup/close-up.js';
import { plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { cellText } from '../../cells.js';
import { piece } from '../../close-up/draw.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';

/** A line. */
export interface DocumentLine {
  readonly line: Line;
  /** Frame that Enter opens; null for a line that comes from none. */
  readonly frame: number | null;
  /** What was said, by column; absent for our own words. */
  readonly said?: readonly SaidPiece[];
}

/** A piece of what was said, which goes on in the next line of the document where it is too long for one. */
export interface SaidPiece {
  readonly text: SafeText;
  /** It goes on from the line of the document before. */
  readonly isContinued: boolean;
}

/** What is shown of both directions. */
export type Side = 'both' | 'client' | 'server';

/** What a document is made from. */
export interface DocumentInput {
  readonly closeUp: CloseUp;
  readonly side: Side;
  readonly columns: number;
  readonly shared: Shared;
}

/** Lines beyond are not made: a transfer of megabytes is not read on a screen. */
const MOST_LINES = 10_000;

/** The lines, and a word where there are more than are shown. */
export function limited(lines: Iterable<DocumentLine>, { closeUp }: DocumentInput): DocumentLine[] {
  const shown: DocumentLine[] = [];
  for (const line of lines) {
    if (shown.length === MOST_LINES) {
      const text = say` more follows: tcpdx show FILE --flow ${plain(closeUp.flow)} --follow`;
      return [...shown, { line: [piece('warning', text)], frame: null }];
    }
    shown.push(line);
  }
  return shown;
}

/** A text in pieces of at most `width` cells; one empty piece for an empty text. */
export function pieces(text: SafeText, width: number): SafeText[] {
  const cells = cellText(text);
  const size = Math.max(1, width);
  const parts: SafeText[] = [];
  for (let at = 0; at === 0 || at < cells.length; at += size)
    parts.push(cells.slice(at, at + size) as SafeText);
  return parts;
}

/** A line of our own words. */
export function told(
  tone: Parameters<typeof piece>[0],
  text: string,
  frame: number | null = null,
): DocumentLine {
  return { line: [piece(tone, ownText(text))], frame };
}
