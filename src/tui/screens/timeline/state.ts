/** What the timeline keeps: the window, the moment of the cursor, and the numbers that were counted for them. */
import type { Size } from '../../look.js';
import { roomOf } from '../../room.js';
import type { Shared } from '../../shared.js';
import { type FlowNotes, notesOf } from './flow-notes.js';
import { columnOf, type Extent, type Grid, gridOf, type Window } from './grid.js';
import { layoutOf } from './layout.js';
import { extentOf, type Plot, plotOf } from './plot.js';

/** State of the screen. */
export interface TimelineState {
  readonly window: Window;
  /** Where the cursor is. */
  readonly cursorNs: number;
  readonly shows: 'plot' | 'table';
  /** First row of the text below. */
  readonly top: number;
  /** Null before the capture was read, and for one without any flow that has a time. */
  readonly counted: Counted | null;
}

/** The flows as they were counted. */
export interface Counted {
  readonly notes: FlowNotes;
  readonly extent: Extent;
  readonly plot: Plot;
}

/** The state before anything is counted. */
export const TIMELINE_START: TimelineState = {
  window: null,
  cursorNs: Number.NaN,
  shows: 'plot',
  top: 0,
  counted: null,
};

/** The state with numbers for what is shared now; what was counted before is kept as far as it holds. */
export function refreshed(state: TimelineState, shared: Shared): TimelineState {
  const { capture, mutedRules, size } = shared;
  if (capture.kind !== 'ready') return state.counted === null ? state : { ...state, counted: null };
  const { survey } = capture;
  const before = state.counted;
  const isSame = before?.notes.survey === survey && before.notes.muted === mutedRules;
  const notes = isSame ? before.notes : notesOf(survey, shared);
  const extent = isSame ? before.extent : extentOf(notes);
  if (extent === null) return { ...state, counted: null };
  const grid = gridOf(extent, state.window, columnsOf(roomOf(size)));
  const plot = isSame && isEqual(before.plot.grid, grid) ? before.plot : plotOf(notes, grid);
  if (plot === before?.plot) return state;
  const cursorNs = Number.isNaN(state.cursorNs) ? busiest(plot) : state.cursorNs;
  return { ...state, cursorNs, counted: { notes, extent, plot } };
}

/** Columns of time in a room. */
function columnsOf(room: Size): number {
  return layoutOf(room).columns;
}

function isEqual(a: Grid, b: Grid): boolean {
  return a.fromNs === b.fromNs && a.columnNs === b.columnNs && a.columns === b.columns;
}

/** The cursor begins where most goes wrong: at 5xx responses, else at failures, else at the beginning. */
function busiest({ grid, errors, failed }: Plot): number {
  const column = peakOf(errors) ?? peakOf(failed) ?? 0;
  return grid.fromNs + column * grid.columnNs;
}

/** The first column with the highest number; null when all are 0 or none. */
export function peakOf(values: ArrayLike<number>): number | null {
  let peak: number | null = null;
  for (let column = 0; column < values.length; column++) {
    const value = values[column] as number;
    if (value > (peak === null ? 0 : (values[peak] as number))) peak = column;
  }
  return peak;
}

/** The column of the cursor. */
export function cursorColumn({ cursorNs }: TimelineState, { grid }: Plot): number {
  const column = columnOf(grid, cursorNs);
  if (column >= 0) return column;
  return cursorNs < grid.fromNs || Number.isNaN(cursorNs) ? 0 : grid.columns - 1;
}
