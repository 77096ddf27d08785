/** How the rows of the screen are shared out: filter line, its fault, heads, list, position, preview. */

import { livePanelRows } from '../../live/panel.js';
import type { Size } from '../../look.js';
import { roomOf } from '../../room.js';
import type { Shared } from '../../shared.js';
import type { FlowsState } from './state.js';

const FILTER_ROWS = 1;
/** With fewer rows for list and preview there is no preview. */
const LEAST_ROWS_WITH_PREVIEW = 12;
/** From this size on there is one without being asked for. */
const LEAST_ROWS_FOR_PREVIEW = 26;
const LEAST_COLUMNS_FOR_PREVIEW = 100;
const PREVIEW_SHARE = 0.45;
const FEWEST_LIST_ROWS = 4;
/** Head, a few rows and the position. */
const LEAST_ROWS_BESIDE_LIVE = 5;

/** Rows of each part; they add up to the rows of the room. */
export interface Layout {
  readonly filter: number;
  readonly status: number;
  readonly head: number;
  readonly list: number;
  readonly position: number;
  readonly preview: number;
  /** Probes and findings of a capture that is being taken. */
  readonly live: number;
}

/**
 * The layout of a room.
 * @param flowCount rows that the list could fill: what it does not need, the preview takes
 * @param status rows that the fault of a filter needs
 * @param live rows that a capture wants which is being taken: then there is a preview only if asked for
 */
export function layoutOf(
  preview: FlowsState['preview'],
  { columns, rows }: Size,
  flowCount: number,
  status = 0,
  live = 0,
): Layout {
  const filter = Math.min(FILTER_ROWS, rows);
  const shownStatus = Math.max(0, Math.min(status, rows - filter - 1));
  const liveRows = Math.max(0, Math.min(live, rows - filter - shownStatus - LEAST_ROWS_BESIDE_LIVE));
  const left = rows - filter - shownStatus - liveRows;
  const head = left >= 3 ? 1 : 0;
  const position = left >= 4 ? 1 : 0;
  const shared = left - head - position;
  const wanted = live > 0 && preview === 'by-size' ? 'hidden' : preview;
  const previewRows = isPreviewWanted(wanted, columns, shared) ? previewOf(shared, flowCount) : 0;
  const list = shared - previewRows;
  return { filter, status: shownStatus, head, list, position, preview: previewRows, live: liveRows };
}

/** Rows of the list as long as no line is typed. */
export function listRows({ preview }: FlowsState, shared: Shared): number {
  return layoutFor(preview, shared).list;
}

/** Whether a preview is on the screen. */
export function hasPreview({ preview }: FlowsState, shared: Shared): boolean {
  return layoutFor(preview, shared).preview > 0;
}

/** Whether there is room for a preview, wanted or not. */
export function hasRoomForPreview(shared: Shared): boolean {
  return layoutFor('shown', shared).preview > 0;
}

function layoutFor(preview: FlowsState['preview'], shared: Shared): Layout {
  const room = roomOf(shared.size);
  return layoutOf(preview, room, shared.flows.flows.length, 0, livePanelRows(shared, room));
}

function isPreviewWanted(preview: FlowsState['preview'], columns: number, rows: number): boolean {
  if (preview === 'hidden' || rows < LEAST_ROWS_WITH_PREVIEW) return false;
  return preview === 'shown' || (rows >= LEAST_ROWS_FOR_PREVIEW && columns >= LEAST_COLUMNS_FOR_PREVIEW);
}

function previewOf(rows: number, flowCount: number): number {
  const share = Math.floor(rows * PREVIEW_SHARE);
  return Math.max(share, rows - Math.max(FEWEST_LIST_ROWS, flowCount));
}
