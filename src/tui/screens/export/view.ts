/** The dialog as rows: all choices where there is room, else only those that are made. */
import { fillRows, fitLine } from '../../cells.js';
import type { Look, Size } from '../../look.js';
import { notReadyRows } from '../../not-ready.js';
import type { Shared } from '../../shared.js';
import type { Frame, Line } from '../../span.js';
import { type FieldRows, fieldRows } from './field-rows.js';
import { outcomeRows } from './outcome-rows.js';
import type { ExportState } from './state.js';

/** Draws the dialog into a room. */
export function viewExport(state: ExportState, shared: Shared, room: Size): Frame {
  const { columns, rows } = room;
  const waiting = notReadyRows(shared, columns - 1);
  if (waiting !== null) return frameOf(waiting, null, room, shared.look);
  const outcome = outcomeRows(state, shared, columns - 1);
  const roomy = pageOf(fieldRows(state, shared, columns, 'all'), outcome, true);
  if (roomy.lines.length <= rows) return frameOf(roomy.lines, roomy.caret, room, shared.look);
  const dense = pageOf(fieldRows(state, shared, columns, 'chosen'), outcome, false);
  // The field with the cursor is always to be seen.
  const top = Math.max(0, dense.focus - rows + 1);
  const caret = dense.caret === null ? null : { ...dense.caret, row: dense.caret.row - top };
  return frameOf(dense.lines.slice(top), caret, room, shared.look);
}

interface DialogPage {
  readonly lines: readonly Line[];
  /** Last row of the field with the cursor. */
  readonly focus: number;
  readonly caret: Frame['cursor'];
}

function pageOf(fields: readonly FieldRows[], outcome: readonly Line[], hasGaps: boolean): DialogPage {
  const lines: Line[] = [];
  let focus = 0;
  let caret: Frame['cursor'] = null;
  for (const field of fields) {
    if (hasGaps) lines.push([]);
    if (field.caret !== null) caret = { row: lines.length, column: field.caret };
    lines.push(...field.lines);
    if (field.isFocused) focus = lines.length - 1;
  }
  if (hasGaps) lines.push([]);
  return { lines: [...lines, ...outcome], focus, caret };
}

function frameOf(lines: readonly Line[], caret: Frame['cursor'], { columns, rows }: Size, look: Look): Frame {
  const fitted = fillRows(lines, rows).map((line) => fitLine(line, columns, look));
  const isShown = caret !== null && caret.row >= 0 && caret.row < rows && caret.column < columns;
  return { lines: fitted, cursor: isShown ? caret : null };
}
