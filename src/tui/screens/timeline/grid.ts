/** The columns of time: where they begin, how long each is. */

/** Columns of one length, side by side. */
export interface Grid {
  /** Nanoseconds since the capture's epoch; whole. */
  readonly fromNs: number;
  /** Length of a column; whole, 1 at least. */
  readonly columnNs: number;
  readonly columns: number;
}

/** A span of time with both ends. */
export interface Extent {
  readonly firstNs: number;
  readonly lastNs: number;
}

/** What is shown: null for all of the capture. */
export type Window = { readonly fromNs: number; readonly spanNs: number } | null;

/** Most columns, however wide the terminal is. */
export const MOST_COLUMNS = 2000;

/** The shortest column that zooming leads to. */
const SHORTEST_COLUMN_NS = 1000;

/** The columns of a window. */
export function gridOf(extent: Extent, window: Window, columns: number): Grid {
  const count = Math.max(1, Math.min(MOST_COLUMNS, columns));
  const fromNs = window?.fromNs ?? extent.firstNs;
  const spanNs = window?.spanNs ?? extent.lastNs - extent.firstNs + 1;
  return { fromNs, columnNs: Math.max(1, Math.ceil(spanNs / count)), columns: count };
}

/** The column of a time, from 0; outside of the grid or not a number, -1. */
export function columnOf({ fromNs, columnNs, columns }: Grid, timeNs: number): number {
  const column = Math.floor((timeNs - fromNs) / columnNs);
  return column >= 0 && column < columns ? column : -1;
}

/** Where a column begins. */
export function startOf({ fromNs, columnNs }: Grid, column: number): number {
  return fromNs + column * columnNs;
}

/** The last moment of the grid. */
export function lastOf(grid: Grid): number {
  return startOf(grid, grid.columns) - 1;
}

/** The window made shorter or longer about a moment; null when it would hold the whole capture. */
export function zoomed(extent: Extent, grid: Grid, factor: number, aboutNs: number): Window {
  const wholeNs = extent.lastNs - extent.firstNs + 1;
  const shortest = Math.min(wholeNs, grid.columns * SHORTEST_COLUMN_NS);
  const spanNs = Math.max(shortest, Math.round(grid.columnNs * grid.columns * factor));
  if (spanNs >= wholeNs) return null;
  return placed(extent, { fromNs: Math.round(aboutNs - spanNs / 2), spanNs });
}

/** The window moved by a share of its length, as far as the capture reaches. */
export function panned(extent: Extent, window: Window, share: number): Window {
  if (window === null) return null;
  const { fromNs, spanNs } = window;
  return placed(extent, { fromNs: Math.round(fromNs + spanNs * share), spanNs });
}

function placed({ firstNs, lastNs }: Extent, { fromNs, spanNs }: NonNullable<Window>): Window {
  const latest = Math.max(firstNs, lastNs + 1 - spanNs);
  return { fromNs: Math.max(firstNs, Math.min(latest, fromNs)), spanNs };
}
