/** Widths and heights of the parts of the ladder screen. */
import type { Size } from '../../look.js';
import type { TimeFormat } from '../../shared.js';
import type { LadderModel } from './model.js';

/** Widths of the columns in cells; 0 for one that is left out. Two blanks stand between them, one in tight places. */
export interface LadderLayout {
  readonly gap: 1 | 2;
  readonly frame: number;
  readonly time: number;
  readonly delta: number;
  /** From one lifeline to the other, both included. */
  readonly ladder: number;
  readonly margin: number;
}

/** The cursor sign and a blank. */
const MARK = 2;
const WIDTH_WITH_DELTA = 100;
const WIDTH_WITH_TIME = 56;
const WIDTH_WITH_MARGIN = 70;
const NARROWEST_LADDER = 10;
const WIDEST_LADDER = 60;
/** The words of the evidence say more than the last numbers of a segment, as long as the ladder has so many cells. */
const LADDER_BESIDE_WORDS = 32;
/** Cells of `E1 server resets 2.35 ms after FIN`. */
const WORDS = 34;

/** The columns for a room. */
export function ladderLayout(model: LadderModel, columns: number, format: TimeFormat): LadderLayout {
  const { segments, captureStartNs } = model.closeUp;
  const last = segments.at(-1);
  const gap = columns < WIDTH_WITH_TIME ? 1 : 2;
  const frame = Math.max(5, String(last?.frameNumber ?? 0).length);
  const delta = Math.max(8, decimals(model.largestDeltaNs / 1e6, 3) + 1);
  const sinceNs = (last?.timeNs ?? 0) - (format === 'in-flow' ? (segments[0]?.timeNs ?? 0) : captureStartNs);
  const time = {
    'since-start': decimals(sinceNs / 1e9, 6),
    'in-flow': decimals(sinceNs / 1e6, 3),
    delta,
    utc: 15,
  };
  const hasTime = columns >= WIDTH_WITH_TIME;
  const hasDelta = columns >= WIDTH_WITH_DELTA && format !== 'delta';
  const left = MARK + frame + (hasTime ? gap + time[format] : 0) + (hasDelta ? gap + delta : 0) + gap;
  const room = Math.max(NARROWEST_LADDER, columns - left);
  const hasMargin = columns >= WIDTH_WITH_MARGIN;
  const share = Math.round((room - gap) * (columns < WIDTH_WITH_DELTA ? 0.54 : 0.6));
  const besideWords = Math.max(LADDER_BESIDE_WORDS, room - gap - WORDS);
  const ladder = hasMargin ? Math.min(WIDEST_LADDER, share, besideWords) : room;
  return {
    gap,
    frame,
    time: hasTime ? time[format] : 0,
    delta: hasDelta ? delta : 0,
    ladder,
    margin: hasMargin ? Math.max(0, room - ladder - gap) : 0,
  };
}

function decimals(value: number, digits: number): number {
  return Math.max(8, value.toFixed(digits).length);
}

/** Rows of the parts, from top to bottom. */
export interface LadderHeights {
  readonly heading: number;
  readonly titles: number;
  readonly list: number;
  /** The pane below, its rule included. */
  readonly pane: number;
}

/** Rooms with fewer rows have one line of heading, no titles and a small pane. */
const LEAST_FULL_ROWS = 14;
const MOST_OF_PANE = 0.42;

/**
 * The rows for a room; a list that is shorter than its part leaves the rest to the pane.
 * @param paneLines lines that the pane has to say
 */
export function ladderHeights(items: number, paneLines: number, { rows }: Pick<Size, 'rows'>): LadderHeights {
  const isFull = rows >= LEAST_FULL_ROWS;
  const heading = 1;
  const titles = isFull ? 1 : 0;
  const room = Math.max(0, rows - heading - titles);
  const most = isFull ? Math.floor(rows * MOST_OF_PANE) : Math.floor(rows / 4);
  const least = Math.min(room, most, paneLines + 1);
  const list = Math.min(items, room - least);
  return { heading, titles, list, pane: room - list };
}
