/** What the keys do on the timeline. */
import { ownText, say } from '../../../view/safe-text.js';
import { isoTime } from '../../../view/time.js';
import type { CommandId } from '../../command.js';
import { filterRequest } from '../../filter-request.js';
import { moved } from '../../list.js';
import type { Answer } from '../../screen.js';
import type { Shared } from '../../shared.js';
import { type Grid, lastOf, panned, startOf, type Window, zoomed } from './grid.js';
import { type Counted, cursorColumn, refreshed, type TimelineState } from './state.js';
import { textPlace } from './view.js';
import { Clock } from './words.js';

type Change = (state: TimelineState, counted: Counted) => TimelineState;

/** By how much a window is moved and zoomed. */
const PAN_SHARE = 0.5;
const ZOOM = 2;

const CHANGES: Partial<Record<CommandId, Change>> = {
  earlier: (state, counted) => stepped(state, counted, -1),
  later: (state, counted) => stepped(state, counted, 1),
  'pan-earlier': (state, { extent }) => withWindow(state, panned(extent, state.window, -PAN_SHARE)),
  'pan-later': (state, { extent }) => withWindow(state, panned(extent, state.window, PAN_SHARE)),
  'zoom-in': (state, counted) => zoomedBy(state, counted, 1 / ZOOM),
  'zoom-out': (state, counted) => zoomedBy(state, counted, ZOOM),
  'as-table': (state) => ({ ...state, shows: state.shows === 'plot' ? 'table' : 'plot', top: 0 }),
};

/** The answer to a command. */
export function takeCommand(state: TimelineState, command: CommandId, shared: Shared): Answer<TimelineState> {
  const { counted } = state;
  if (counted === null) return { state, isUnused: true };
  if (command === 'open') return openFlows(state, counted, shared);
  const change = CHANGES[command];
  if (change !== undefined) return { state: inWindow(change(state, counted), shared) };
  const next = state.shows === 'table' || isEnd(command) ? atRow : scrolled;
  const after = next(state, command, counted, shared);
  return after === null ? { state, isUnused: true } : { state: after };
}

/** The first and the last row of the plot are its ends. */
function isEnd(command: CommandId): boolean {
  return command === 'first' || command === 'last';
}

function atRow(state: TimelineState, command: CommandId, { plot }: Counted): TimelineState | null {
  const cursor = cursorColumn(state, plot);
  const place = moved({ cursor, top: 0 }, command, plot.grid.columns, 10);
  return place === null ? null : onColumn(state, plot.grid, place.cursor);
}

function scrolled(
  state: TimelineState,
  command: CommandId,
  _: Counted,
  shared: Shared,
): TimelineState | null {
  const top = textPlace(state, shared, command);
  return top === null ? null : { ...state, top };
}

function onColumn(state: TimelineState, grid: Grid, column: number): TimelineState {
  return { ...state, cursorNs: startOf(grid, column) };
}

/** To the column beside; at an edge the window goes along. */
function stepped(state: TimelineState, { plot, extent }: Counted, step: 1 | -1): TimelineState {
  const column = cursorColumn(state, plot) + step;
  if (column >= 0 && column < plot.grid.columns) return onColumn(state, plot.grid, column);
  const window = panned(extent, state.window, step * PAN_SHARE);
  if (window === null || window.fromNs === state.window?.fromNs) return state;
  return { ...onColumn(state, plot.grid, column), window };
}

function zoomedBy(state: TimelineState, { plot, extent }: Counted, factor: number): TimelineState {
  const { grid } = plot;
  const cursorNs = startOf(grid, cursorColumn(state, plot)) + Math.floor(grid.columnNs / 2);
  return { ...state, cursorNs, window: zoomed(extent, grid, factor, cursorNs) };
}

function withWindow(state: TimelineState, window: Window): TimelineState {
  return { ...state, window };
}

/** Counted for its window, with the cursor inside. */
function inWindow(state: TimelineState, shared: Shared): TimelineState {
  const after = refreshed(state, shared);
  const grid = after.counted?.plot.grid;
  if (grid === undefined) return after;
  const cursorNs = Math.max(grid.fromNs, Math.min(lastOf(grid), after.cursorNs));
  return cursorNs === after.cursorNs ? after : { ...after, cursorNs };
}

/** The flows that began in the column of the cursor. */
function openFlows(state: TimelineState, { plot }: Counted, shared: Shared): Answer<TimelineState> {
  const { grid } = plot;
  const column = cursorColumn(state, plot);
  const epochSeconds = shared.capture.kind === 'ready' ? shared.capture.diagnosis.capture.epochSeconds : null;
  const from = isoTime(epochSeconds, startOf(grid, column));
  const to = isoTime(epochSeconds, startOf(grid, column + 1) - 1);
  const clock = new Clock(epochSeconds, grid);
  if (plot.began[column] === 0) {
    return told(state, say`No connection began in the column of ${clock.text(startOf(grid, column))}.`);
  }
  if (from === null || to === null || !isTypable(from) || !isTypable(to)) {
    return told(state, ownText('These times are beyond the days that a filter knows.'));
  }
  return {
    state,
    ...filterRequest(shared, `t in ${from}..${to}`),
    go: { kind: 'open', screen: 'flows', subject: {} },
  };
}

/** Filters know years of four digits. */
function isTypable(iso: string): boolean {
  return /^\d{4}-/.test(iso);
}

function told(state: TimelineState, text: ReturnType<typeof ownText>): Answer<TimelineState> {
  return { state, shared: { message: { text, tone: 'notice' } } };
}
