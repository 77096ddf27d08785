/**
 * What a screen is made of before anything is drawn: rows of spans, plain data.
 *
 * A span is safe text in one tone. Tones are meanings, not colours: `theme.ts` gives them some of the terminal's sixteen
 * colours, and nothing is told by colour alone, so that a screen without colours says the same.
 */
import type { SafeText } from '../view/safe-text.js';

/** The meaning of a piece of text. */
export type Tone =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'error'
  | 'warning'
  | 'notice'
  | 'good'
  | 'client'
  | 'server'
  | 'evidence'
  | 'key'
  | 'match';

/** Safe text in one tone. Every character takes one cell: `cellText` of `cells.ts` sees to it. */
export interface Span {
  readonly text: SafeText;
  readonly tone: Tone;
  /** Shown in reverse video. */
  readonly isSelected?: boolean;
  /** Tells how far something is, and changes all the while: said alone, and once, where frames are lines for screen readers. */
  readonly isPassing?: boolean;
}

/** One row of a screen: its spans side by side take at most as many cells as the screen has columns. */
export type Line = readonly Span[];

/** Part of a screen or a whole one: exactly as many lines as it has rows. */
export interface Frame {
  readonly lines: readonly Line[];
  /** Where the cursor stands while a line is typed; null hides it. */
  readonly cursor: { readonly row: number; readonly column: number } | null;
}
