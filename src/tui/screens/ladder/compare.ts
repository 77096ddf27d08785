/** Two ladders: side by side where there is room, else one above the other. */

import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { fillRows, fitLine, padLine } from '../../cells.js';
import { piece, selected } from '../../close-up/draw.js';
import { glyphsOf } from '../../glyphs.js';
import { placed } from '../../list.js';
import type { Look, Size } from '../../look.js';
import { roomOf } from '../../room.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import type { AlignedRow } from './align.js';
import { drawRow, type RowDrawing } from './draw-row.js';
import { flowText } from './heading.js';
import { type LadderLayout, ladderLayout } from './layout.js';
import type { LadderItem, LadderModel } from './model.js';
import type { LadderComparison } from './state.js';

/** Two ladders of 50 cells and what is between them. */
const LEAST_COLUMNS_BESIDE = 104;
/** The line that tells the first difference. */
const LINES_BELOW = 1;

/** How the two stand, and how many aligned rows are shown of each. */
export interface CompareHeights {
  readonly isBeside: boolean;
  readonly rows: number;
}

/** The heights for a terminal. */
export function compareHeights(size: Size): CompareHeights {
  const { columns, rows } = roomOf(size);
  const room = rows - LINES_BELOW;
  const isBeside = columns >= LEAST_COLUMNS_BESIDE;
  return { isBeside, rows: Math.max(1, isBeside ? room - 1 : Math.floor(room / 2) - 1) };
}

/** The body of the screen while two flows are compared. */
export function compareLines(
  model: LadderModel,
  { other, rows, firstDifference, place }: LadderComparison,
  shared: Shared,
  room: Size,
): Line[] {
  const { isBeside, rows: shown } = compareHeights(shared.size);
  const width = isBeside ? Math.floor((room.columns - 1) / 2) : room.columns;
  const { top, cursor } = placed(place, place.cursor, rows.length, shown);
  const visible = rows.slice(top, top + shown);
  const side = (which: 'left' | 'right', flow: LadderModel): Line[] => {
    const drawing = drawingOf(flow, shared, width);
    const lines = visible.map((row, index) =>
      sideLine(row, which, drawing, top + index === cursor, top + index === firstDifference, width),
    );
    const heading = fitLine([piece('title', flowText(flow, shared))], width, shared.look);
    return [heading, ...fillRows(lines, shown)];
  };
  const [left, right] = [side('left', model), side('right', other)];
  const lines = isBeside ? beside(left, right, width, shared) : [...left, ...right];
  return [...fillRows(lines, room.rows - LINES_BELOW), differenceLine(rows, firstDifference, shared, room)];
}

function beside(left: readonly Line[], right: readonly Line[], width: number, { look }: Shared): Line[] {
  const border = piece('dim', ownText(glyphsOf(look).vertical));
  return left.map((line, row) => [...padLine(line, width), border, ...(right[row] ?? [])]);
}

function sideLine(
  row: AlignedRow,
  which: 'left' | 'right',
  drawing: RowDrawing,
  hasCursor: boolean,
  isFirstDifference: boolean,
  width: number,
): Line {
  const item: LadderItem | null = row[which];
  const line = item === null ? missingLine(drawing, hasCursor) : drawRow(item, drawing, hasCursor);
  const fitted = padLine(fitLine(line, width, drawing.look), width);
  if (row.isSame) return fitted;
  const signed = withSign(fitted, hasCursor, drawing.look);
  return isFirstDifference
    ? selected(signed)
    : signed.map((span) => (span.tone === 'dim' ? span : { ...span, tone: 'match' }));
}

/** What differs is told by a sign, not by its tone alone. */
function withSign([mark, ...rest]: Line, hasCursor: boolean, look: Look): Line {
  if (mark === undefined || mark.text.length < 2) return [...(mark === undefined ? [] : [mark]), ...rest];
  const glyphs = glyphsOf(look);
  const text = say`${ownText(hasCursor ? glyphs.cursor : ' ')}${ownText(glyphs.different)}`;
  return [{ ...mark, text: `${text}${mark.text.slice(2)}` as SafeText }, ...rest];
}

/** A row in which the other flow has something and this one has not. */
function missingLine({ look }: RowDrawing, hasCursor: boolean): Line {
  return [piece('key', ownText(`${hasCursor ? glyphsOf(look).cursor : ' '} `))];
}

/** Times since the start of the capture cannot be compared: those in the flow can. */
function drawingOf(model: LadderModel, shared: Shared, width: number): RowDrawing {
  const { look } = shared;
  const timeFormat = shared.timeFormat === 'since-start' ? 'in-flow' : shared.timeFormat;
  const full = ladderLayout(model, width, timeFormat);
  const layout: LadderLayout = { ...full, delta: 0, margin: 0, ladder: full.ladder + marginRoom(full) };
  return { model, layout, look, timeFormat };
}

function marginRoom({ margin, gap, delta }: LadderLayout): number {
  return (margin > 0 ? margin + gap : 0) + (delta > 0 ? delta + gap : 0);
}

function differenceLine(
  rows: readonly AlignedRow[],
  firstDifference: number | null,
  { look }: Shared,
  { columns }: Size,
): Line {
  if (firstDifference === null) {
    return fitLine([piece('good', ownText(' no difference but for times and bare ACKs'))], columns, look);
  }
  const row = rows[firstDifference];
  const what: SafeText =
    row?.left === null
      ? ownText(' first difference: only the healthy flow has this step')
      : row?.right === null
        ? ownText(' first difference: the healthy flow has no such step')
        : ownText(' first difference: in reverse video; others are marked');
  return fitLine([piece('warning', what)], columns, look);
}
