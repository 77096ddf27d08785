import type { CloseUp } from '../closeup/close-up.js';

/** Widths of the columns of a ladder, in characters; two spaces stand between them and two in front for a mark. */
export interface LadderColumns {
  readonly frame: number;
  /** 0 where there is no room for it. */
  readonly time: number;
  readonly delta: number;
  /** From one lifeline to the other, both included. */
  readonly ladder: number;
  readonly margin: number;
}

const NARROWEST_LADDER = 34;
const WIDEST_LADDER = 64;
const NARROWEST_MARGIN = 16;
/** Below this the time of a frame gives way: its delta stays. */
const LEAST_WIDTH_WITH_TIME = 100;

/** The columns for a line of this width. */
export function ladderColumns({ segments, captureStartNs }: CloseUp, width: number): LadderColumns {
  const last = segments.at(-1);
  const frame = Math.max(5, String(last?.frameNumber ?? 0).length);
  const largestDeltaNs = segments.reduce((largest, { deltaNs }) => Math.max(largest, Math.abs(deltaNs)), 0);
  const delta = Math.max(9, (largestDeltaNs / 1e6).toFixed(3).length + 1);
  const lastSeconds = ((last?.timeNs ?? 0) - captureStartNs) / 1e9;
  const time = width < LEAST_WIDTH_WITH_TIME ? 0 : Math.max(10, lastSeconds.toFixed(6).length);
  const left = 2 + frame + (time > 0 ? time + 2 : 0) + 2 + delta + 2;
  const room = width - left - 2;
  const ladder = Math.min(WIDEST_LADDER, Math.max(NARROWEST_LADDER, Math.round(room * 0.6)));
  return { frame, time, delta, ladder, margin: Math.max(NARROWEST_MARGIN, room - ladder) };
}
