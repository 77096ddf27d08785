/** Which columns a list of some width has, and how wide they are. */
import type { SortColumn } from '../../flow-order.js';
import type { ColumnId, FlowRowText } from './flow-rows.js';
import { COLUMN_IDS } from './flow-rows.js';
import type { FlowTimes } from './flow-times.js';

/** One column. */
export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  /** The order that goes by it. */
  readonly sortedBy: readonly SortColumn[];
}

type Fixed = Omit<Column, 'id' | 'width'>;

const FIXED: Readonly<Record<ColumnId, Fixed>> = {
  flow: { title: '#', align: 'right', sortedBy: ['flow'] },
  start: { title: 'Start', align: 'right', sortedBy: ['start'] },
  client: { title: 'Client', align: 'left', sortedBy: ['client'] },
  server: { title: 'Server', align: 'left', sortedBy: ['server'] },
  segments: { title: 'Segs', align: 'right', sortedBy: ['segments'] },
  payload: { title: 'Octets', align: 'right', sortedBy: ['payload'] },
  duration: { title: 'Dur', align: 'right', sortedBy: ['duration'] },
  ttfb: { title: 'TTFB', align: 'right', sortedBy: ['ttfb'] },
  end: { title: 'End', align: 'left', sortedBy: ['end'] },
  annotation: { title: 'Annotation', align: 'left', sortedBy: ['severity'] },
};

/** Columns that are always there, and the others in the order in which they come where there is room. */
const ALWAYS: readonly ColumnId[] = ['flow', 'end', 'annotation'];
const THEN: readonly ColumnId[] = ['server', 'client', 'start', 'duration', 'segments', 'payload', 'ttfb'];

const NARROWEST_END = 12;
const LEAST_ANNOTATION = 16;
const LEAST_ANNOTATION_NARROW = 8;
/** Below these cells the annotation may be cut more. */
const NARROW = 60;

/** Cells in front of the first column: cursor, mark, note. */
export const LEAD = 3;

/**
 * The columns for a width, in the order in which they are shown; with a blank behind each they fill it, and the annotation
 * takes what is left.
 * @param rows those on the screen: their addresses decide how wide the ends are
 * @param largestFlow the largest flow number of the capture
 */
export function columnsFor(
  width: number,
  rows: readonly FlowRowText[],
  times: FlowTimes | null,
  largestFlow: number,
): Column[] {
  const widths = widthsOf(width, rows, times, largestFlow);
  const room = width - LEAD;
  const isNarrow = width < NARROW;
  const least = isNarrow ? LEAST_ANNOTATION_NARROW : LEAST_ANNOTATION;
  const chosen = new Set(ALWAYS);
  let used = widths.flow + 1 + widths.end + 1 + least;
  for (const id of THEN) {
    if (used + widths[id] + 1 > room) break;
    chosen.add(id);
    used += widths[id] + 1;
  }
  const annotation = Math.max(0, least + room - used);
  return COLUMN_IDS.filter((id) => chosen.has(id)).map((id) => ({
    ...FIXED[id],
    id,
    title: id === 'start' ? (times?.title ?? FIXED.start.title) : FIXED[id].title,
    width: id === 'annotation' ? annotation : widths[id],
  }));
}

function widthsOf(
  width: number,
  rows: readonly FlowRowText[],
  times: FlowTimes | null,
  largestFlow: number,
): Record<ColumnId, number> {
  return {
    flow: Math.max(3, String(largestFlow).length),
    start: times?.width ?? 9,
    client: endWidth(width, rows, 'client'),
    // Room for the arrow that comes from the client.
    server: endWidth(width, rows, 'server') + 2,
    segments: 6,
    payload: 7,
    duration: 8,
    ttfb: 7,
    end: 7,
    annotation: 0,
  };
}

function endWidth(width: number, rows: readonly FlowRowText[], id: 'client' | 'server'): number {
  const longest = rows.reduce((most, { texts }) => Math.max(most, texts[id].length), NARROWEST_END);
  return Math.min(longest, Math.max(NARROWEST_END, Math.floor(width / 4)));
}
