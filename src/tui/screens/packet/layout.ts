/** Heights of tree and octets, and how many octets stand in a row. */
import type { Size } from '../../look.js';

/** Parts of the packet screen. */
export interface PacketLayout {
  readonly tree: number;
  /** Rows of octets, without the rule above them. */
  readonly octets: number;
  readonly perRow: 8 | 16;
}

/** Cells of a row of 16: mark, offset, three blanks, hex, blanks, text. */
const WIDTH_OF_SIXTEEN = 76;
const MOST_OF_OCTETS = 0.4;

/** The layout of a room for a frame of so many octets; `isWide` gives the octets the larger part. */
export function packetLayout({ columns, rows }: Size, octets: number, isWide: boolean): PacketLayout {
  const perRow = columns >= WIDTH_OF_SIXTEEN ? 16 : 8;
  const share = isWide ? 1 - MOST_OF_OCTETS : MOST_OF_OCTETS;
  const wanted = Math.ceil(octets / perRow);
  const shown = Math.max(0, Math.min(wanted, Math.floor(rows * share)));
  return { tree: Math.max(0, rows - shown - 1), octets: shown, perRow };
}
