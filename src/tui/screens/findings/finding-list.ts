/** The list of findings: a row each, sliced before it is drawn. */
import type { Finding } from '../../../diagnosis/diagnosis.js';
import { confidenceText, serverText } from '../../../view/finding-place.js';
import { findingTitle } from '../../../view/finding-text.js';
import { count, plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { cell, cellText, fitLine, spans } from '../../cells.js';
import { glyphsOf } from '../../glyphs.js';
import type { ListPlace } from '../../list.js';
import type { Look, Size } from '../../look.js';
import { SEVERITY_CELLS, severityCell, severitySpan } from '../../severity-sign.js';
import type { Line } from '../../span.js';

/** Cells of the columns. */
const RANK_CELLS = 5;
const FLOWS_CELLS = 10;
const SERVER_CELLS = 24;
const CONFIDENCE_CELLS = 22;

/** Widths from which on there are columns for more. */
const WITH_SERVER = 70;
const WITH_CONFIDENCE = 110;

/** How the list is drawn. */
export interface ListLook {
  readonly room: Size;
  readonly look: Look;
  readonly muted: ReadonlySet<string>;
  /** Keys move in the list, not in the text below. */
  readonly isActive: boolean;
}

/** The head of the list. */
export function listHead({ room: { columns }, look }: Pick<ListLook, 'room' | 'look'>): Line {
  const isShort = columns < WITH_SERVER;
  const text = [
    ' ',
    cell(ownText('#'), RANK_CELLS - 1, look, 'right'),
    ' ',
    cell(ownText(isShort ? '' : 'severity'), isShort ? 2 : SEVERITY_CELLS, look),
    cell(ownText('finding'), titleCells(columns), look),
    cell(ownText('flows'), FLOWS_CELLS, look, 'right'),
    columns >= WITH_SERVER ? `  ${cell(ownText('server'), SERVER_CELLS - 2, look)}` : '',
    columns >= WITH_CONFIDENCE ? cell(ownText('confidence'), CONFIDENCE_CELLS, look) : '',
  ].join('');
  return fitLine([{ text: ownText(text), tone: 'dim' }], columns, look);
}

/** The rows from the top of the place on. */
export function listRows(findings: readonly Finding[], place: ListPlace, list: ListLook): Line[] {
  const shown = findings.slice(place.top, place.top + list.room.rows);
  return shown.map((finding, row) => findingRow(finding, place.top + row, place.cursor, list));
}

function findingRow(finding: Finding, index: number, cursor: number, list: ListLook): Line {
  const { room, look, muted, isActive } = list;
  const { columns } = room;
  const isCursor = index === cursor;
  const isMuted = muted.has(finding.rule);
  const title = isMuted ? say`muted: ${findingTitle(finding)}` : findingTitle(finding);
  const sign = severitySpan(finding.severity, look);
  const tone = isMuted ? ('dim' as const) : ('plain' as const);
  const rest = (text: SafeText) => ({ text, tone, ...(isCursor && isActive ? { isSelected: true } : {}) });
  const rank = say`${plain(index + 1)}`;
  return fitLine(
    [
      ...spans([isCursor ? 'key' : 'plain', isCursor ? glyphsOf(look).cursor : ' ']),
      { text: say`${cell(rank, RANK_CELLS - 1, look, 'right')} `, tone: 'strong' },
      columns < WITH_SERVER
        ? { text: say`${sign.text} `, tone: sign.tone }
        : severityCell(finding.severity, look),
      rest(cell(cellText(title), titleCells(columns), look)),
      rest(cell(count(finding.flowCount), FLOWS_CELLS, look, 'right')),
      ...(columns >= WITH_SERVER ? [rest(say`  ${cell(serverText(finding), SERVER_CELLS - 2, look)}`)] : []),
      ...(columns >= WITH_CONFIDENCE ? [rest(cell(confidenceText(finding), CONFIDENCE_CELLS, look))] : []),
    ],
    columns,
    look,
  );
}

function titleCells(columns: number): number {
  const severity = columns < WITH_SERVER ? 2 : SEVERITY_CELLS;
  const server = columns >= WITH_SERVER ? SERVER_CELLS : 0;
  const confidence = columns >= WITH_CONFIDENCE ? CONFIDENCE_CELLS : 0;
  return Math.max(4, columns - RANK_CELLS - 1 - severity - FLOWS_CELLS - server - confidence);
}
