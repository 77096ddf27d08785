/** How the rows of the screen are shared out: filter line, its fault, heads, list, position, preview. */
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

/** Rows of each part; they add up to the rows of the room. */
export interface Layout {
  readonly filter: number;
  readonly status: number;
  readonly head: number;
  readonly list: number;
  readonly position: number;
  readonly preview: number;
}

/**
 * The layout of a room.
 * @param flowCount rows that the list could fill: what it does not need, the preview takes
 * @param status rows that the fault of a filter needs
 */
export function layoutOf(
  preview: FlowsState['preview'],
  { columns, rows }: Size,
  flowCount: number,
  status = 0,
): Layout {
  const filter = Math.min(FILTER_ROWS, rows);
  const shownStatus = Math.max(0, Math.min(status, rows - filter - 1));
  const left = rows - filter - shownStatus;
  const head = left >= 3 ? 1 : 0;
  const position = left >= 4 ? 1 : 0;
  const shared = left - head - position;
  const previewRows = isPreviewWanted(preview, columns, shared) ? previewOf(shared, flowCount) : 0;
  return { filter, status: shownStatus, head, list: shared - previewRows, position, preview: previewRows };
}

/** Rows of the list as long as no line is typed. */
export function listRows({ preview }: FlowsState, { size, flows }: Shared): number {
  return layoutOf(preview, roomOf(size), flows.flows.length).list;
}

/** Whether a preview is on the screen. */
export function hasPreview({ preview }: FlowsState, { size, flows }: Shared): boolean {
  return layoutOf(preview, roomOf(size), flows.flows.length).preview > 0;
}

/** Whether there is room for a preview, wanted or not. */
export function hasRoomForPreview({ size, flows }: Shared): boolean {
  return layoutOf('shown', roomOf(size), flows.flows.length).preview > 0;
}

function isPreviewWanted(preview: FlowsState['preview'], columns: number, rows: number): boolean {
  if (preview === 'hidden' || rows < LEAST_ROWS_WITH_PREVIEW) return false;
  return preview === 'shown' || (rows >= LEAST_ROWS_FOR_PREVIEW && columns >= LEAST_COLUMNS_FOR_PREVIEW);
}

function previewOf(rows: number, flowCount: number): number {
  const share = Math.floor(rows * PREVIEW_SHARE);
  return Math.max(share, rows - Math.max(FEWEST_LIST_ROWS, flowCount));
}
