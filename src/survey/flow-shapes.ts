/**
 * Shapes of flows: numbers for everything about them that is yes or no, or as good as that. Flows come in millions, their shapes in
 * dozens, so what follows from the shape alone need be thought of only once.
 */
import { KeyTable } from '../bytes/key-table.js';
import type { FlowRow } from '../tcp/flow-row.js';

/** More shapes than captures of real hosts have; somebody who sends all combinations of flags, or windows, gets beyond. */
const MOST_SHAPES = 4096;

/** A reset later than this after a FIN is no answer to it. */
export const LONGEST_FIN_TO_ANSWER_US = 2_000_000;

/** Numbers of shapes, from 0 on. */
export class FlowShapes {
  private readonly keys = new KeyTable();

  /**
   * Number of the shape of a flow, -1 for a new one when there are too many. Flows of one shape agree in all flags, in
   * which sides were captured and sent FIN, in whether there is an RST, an exchange and a row of rare facts, in the
   * order of FINs and RST, and in what tells who made the RST: its window and the hop limits.
   */
  of(row: FlowRow): number {
    const { flags } = row;
    const closing = closingOf(row);
    const reset = (row.rstWindow << 16) | row.rstHopLimit;
    return this.keys.length < MOST_SHAPES
      ? this.keys.idOf(flags, closing, reset)
      : this.keys.find(flags, closing, reset);
  }
}

/** The first RST came behind the first FIN, as soon as an answer to it comes. */
export function isRstSoonAfterFin(row: FlowRow): boolean {
  const rst = row.rstFrame;
  if (rst === 0 || row.finToRstUs >= LONGEST_FIN_TO_ANSWER_US) return false;
  const finA = row.finFrame(0);
  const finB = row.finFrame(1);
  return (finA !== 0 && finA <= rst) || (finB !== 0 && finB <= rst);
}

function closingOf(row: FlowRow): number {
  const finA = row.finFrame(0);
  const finB = row.finFrame(1);
  const rst = row.rstFrame;
  return (
    bit(row.segments(0), 0) |
    bit(row.segments(1), 1) |
    bit(row.extra, 2) |
    bit(row.firstExchange, 3) |
    bit(finA, 4) |
    bit(finB, 5) |
    bit(rst, 6) |
    (orderOf(finA, finB) << 7) |
    (orderOf(finA, rst) << 9) |
    (orderOf(finB, rst) << 11) |
    (isRstSoonAfterFin(row) ? 1 << 13 : 0) |
    (rst === 0 ? 0 : row.hopLimit(row.rstSide) << 14)
  );
}

function bit(value: number, place: number): number {
  return value === 0 ? 0 : 1 << place;
}

function orderOf(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? 1 : 2;
}
