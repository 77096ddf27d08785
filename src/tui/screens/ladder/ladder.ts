/** One flow, a row a segment: what was sent when, what is evidence of what, and why. */

import { count, plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { fillRows, fitLine, padLine } from '../../cells.js';
import { paneRule, piece, selected } from '../../close-up/draw.js';
import { findingsOfFlow, rankText } from '../../close-up/findings.js';
import { loadingLines } from '../../close-up/loading.js';
import { wantCloseUp } from '../../close-up/wanted.js';
import { LIST_START, placed } from '../../list.js';
import type { Size } from '../../look.js';
import type { Screen } from '../../screen.js';
import { severitySpan } from '../../severity-sign.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { compareLines } from './compare.js';
import { drawRow } from './draw-row.js';
import { headingLine, titleLine } from './heading.js';
import { ladderHeights, ladderLayout } from './layout.js';
import type { LadderModel } from './model.js';
import { type LadderState, refreshed } from './state.js';
import { updateLadder } from './update.js';
import { paneNeed, toldFinding, whyLines, whyTitle } from './why.js';

/** The ladder of a flow. */
export const LADDER_SCREEN: Screen<LadderState> = {
  id: 'ladder',
  open(subject, shared) {
    const flow = subject.flow ?? 0;
    const state: LadderState = {
      flow,
      findingId: subject.findingId ?? null,
      wantedFrame: subject.frame ?? null,
      model: null,
      place: LIST_START,
      isComparing: false,
      comparison: null,
      isCopying: false,
    };
    return { state: refreshed(state, shared), ...wantCloseUp(flow, shared) };
  },
  update: updateLadder,
  title({ flow }, shared) {
    const [finding] = findingsOfFlow(flow, shared);
    const of = shared.flows.total > 0 ? say` of ${count(shared.flows.total)}` : ownText('');
    const title = piece('strong', say`Flow ${plain(flow)}${of}`);
    if (finding === undefined) return [title];
    const { tone, text: sign } = severitySpan(finding.severity, shared.look);
    return [title, piece(tone, say`  ${sign} ${rankText(finding, shared)}`)];
  },
  view(state, shared, room) {
    return { lines: fillRows(bodyLines(state, shared, room), room.rows), cursor: null };
  },
  footer({ isComparing }) {
    return isComparing
      ? ['open', 'down', 'compare', 'time', 'back', 'help']
      : [
          'open',
          'down',
          'next-finding',
          'compare',
          'follow',
          'unfold',
          'evidence',
          'time',
          'copy',
          'back',
          'help',
        ];
  },
  isTyping: ({ isCopying }) => isCopying,
};

function bodyLines(state: LadderState, shared: Shared, room: Size): readonly Line[] {
  const { model, comparison, isComparing } = state;
  if (model === null) {
    return loadingLines(
      say`reading flow ${plain(state.flow)} ...`,
      failureOf(state.flow, shared),
      shared,
      room,
    );
  }
  if (comparison !== null) return compareLines(model, comparison, shared, room);
  const lines = ladderBody(state, model, shared, room);
  if (!isComparing) return lines;
  const failure = shared.comparison?.kind === 'failed' ? shared.comparison.message : null;
  const words = ownText('looking for a healthy flow of the same server ...');
  const told = loadingLines(words, failure, shared, room);
  return [...lines.slice(0, Math.max(0, room.rows - told.length)), ...told];
}

function failureOf(flow: number, { closeUp }: Shared): string | null {
  return closeUp?.kind === 'failed' && closeUp.flow === flow ? closeUp.message : null;
}

function ladderBody(state: LadderState, model: LadderModel, shared: Shared, room: Size): Line[] {
  const { look, timeFormat } = shared;
  const { columns } = room;
  const need = paneNeed(model, state.findingId, shared, columns);
  const heights = ladderHeights(model.items.length, need, room);
  const layout = ladderLayout(model, columns, timeFormat);
  const drawing = { model, layout, look, timeFormat };
  const { top, cursor } = placed(state.place, state.place.cursor, model.items.length, heights.list);
  const rows = model.items.slice(top, top + heights.list).map((item, index) => {
    const hasCursor = top + index === cursor;
    const line = padLine(fitLine(drawRow(item, drawing, hasCursor), columns, look), columns);
    return hasCursor ? selected(line) : line;
  });
  const titles = heights.titles === 0 ? [] : [fitLine(titleLine(model, layout, shared), columns, look)];
  const position = placeText(top, heights.list, model.items.length);
  return [
    headingLine(model, shared, columns),
    ...titles,
    ...rows,
    ...paneLines(state, model, shared, { columns, rows: heights.pane }, layout.margin, position),
  ];
}

/** Which rows are shown, when not all are. */
function placeText(top: number, shown: number, length: number): SafeText | null {
  if (shown >= length) return null;
  return say`rows ${count(top + 1)} to ${count(top + shown)} of ${count(length)}`;
}

function paneLines(
  state: LadderState,
  model: LadderModel,
  shared: Shared,
  { columns, rows }: Size,
  margin: number,
  position: SafeText | null,
): Line[] {
  if (rows === 0) return [];
  const finding = toldFinding(model, state.findingId, shared);
  const title = whyTitle(finding, shared);
  const rule = paneRule(position === null ? title : say`${position} - ${title}`, shared.look, columns);
  const lines = whyLines(model, finding, model.items[state.place.cursor], shared, { columns, margin });
  return [rule, ...lines.slice(0, rows - 1).map((line) => fitLine(line, columns, shared.look))];
}
