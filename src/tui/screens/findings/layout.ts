import type { Size } from '../../look.js';

/** How the rows of the screen are shared out. */
export interface Layout {
  readonly columns: number;
  readonly hasHead: boolean;
  readonly listRows: number;
  readonly hasRule: boolean;
  readonly textRows: number;
}

/** Fewer rows than this are too few for a head. */
const FEWEST_WITH_HEAD = 14;

/**
 * The list gets as many rows as it has findings, a third of the screen at most. On a low screen the text that is read
 * has all of it.
 */
export function layoutOf({ columns, rows }: Size, findings: number, isReading: boolean): Layout {
  const isLow = rows < FEWEST_WITH_HEAD;
  if (isLow && isReading) {
    return { columns, hasHead: false, listRows: 0, hasRule: rows > 1, textRows: Math.max(1, rows - 1) };
  }
  const hasHead = !isLow;
  const most = Math.max(1, Math.floor(rows / 3));
  const listRows = Math.min(findings, most, Math.max(1, rows - 1));
  const textRows = Math.max(0, rows - listRows - 1 - (hasHead ? 1 : 0));
  return { columns, hasHead, listRows, hasRule: true, textRows };
}
