/** The list: a head, the rows on the screen, and where one is in it. */
import { count, counted } from '../../../view/number.js';
import { ownText, type SafeText, safeText, say } from '../../../view/safe-text.js';
import { cell, cellText, fitLine } from '../../cells.js';
import { placed } from '../../list.js';
import { severitySpan } from '../../severity-sign.js';
import type { Shared } from '../../shared.js';
import type { Line, Span, Tone } from '../../span.js';
import { ARROW, type Column, columnsFor, LEAD } from './columns.js';
import { type FlowRowText, flowRows } from './flow-rows.js';
import { FlowTimes } from './flow-times.js';
import { cutInside, justified, own, span } from './pieces.js';
import { signsOf } from './signs.js';
import { type FlowsState, flowAtCursor } from './state.js';

/** From this width on times have microseconds. */
const WIDE = 100;

/** Head and rows. */
export interface ListLines {
  readonly head: Line;
  readonly rows: readonly Line[];
}

/** The part of the list that fits into some rows. */
export function listLines(state: FlowsState, shared: Shared, columns: number, rows: number): ListLines {
  const { flows } = shared.flows;
  const { cursor, top } = placed(state.place, state.place.cursor, flows.length, rows);
  const survey = shared.capture.kind === 'failed' ? null : shared.capture.survey;
  const times = survey === null ? null : new FlowTimes(survey, shared.timeFormat, columns < WIDE ? 3 : 6);
  const texts = flowRows(shared, times, top, top + rows);
  const largest = Math.max(0, (survey?.flows.length ?? 0) - 1);
  const shown = columnsFor(columns, texts, times, largest);
  return {
    head: headLine(shown, shared, columns),
    rows: texts.map((row, index) => rowLine(row, shown, shared, top + index === cursor, columns)),
  };
}

function headLine(columns: readonly Column[], { look, flows }: Shared, width: number): Line {
  const hasClient = columns.some(({ id }) => id === 'client');
  const spans: Span[] = [own('dim', ' '.repeat(LEAD))];
  for (const [index, { id, title, width: cells, align, sortedBy }] of columns.entries()) {
    if (index > 0) spans.push(own('dim', ' '));
    const isBehindSign = id === 'annotation' || (id === 'server' && hasClient);
    const tone: Tone = sortedBy.includes(flows.order.column) ? 'strong' : 'dim';
    spans.push(span(tone, cell(ownText(isBehindSign ? `  ${title}` : title), cells, look, align)));
  }
  return fitLine(spans, width, look);
}

function rowLine(
  row: FlowRowText,
  columns: readonly Column[],
  shared: Shared,
  isAtCursor: boolean,
  width: number,
): Line {
  const { look, marks, notes } = shared;
  const signs = signsOf(look);
  const spans: Span[] = [
    own('key', isAtCursor ? signs.cursor : ' '),
    own('strong', marks.has(row.flow) ? signs.marked : ' '),
    own('strong', notes.has(row.flow) ? signs.noted : ' '),
  ];
  const hasClient = columns.some(({ id }) => id === 'client');
  for (const [index, column] of columns.entries()) {
    if (index > 0) spans.push(own('plain', ' '));
    spans.push(...cellSpans(row, column, hasClient, shared));
  }
  const line = fitLine(spans, width, look);
  return isAtCursor ? line.map((piece) => ({ ...piece, isSelected: true })) : line;
}

function cellSpans(row: FlowRowText, column: Column, hasClient: boolean, shared: Shared): Span[] {
  const { look } = shared;
  const { id, width, align } = column;
  const text = row.texts[id];
  const { ellipsis, right } = signsOf(look);
  switch (id) {
    case 'client':
      return [span('client', cell(cutInside(text, width, ellipsis), width, look))];
    case 'server': {
      const arrow = hasClient ? [own('dim', text === '' ? '  ' : `${right} `)] : [];
      const room = hasClient ? width - ARROW : width;
      return [...arrow, span('server', cell(cutInside(text, room, ellipsis), room, look))];
    }
    case 'annotation':
      return annotationSpans(row, width, shared);
    case 'flow':
      return [span('strong', cell(text, width, look, align))];
    default:
      return [span('plain', cell(text, width, look, align))];
  }
}

function annotationSpans({ annotation, texts }: FlowRowText, width: number, { look }: Shared): Span[] {
  const [worst] = annotation?.findings ?? [];
  if (worst === undefined) {
    const tone: Tone = annotation?.isHealthy === true ? 'good' : 'dim';
    return [span(tone, cell(say`  ${texts.annotation}`, width, look))];
  }
  const { text, tone } = severitySpan(worst.finding.severity, look);
  return [span(tone, cell(say`${text} ${texts.annotation}`, width, look))];
}

/** The line below the list: the note of the flow, or what is not in the list; and the row. */
export function positionLine(state: FlowsState, shared: Shared, columns: number): Line {
  const { length } = shared.flows.flows;
  const row = Math.min(state.place.cursor, length - 1) + 1;
  const right = length === 0 ? [] : [own('dim', `row ${count(row)} of ${count(length)} `)];
  return justified([span('dim', leftText(state, shared))], right, columns, shared.look);
}

function leftText(state: FlowsState, shared: Shared): SafeText {
  const flow = flowAtCursor(state, shared);
  const note = flow === null ? undefined : shared.notes.get(flow);
  if (note !== undefined) return say` note: ${cellText(safeText(note, 200))}`;
  const survey = shared.capture.kind === 'failed' ? null : shared.capture.survey;
  const evicted = survey?.flows.firstKept ?? 0;
  if (evicted === 0) return ownText('');
  return say` the oldest ${counted(evicted, 'flow')} did not fit in memory`;
}
