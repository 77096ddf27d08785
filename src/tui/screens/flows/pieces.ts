/** Pieces of lines: cut out, put over others, set to the right. */
import { ownText, type SafeText } from '../../../view/safe-text.js';
import { fitLine, padLine, widthOf } from '../../cells.js';
import type { Look } from '../../look.js';
import type { Line, Span, Tone } from '../../span.js';

/** One span. */
export function span(tone: Tone, text: SafeText): Span {
  return { tone, text };
}

/** One span of our own words. */
export function own(tone: Tone, text: string): Span {
  return { tone, text: ownText(text) };
}

/** The cells `from … end - 1` of a line. */
export function sliceLine(line: Line, from: number, end: number): Line {
  const sliced: Span[] = [];
  let at = 0;
  for (const piece of line) {
    const text = piece.text.slice(Math.max(0, from - at), Math.max(0, end - at)) as SafeText;
    if (text !== '') sliced.push({ ...piece, text });
    at += piece.text.length;
  }
  return sliced;
}

/** The line with another one over it. */
export function overlaid(line: Line, at: number, over: Line): Line {
  const behind = at + widthOf(over);
  return [
    ...sliceLine(padLine(line, at), 0, at),
    ...over,
    ...sliceLine(line, behind, Number.POSITIVE_INFINITY),
  ];
}

/** Two pieces at the ends of a line; the left one is cut where they do not fit side by side. */
export function justified(left: Line, right: Line, width: number, look: Look): Line {
  const fitting = widthOf(right) > width ? [] : right;
  const room = width - widthOf(fitting) - (fitting.length > 0 ? 1 : 0);
  return fitLine([...padLine(fitLine(left, room, look), width - widthOf(fitting)), ...fitting], width, look);
}

/** Text cut in the middle, so that the port at its end stays. */
export function cutInside(text: SafeText, width: number, ellipsis: string): SafeText {
  if (text.length <= width) return text;
  if (width <= 0) return ownText('');
  const tail = Math.min(8, Math.floor((width - 1) / 2));
  const head = width - 1 - tail;
  return `${text.slice(0, head)}${ellipsis}${tail === 0 ? '' : text.slice(-tail)}` as SafeText;
}
