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

/** Columns that are always there. */
const ALWAYS: readonly ColumnId[] = ['flow', 'end', 'annotation'];

/** The others in the order in which they come where there is room, and the cells that the annotation has then at least. */
const THEN: readonly (readonly [id: ColumnId, annotation: number])[] = [
  ['server', 8],
  ['client', 10],
  ['start', 10],
  ['duration', 18],
  ['segments', 18],
  ['payload', 18],
  ['ttfb', 18],
];

const NARROWEST_END = 12;
/** What an end takes of the width at most: more where there is only the server. */
const END_SHARE = 0.24;
const END_SHARE_NARROW = 0.34;
const NARROW = 60;

/** Cells in front of the first column: cursor, mark, note. */
export const LEAD = 3;

/** Cells of the arrow from client to server, part of the server's column. */
export const ARROW = 2;

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
  const chosen = new Set(ALWAYS);
  let annotation = width - LEAD - widths.flow - widths.end - 2;
  for (const [id, least] of THEN) {
    const cells = widths[id] + 1 + (id === 'client' ? ARROW : 0);
    if (annotation - cells < least) break;
    chosen.add(id);
    annotation -= cells;
  }
  if (chosen.has('client')) widths.server += ARROW;
  return COLUMN_IDS.filter((id) => chosen.has(id)).map((id) => ({
    ...FIXED[id],
    id,
    title: id === 'start' ? (times?.title ?? FIXED.start.title) : FIXED[id].title,
    width: id === 'annotation' ? Math.max(0, annotation) : widths[id],
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
    server: endWidth(width, rows, 'server'),
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
  const most = Math.floor(width * (width < NARROW ? END_SHARE_NARROW : END_SHARE));
  return Math.min(longest, Math.max(NARROWEST_END, most));
}
