import type { Size } from './look.js';

/** Rows of the header with its rule, and of the footer. */
export const HEADER_ROWS = 2;
const FOOTER_ROWS = 1;

/** The room of a screen's body: what the terminal has without header and footer. */
export function roomOf({ columns, rows }: Size): Size {
  return { columns, rows: Math.max(0, rows - HEADER_ROWS - FOOTER_ROWS) };
}
