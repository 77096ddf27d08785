/** Sentences as rows of a screen. */
import type { SafeText } from '../view/safe-text.js';
import { wrap } from '../view/wrap.js';
import { cellText, spans } from './cells.js';
import type { Line, Span, Tone } from './span.js';

/** How a text is broken into rows. */
export interface ProseOptions {
  /** Cells of a row. */
  readonly width: number;
  readonly tone?: Tone;
  /** What stands in front of the first row; the others are indented as far. */
  readonly lead?: readonly Span[];
  /** Most rows; the last one tells by `...` that there is more. No limit where absent. */
  readonly most?: number;
}

/** Narrower than this a lead leaves no room for words. */
const FEWEST_CELLS = 8;

/** A text as rows. */
export function prose(text: SafeText, { width, tone = 'plain', lead = [], most }: ProseOptions): Line[] {
  const indent = lead.reduce((cells, span) => cells + span.text.length, 0);
  const wrapped = wrap(cellText(text), Math.max(FEWEST_CELLS, width - indent));
  const shown = wrapped.slice(0, most);
  if (shown.length < wrapped.length) shown.push(`${(shown.pop() ?? '').slice(0, -4)} ...`);
  return shown.map((row, index) => [
    ...(index === 0 || indent === 0 ? lead : spans(['plain', ' '.repeat(indent)])),
    // Pieces of a safe text are safe.
    { text: row as SafeText, tone },
  ]);
}

/** A title over rows, with an empty row in front. */
export function heading(text: SafeText): Line[] {
  return [[], [{ text: cellText(text), tone: 'title' }]];
}

/** `Label  text`, the text hanging behind the label. */
export function labelled(label: SafeText, text: SafeText, labelWidth: number, width: number): Line[] {
  const lead: Span = { text: label.padEnd(labelWidth).slice(0, labelWidth) as SafeText, tone: 'dim' };
  return prose(text, { width, lead: [lead] });
}
