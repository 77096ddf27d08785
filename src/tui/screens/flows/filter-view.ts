/** The filter line, what is wrong with what is typed, and what may be typed. */

import type { FilterFault } from '../../../filter/fault.js';
import { filterFaultSentence } from '../../../view/filter-fault-text.js';
import { count, percent } from '../../../view/number.js';
import { ownText, type SafeText, safeText, say } from '../../../view/safe-text.js';
import { wrapText } from '../../../view/wrap.js';
import { cellText, widthOf } from '../../cells.js';
import { keysOf } from '../../key-map.js';
import { cellAt, type EditedLine, shownLine } from '../../line-editor.js';
import { isCapturing } from '../../live-state.js';
import type { Shared } from '../../shared.js';
import type { Line, Span } from '../../span.js';
import { justified, own, span } from './pieces.js';
import { type FilterMode, type FlowsState, isFiltering, wantedQuery } from './state.js';

/** A line, and the cell of the caret in it; null where nothing is typed. */
export interface TypedLine {
  readonly line: Line;
  readonly caret: number | null;
}

const LONGEST_FILTER = 400;
/** Most lines that a fault takes. */
const MOST_STATUS_ROWS = 3;

/** The first line of the screen. */
export function filterLine(state: FlowsState, shared: Shared, columns: number): TypedLine {
  const { mode } = state;
  switch (mode.kind) {
    case 'filter':
      return typedLine(' /', mode.line, columns);
    case 'note':
      return typedLine(` note on flow ${mode.flow}: `, mode.line, columns);
    case 'copy':
      return {
        line: justified(
          [
            own('strong', ' copy '),
            ...keys(['f', 'Wireshark filter'], ['t', 'addresses'], ['c', 'what was found']),
          ],
          [],
          columns,
          shared.look,
        ),
        caret: null,
      };
    case 'list': {
      const line = justified(filterInForce(state, shared), stateOfList(state, shared), columns, shared.look);
      return { line, caret: null };
    }
  }
}

function typedLine(prompt: string, line: EditedLine, columns: number): TypedLine {
  const width = Math.max(0, columns - prompt.length - 1);
  const { text, column } = shownLine(line, width);
  return {
    line: [own('key', prompt), span('plain', text)],
    caret: Math.min(columns - 1, prompt.length + column),
  };
}

function keys(...pairs: readonly (readonly [key: string, title: string])[]): Span[] {
  return pairs.flatMap(([key, title]) => [own('key', key), own('dim', ` ${title}  `)]);
}

function filterInForce(state: FlowsState, shared: Shared): Line {
  const { filter, markedOnly } = wantedQuery(state, shared);
  const marked = markedOnly ? [own('strong', ' marked only')] : [];
  if (filter !== '') return [own('key', ' /'), span('plain', expressionText(filter)), ...marked];
  if (state.filterOff === '') return [own('key', ' /'), own('dim', ' to filter'), ...marked];
  return [own('dim', ' off: '), span('dim', expressionText(state.filterOff)), ...marked];
}

function expressionText(filter: string): SafeText {
  return cellText(safeText(filter, LONGEST_FILTER));
}

/** How the list stands: being read, being filtered, how long that took. Gaps tell the parts apart where colours do not. */
function stateOfList(state: FlowsState, shared: Shared): Line {
  const parts = partsOfList(state, shared);
  const line = parts.flatMap((part, index) => (index === 0 ? part : [own('plain', '  '), ...part]));
  return line.length === 0 ? [] : [...line, own('plain', ' ')];
}

function partsOfList(state: FlowsState, shared: Shared): Span[][] {
  const parts: Span[][] = [];
  const { capture, flows } = shared;
  if (capture.kind === 'reading' && shared.live === undefined) {
    const { bytesRead, bytesTotal, frames } = capture.progress;
    const share =
      bytesTotal === null || bytesTotal === 0 ? ownText('') : say` ${percent(bytesRead / bytesTotal)}`;
    parts.push([span('notice', say`reading${share}, ${count(frames)} frames`)]);
    if (state.follows) parts.push([own('strong', 'FOLLOW')]);
  }
  if (isCapturing(shared.live)) parts.push(...liveWords(state, shared));
  if (shared.live?.phase === 'starting') return parts;
  const { filter } = wantedQuery(state, shared);
  if (isFiltering(state, shared)) parts.push([own('notice', 'still filtering, Esc stops')]);
  else if (filter !== '') parts.push([own('good', 'valid'), own('dim', `, ${tookText(flows.tookMs)}`)]);
  if (filter !== '') parts.push([own('key', 'f'), own('dim', ' off')]);
  else if (state.filterOff !== '') parts.push([own('key', 'f'), own('dim', ' on')]);
  return parts;
}

/** Whether the list follows what comes. */
function liveWords({ follows }: FlowsState, { live, flows, ownKeys }: Shared): Span[][] {
  const keyOf = (id: 'pause' | 'follow-end') => own('key', keysOf(id, ownKeys)[0] ?? '');
  if (live?.isPaused === true) {
    return [
      [own('warning', 'PAUSED'), own('dim', ' the capture goes on')],
      [keyOf('pause'), own('dim', ' on')],
    ];
  }
  if (!follows) return [[keyOf('follow-end'), own('dim', ' follow')]];
  const isNewestLast = flows.order.column === 'flow' && !flows.order.isDescending;
  return [[own('strong', 'FOLLOW'), own('dim', isNewestLast ? ' newest at the end' : ' the end')]];
}

function tookText(tookMs: number | null): string {
  if (tookMs === null) return '';
  return tookMs < 10 ? `${tookMs.toFixed(1)} ms` : `${count(Math.round(tookMs))} ms`;
}

/** What is wrong with the filter that is typed: the place, then the sentence, in up to three lines. */
export function statusLines(mode: FilterMode, columns: number): Line[] {
  const { fault, line } = mode;
  if (fault === null) return [[own('good', `  ${line.text.trim() === '' ? 'all flows' : 'valid'}`)]];
  const { start, marks } = placeOf(fault, line, columns);
  const tone = isUnfinished(fault, line) ? 'notice' : 'error';
  const tab = fault.nearest === null || mode.popup !== null ? '' : ' (Tab)';
  const sentence = say`${cellText(sentenceOf(fault))}${ownText(tab)}`;
  const marked: Span[] = [own('plain', ' '.repeat(start)), own(tone, marks)];
  const beside = widthOf(marked) + 1 + sentence.length;
  if (beside < columns) return [[...marked, own('plain', ' '), span(tone, sentence)]];
  const below = wrapText(sentence, columns - 3).slice(0, MOST_STATUS_ROWS - 1);
  return [marked, ...below.map((text) => [own('plain', '  '), span(tone, text)])];
}

/** Where `^^^^` stands: below the fault, as far as it is on the screen. */
function placeOf(
  { start, end }: FilterFault,
  line: EditedLine,
  columns: number,
): { start: number; marks: string } {
  const { hidden } = shownLine(line, columns - 3);
  const from = Math.max(0, cellAt(line.text, start) - hidden);
  const to = Math.max(from + 1, cellAt(line.text, end) - hidden);
  const first = Math.min(columns - 2, from + 2);
  return { start: first, marks: '^'.repeat(Math.max(1, Math.min(columns - 1, to + 2) - first)) };
}

/** Something is missing at the end: it may just not have been typed yet. */
function isUnfinished({ start, given }: FilterFault, { text }: EditedLine): boolean {
  return given === '' && start >= text.trimEnd().length;
}

/** `marked` and `note` are of the screen: it has keys for them. */
function sentenceOf(fault: FilterFault): SafeText {
  if (fault.code !== 'reserved-field') return filterFaultSentence(fault);
  return fault.given.toLowerCase() === 'marked'
    ? ownText('marked flows are shown by M; in quotes it is a text')
    : ownText('notes cannot be asked for; in quotes it is a text');
}
