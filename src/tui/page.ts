/**
 * A page that is longer than the screen: rows, and among them items on which the cursor can stand. The cursor goes from
 * item to item; where there is none further on, the page moves.
 */

import { count } from '../view/number.js';
import { ownText, say } from '../view/safe-text.js';
import { fillRows, fitLine, padLine, spans, widthOf } from './cells.js';
import type { CommandId } from './command.js';
import { glyphsOf } from './glyphs.js';
import type { Look, Size } from './look.js';
import type { Frame, Line } from './span.js';

/** Something on a page that can be opened. */
export interface PageItem<Target> {
  /** Its first row, and one past its last. */
  readonly first: number;
  readonly end: number;
  readonly target: Target;
}

/** Rows of a page; the first cell of every row is left for the cursor. */
export interface Page<Target> {
  readonly lines: readonly Line[];
  readonly items: readonly PageItem<Target>[];
}

/** Place of cursor and window. */
export interface PagePlace {
  readonly item: number;
  /** First row that is shown. */
  readonly top: number;
}

/** The beginning of a page. */
export const PAGE_START: PagePlace = { item: 0, top: 0 };

/** The place moved to where it can be: a page changes with the capture and the size of the terminal. */
export function placedOnPage(page: Page<unknown>, { item, top }: PagePlace, shown: number): PagePlace {
  return {
    item: Math.max(0, Math.min(page.items.length - 1, item)),
    top: Math.max(0, Math.min(highestTop(page, shown), top)),
  };
}

/**
 * The place after a command; null when the command does not move.
 * @param shown rows that the window shows
 */
export function movedOnPage(
  page: Page<unknown>,
  place: PagePlace,
  command: CommandId,
  shown: number,
): PagePlace | null {
  const from = placedOnPage(page, place, shown);
  switch (command) {
    case 'down':
      return stepped(page, from, 1, shown);
    case 'up':
      return stepped(page, from, -1, shown);
    case 'first':
      return PAGE_START;
    case 'last':
      return { item: Math.max(0, page.items.length - 1), top: highestTop(page, shown) };
    case 'page-down':
      return scrolled(page, from, shown, shown);
    case 'page-up':
      return scrolled(page, from, -shown, shown);
    case 'half-down':
      return scrolled(page, from, Math.ceil(shown / 2), shown);
    case 'half-up':
      return scrolled(page, from, -Math.ceil(shown / 2), shown);
    default:
      return null;
  }
}

/** The place with the cursor on an item, the window moved as little as needed. */
export function onItem(page: Page<unknown>, place: PagePlace, index: number, shown: number): PagePlace {
  const item = page.items[index];
  if (item === undefined) return place;
  // Of the first item the rows above are worth more than its last rows.
  const lowest = index === 0 ? 0 : item.first;
  const top = Math.min(Math.max(place.top, item.end - shown), lowest);
  return placedOnPage(page, { item: index, top }, shown);
}

/** The rows of the page that are shown. */
export function drawPage(page: Page<unknown>, place: PagePlace, room: Size, look: Look): Frame {
  const { item, top } = placedOnPage(page, place, room.rows);
  const selected = page.items[item];
  const shown = page.lines.slice(top, top + room.rows).map((line, index) => {
    const row = top + index;
    const isMarked = selected !== undefined && row >= selected.first && row < selected.end;
    const mark = isMarked ? glyphsOf(look).cursor : ' ';
    return fitLine([...spans([isMarked ? 'key' : 'plain', mark]), ...line], room.columns, look);
  });
  const below = page.lines.length - top - room.rows;
  const last = shown[room.rows - 1];
  if (below > 0 && last !== undefined) shown[room.rows - 1] = withMore(last, below, room.columns, look);
  return { lines: fillRows(shown, room.rows), cursor: null };
}

/** The last row with a word on how many rows there are below. */
function withMore(line: Line, below: number, columns: number, look: Look): Line {
  const more = [{ text: say` ${count(below)} more${ownText(glyphsOf(look).more)}`, tone: 'dim' as const }];
  const room = columns - widthOf(more);
  return [...padLine(fitLine(line, room, look), room), ...more];
}

function stepped(page: Page<unknown>, place: PagePlace, step: 1 | -1, shown: number): PagePlace {
  const current = page.items[place.item];
  const isSeen = current !== undefined && current.end > place.top && current.first < place.top + shown;
  const next = place.item + step;
  if (isSeen && page.items[next] !== undefined) {
    const moved = onItem(page, place, next, shown);
    // An item far away is reached row by row: what lies between is to be read as well.
    if (Math.abs(moved.top - place.top) <= shown) return moved;
  }
  return scrolled(page, place, step, shown);
}

/** The window moved by rows; a cursor that is out of sight goes to the nearest item in it. */
function scrolled(page: Page<unknown>, place: PagePlace, rows: number, shown: number): PagePlace {
  const { item, top } = placedOnPage(page, { ...place, top: place.top + rows }, shown);
  const inSight = ({ first, end }: PageItem<unknown>) => end > top && first < top + shown;
  const current = page.items[item];
  if (current === undefined || inSight(current)) return { item, top };
  const nearest = rows > 0 ? page.items.findIndex(inSight) : page.items.findLastIndex(inSight);
  return { item: nearest < 0 ? item : nearest, top };
}

function highestTop(page: Page<unknown>, shown: number): number {
  return Math.max(0, page.lines.length - shown);
}
