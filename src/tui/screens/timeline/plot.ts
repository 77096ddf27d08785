/** The numbers of every column: one pass over the flows that are kept and their exchanges, in memory that follows the columns. */
import { FlowRow } from '../../../tcp/flow-row.js';
import { FlowNote, type FlowNotes } from './flow-notes.js';
import { columnOf, type Extent, type Grid } from './grid.js';

/** Counts per column of one grid. */
export interface Plot {
  readonly grid: Grid;
  /** Flows that began. */
  readonly began: Uint32Array;
  /** Flows that began and have a finding above info. */
  readonly failed: Uint32Array;
  /** Responses with a status of 500 to 599, and with 503 among them. */
  readonly errors: Uint32Array;
  readonly unavailable: Uint32Array;
  /** Probes of health checks that began, and failed ones among them. */
  readonly probes: Uint32Array;
  readonly failedProbes: Uint32Array;
  /** Median of the handshakes of flows that began, in microseconds; NaN without one. */
  readonly handshakeUs: Float64Array;
  /** First and last response of `errors` on the grid; null without one. */
  readonly errorTimes: Extent | null;
}

/** From the first moment to the last of flows that have a time; null without any. */
export function extentOf({ survey, firstFlow }: FlowNotes): Extent | null {
  const row = new FlowRow(survey.flows.rows);
  let firstNs = Number.POSITIVE_INFINITY;
  let lastNs = Number.NEGATIVE_INFINITY;
  for (let flow = firstFlow; flow < survey.flows.length; flow++) {
    row.moveTo(flow);
    if (row.firstTimeNs < firstNs) firstNs = row.firstTimeNs;
    if (row.firstTimeNs > lastNs) lastNs = row.firstTimeNs;
    if (row.lastTimeNs > lastNs) lastNs = row.lastTimeNs;
  }
  return Number.isFinite(firstNs) && Number.isFinite(lastNs) ? { firstNs, lastNs } : null;
}

/** The numbers of a grid. */
export function plotOf(notes: FlowNotes, grid: Grid): Plot {
  const counts = () => new Uint32Array(grid.columns);
  const plot = {
    grid,
    began: counts(),
    failed: counts(),
    errors: counts(),
    unavailable: counts(),
    probes: counts(),
    failedProbes: counts(),
  };
  const handshakes = new Handshakes(grid.columns, notes.bits.length);
  const errorTimes = { firstNs: Number.POSITIVE_INFINITY, lastNs: Number.NEGATIVE_INFINITY };
  const { survey, firstFlow, bits } = notes;
  const row = new FlowRow(survey.flows.rows);
  for (let index = 0; index < bits.length; index++) {
    row.moveTo(firstFlow + index);
    if (row.firstExchange !== 0) countErrors(notes, row.firstExchange - 1, plot, errorTimes);
    const column = columnOf(grid, row.firstTimeNs);
    if (column < 0) continue;
    add(plot.began, column);
    handshakes.add(column, row.handshakeUs);
    const note = bits[index] as number;
    if (note === 0) continue;
    if ((note & FlowNote.Failed) !== 0) add(plot.failed, column);
    if ((note & FlowNote.Probe) !== 0) add(plot.probes, column);
    if ((note & FlowNote.FailedProbe) !== 0) add(plot.failedProbes, column);
  }
  return {
    ...plot,
    handshakeUs: handshakes.medians(),
    errorTimes: Number.isFinite(errorTimes.firstNs) ? errorTimes : null,
  };
}

function countErrors(
  { survey: { exchanges } }: FlowNotes,
  first: number,
  { grid, errors, unavailable }: Pick<Plot, 'grid' | 'errors' | 'unavailable'>,
  times: { firstNs: number; lastNs: number },
): void {
  for (let at = first; at >= 0; at = exchanges.next(at) - 1) {
    const status = exchanges.status(at);
    if (status < 500 || status > 599) continue;
    const timeNs = exchanges.responseTimeNs(at);
    const column = columnOf(grid, timeNs);
    if (column < 0) continue;
    add(errors, column);
    if (status === 503) add(unavailable, column);
    times.firstNs = Math.min(times.firstNs, timeNs);
    times.lastNs = Math.max(times.lastNs, timeNs);
  }
}

function add(counts: Uint32Array, column: number): void {
  counts[column] = (counts[column] as number) + 1;
}

/** Handshakes by column; sorted once at the end. */
class Handshakes {
  private readonly perColumn: Uint32Array;
  private readonly columns: Uint16Array;
  private readonly us: Uint32Array;
  private length = 0;

  constructor(columns: number, most: number) {
    this.perColumn = new Uint32Array(columns);
    this.columns = new Uint16Array(most);
    this.us = new Uint32Array(most);
  }

  /** @param us 0 for a handshake that was not captured whole */
  add(column: number, us: number): void {
    if (!(us > 0)) return;
    this.columns[this.length] = column;
    this.us[this.length++] = us;
    add(this.perColumn, column);
  }

  medians(): Float64Array {
    const ends = Uint32Array.from(this.perColumn);
    for (let column = 1; column < ends.length; column++)
      ends[column] = (ends[column] as number) + (ends[column - 1] as number);
    const sorted = new Uint32Array(this.length);
    const free = Uint32Array.from(ends);
    for (let index = this.length - 1; index >= 0; index--) {
      const column = this.columns[index] as number;
      const place = (free[column] as number) - 1;
      free[column] = place;
      sorted[place] = this.us[index] as number;
    }
    return Float64Array.from(ends, (end, column) => medianOf(sorted.subarray(free[column], end)));
  }
}

function medianOf(values: Uint32Array): number {
  if (values.length === 0) return Number.NaN;
  values.sort();
  const middle = values.length >> 1;
  const upper = values[middle] as number;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] as number) + upper) / 2;
}
