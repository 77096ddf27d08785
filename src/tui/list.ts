/** A cursor over rows with a window that follows it: the arithmetic that all lists share. */
import type { CommandId } from './command.js';

/** Place of cursor and window in a list. */
export interface ListPlace {
  /** Row of the cursor, 0 … length - 1; 0 in an empty list. */
  readonly cursor: number;
  /** First row that is shown. */
  readonly top: number;
}

/** The beginning of a list. */
export const LIST_START: ListPlace = { cursor: 0, top: 0 };

/**
 * The place after a command; null when the command does not move.
 * @param shown rows that the window shows
 */
export function moved(place: ListPlace, command: CommandId, length: number, shown: number): ListPlace | null {
  const step = STEPS[command]?.(Math.max(1, shown));
  if (step === undefined) return null;
  return placed(place, place.cursor + step, length, shown);
}

/** The place with the cursor on a row, the window moved as little as needed. */
export function placed(place: ListPlace, row: number, length: number, shown: number): ListPlace {
  const cursor = Math.max(0, Math.min(length - 1, row));
  const highest = Math.max(0, length - shown);
  const top = Math.min(highest, Math.max(Math.min(place.top, cursor), cursor - shown + 1));
  return { cursor, top: Math.max(0, top) };
}

const STEPS: Partial<Record<CommandId, (shown: number) => number>> = {
  down: () => 1,
  up: () => -1,
  first: () => Number.NEGATIVE_INFINITY,
  last: () => Number.POSITIVE_INFINITY,
  'page-down': (shown) => shown,
  'page-up': (shown) => -shown,
  'half-down': (shown) => Math.ceil(shown / 2),
  'half-up': (shown) => -Math.ceil(shown / 2),
};
