/** The timeline as rows: the window, plot or table, and the same in sentences. */
import { counted as countedText } from '../../../view/number.js';
import { join, ownText, type SafeText, say } from '../../../view/safe-text.js';
import { durationText } from '../../../view/time.js';
import { fillRows, fitLine, spans } from '../../cells.js';
import type { CommandId } from '../../command.js';
import { glyphsOf } from '../../glyphs.js';
import type { Size } from '../../look.js';
import { notReadyRows } from '../../not-ready.js';
import { drawPage, movedOnPage, type Page } from '../../page.js';
import { heading, prose } from '../../prose.js';
import { roomOf } from '../../room.js';
import type { Shared } from '../../shared.js';
import type { Frame, Line } from '../../span.js';
import { lastOf } from './grid.js';
import { type Layout, layoutOf } from './layout.js';
import { type PlotContext, plotRows } from './plot-rows.js';
import { columnSentence, windowSentences } from './sentences.js';
import { type Counted, cursorColumn, type TimelineState } from './state.js';
import { tableRows } from './table-rows.js';
import { Clock } from './words.js';

/** The body of the screen. */
export function timelineView(state: TimelineState, shared: Shared, room: Size): Frame {
  const { counted } = state;
  if (counted === null) return drawPage(emptyPage(shared, room.columns), placeOf(state), room, shared.look);
  const layout = layoutOf(room);
  const context = contextOf(state, counted, shared, layout);
  const { look } = shared;
  const above = [
    ...(layout.hasHead ? [headLine(state, counted, context)] : []),
    ...(state.shows === 'plot'
      ? plotRows(context)
      : tableRows(context, room.columns, layout.plotRows - (layout.hasHead ? 1 : 0))),
  ].map((line) => fitLine(line, room.columns, look));
  const textRoom = { columns: room.columns, rows: layout.textRows };
  const text = drawPage(textPage(state, context, room.columns), placeOf(state), textRoom, look);
  const lines = [...fillRows(above, layout.plotRows), ...text.lines];
  return { lines: fillRows(lines, room.rows), cursor: null };
}

/** The first row of the text after a command; null when the command does not move it. */
export function textPlace(state: TimelineState, shared: Shared, command: CommandId): number | null {
  const { counted } = state;
  if (counted === null) return null;
  const room = roomOf(shared.size);
  const layout = layoutOf(room);
  const page = textPage(state, contextOf(state, counted, shared, layout), room.columns);
  return movedOnPage(page, placeOf(state), command, layout.textRows)?.top ?? null;
}

/** How long a column is, for the title. */
export function columnText({ counted }: TimelineState): SafeText {
  return counted === null ? ownText('') : say`1 column = ${durationText(counted.plot.grid.columnNs)}`;
}

function placeOf({ top }: TimelineState): { item: number; top: number } {
  return { item: 0, top };
}

function contextOf(state: TimelineState, { plot }: Counted, shared: Shared, layout: Layout): PlotContext {
  const { capture, look } = shared;
  const epochSeconds = capture.kind === 'ready' ? capture.diagnosis.capture.epochSeconds : null;
  const clock = new Clock(epochSeconds, plot.grid);
  return { plot, layout, look, clock, cursor: cursorColumn(state, plot) };
}

function headLine({ window }: TimelineState, { extent, plot }: Counted, context: PlotContext): Line {
  const { clock, look } = context;
  const { grid } = plot;
  const to = Math.min(extent.lastNs, lastOf(grid));
  const times = say`${clock.day(grid.fromNs)} ${clock.text(grid.fromNs)} to ${clock.text(to)} UTC`;
  const whole = extent.lastNs - extent.firstNs + 1;
  const part =
    window === null
      ? ownText('whole capture')
      : say`${durationText(window.spanNs)} of ${durationText(whole)}`;
  return [{ text: say` ${join([times, part], glyphsOf(look).between)}`, tone: 'dim' }];
}

/** All of the plot once more, in words: first the column of the cursor, then the window. */
function textPage(state: TimelineState, context: PlotContext, columns: number): Page<never> {
  const { plot, clock, look, cursor } = context;
  const width = columns - 2;
  const lead = spans(['key', `${glyphsOf(look).caret} `]);
  const here = prose(columnSentence(plot, cursor, clock), { width, lead });
  const notKept = state.counted?.notes.firstFlow ?? 0;
  const sentences = [
    ...windowSentences(plot, clock),
    ...(notKept === 0 ? [] : [say`${countedText(notKept, 'flow')} before are not kept and not shown.`]),
  ];
  const whole = prose(join(sentences, ' '), { width, lead: spans(['dim', 'As text: ']) });
  return { lines: [...here, ...whole], items: [] };
}

function emptyPage(shared: Shared, columns: number): Page<never> {
  const width = columns - 2;
  const notReady = notReadyRows(shared, width);
  if (notReady !== null) return { lines: notReady, items: [] };
  const lines = [
    ...heading(ownText('NOTHING TO SHOW OVER TIME')),
    ...prose(ownText('No TCP flow with a time was captured.'), { width }),
  ];
  return { lines, items: [] };
}
