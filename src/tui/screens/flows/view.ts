/** The body of the screen, from top to bottom. */
import { fillRows } from '../../cells.js';
import { livePanel, livePanelRows } from '../../live/panel.js';
import type { Size } from '../../look.js';
import type { Shared } from '../../shared.js';
import type { Frame, Line } from '../../span.js';
import { emptyLines } from './empty-view.js';
import { filterLine, statusLines } from './filter-view.js';
import { layoutOf } from './layout.js';
import { listLines, positionLine } from './list-view.js';
import { overlaid } from './pieces.js';
import { popupLines } from './popup-view.js';
import { previewLines } from './preview-view.js';
import { type FlowsState, flowAtCursor } from './state.js';

/** Draws the screen into a room. */
export function viewFlows(state: FlowsState, shared: Shared, room: Size): Frame {
  const { columns, rows } = room;
  const { mode } = state;
  const status = mode.kind === 'filter' ? statusLines(mode, columns) : [];
  const { length } = shared.flows.flows;
  const wanted = livePanelRows(shared, room);
  const layout = layoutOf(state.preview, room, length, status.length, wanted);
  const typed = filterLine(state, shared, columns);
  const list = listLines(state, shared, columns, layout.list);
  const rowLines = length === 0 ? emptyLines(state, shared, columns) : list.rows;
  const lines = [
    ...fillRows([typed.line], layout.filter),
    ...fillRows(status, layout.status),
    ...fillRows(length === 0 ? [] : [list.head], layout.head),
    ...fillRows(rowLines, layout.list),
    ...fillRows([positionLine(state, shared, columns)], layout.position),
    ...previewLines(flowAtCursor(state, shared), shared, columns, layout.preview),
    ...livePanel(shared, room, layout.live),
  ];
  const drawn = withPopup(fillRows(lines, rows), state, shared, columns, layout.filter + layout.status);
  const cursor = typed.caret === null || rows === 0 ? null : { row: 0, column: typed.caret };
  return { lines: drawn, cursor };
}

function withPopup(
  lines: Line[],
  { mode }: FlowsState,
  shared: Shared,
  columns: number,
  from: number,
): Line[] {
  const popup = mode.kind === 'filter' ? popupLines(mode, shared, columns, lines.length - from) : null;
  if (popup === null) return lines;
  return lines.map((line, row) => {
    const over = popup.lines[row - from];
    return over === undefined ? line : overlaid(line, popup.at, over);
  });
}
