/** What the ladder screen does with commands and keys. */

import { ladderLines } from '../../../view/ladder-text.js';
import { ownText } from '../../../view/safe-text.js';
import { flowFilter } from '../../../view/wireshark-filter.js';
import { type CopyMenu, copyAnswer, copyMessage } from '../../close-up/copy.js';
import { nextTimeFormat } from '../../close-up/time-column.js';
import { tupleText } from '../../close-up/tuple.js';
import { wantCloseUp } from '../../close-up/wanted.js';
import type { CommandId } from '../../command.js';
import { moved, placed } from '../../list.js';
import { nextFinding } from '../../next-finding.js';
import type { Answer, ScreenEvent, ScreenId, Subject } from '../../screen.js';
import type { Shared } from '../../shared.js';
import { compareHeights } from './compare.js';
import { itemOfFrame, type LadderItem, ladderModel } from './model.js';
import { type LadderState, refreshed, shownRows } from './state.js';

/** Characters of a line of the ladder that is copied. */
const COPY_WIDTH = 100;

/** The answer to an event. */
export function updateLadder(state: LadderState, event: ScreenEvent, shared: Shared): Answer<LadderState> {
  switch (event.kind) {
    case 'shared':
      return { state: refreshed(state, shared), ...wantCloseUp(state.flow, shared) };
    case 'key':
      return { state: { ...state, isCopying: false }, ...copyAnswer(copyMenu(state, shared), event.key) };
    case 'command':
      return command(state, event.command, event.count, shared);
  }
}

function command(
  state: LadderState,
  id: CommandId,
  count: number | null,
  shared: Shared,
): Answer<LadderState> {
  switch (id) {
    case 'time':
      return { state, shared: nextTimeFormat(shared) };
    case 'copy':
      return { state: { ...state, isCopying: true }, ...copyMessage(copyMenu(state, shared)) };
    case 'next-finding':
      return neighbour(state, 1, shared);
    case 'previous-finding':
      return neighbour(state, -1, shared);
    case 'follow':
      return go(state, 'exchange', { flow: state.flow, ...frameUnderCursor(state) });
    case 'compare':
      return toggleComparison(state);
    case 'back':
      return state.isComparing ? { state: withoutComparison(state) } : { state, isUnused: true };
    default:
      return state.comparison === null
        ? listCommand(state, id, count, shared)
        : comparisonCommand(state, id, count, shared);
  }
}

function listCommand(
  state: LadderState,
  id: CommandId,
  count: number | null,
  shared: Shared,
): Answer<LadderState> {
  const { model, place } = state;
  if (model === null) return { state, isUnused: true };
  const item = model.items[place.cursor];
  const shown = shownRows(state, shared);
  if (id === 'last' && count !== null) {
    return { state: { ...state, place: placed(place, count - 1, model.items.length, shown) } };
  }
  const next = moved(place, id, model.items.length, shown);
  if (next !== null) return { state: { ...state, place: next } };
  if (id === 'open') return open(state, item, shared);
  if (id === 'unfold') return item?.kind === 'fold' ? unfold(state, item.firstFrame, shared) : { state };
  if (id === 'fold') return fold(state, item, shared);
  if (id === 'evidence') return nextEvidence(state, shared);
  return { state, isUnused: true };
}

function comparisonCommand(
  state: LadderState,
  id: CommandId,
  count: number | null,
  shared: Shared,
): Answer<LadderState> {
  const { comparison } = state;
  if (comparison === null) return { state, isUnused: true };
  const { place, rows } = comparison;
  const shown = compareHeights(shared.size).rows;
  const next =
    id === 'last' && count !== null
      ? placed(place, count - 1, rows.length, shown)
      : moved(place, id, rows.length, shown);
  if (next !== null) return { state: { ...state, comparison: { ...comparison, place: next } } };
  if (id !== 'open') return { state, isUnused: true };
  const left = rows[place.cursor]?.left;
  return left?.kind === 'segment'
    ? go(state, 'packet', { flow: state.flow, frame: left.segment.frameNumber })
    : { state };
}

function open(state: LadderState, item: LadderItem | undefined, shared: Shared): Answer<LadderState> {
  if (item?.kind === 'fold') return unfold(state, item.firstFrame, shared);
  if (item?.kind !== 'segment') return { state };
  return go(state, 'packet', { flow: state.flow, frame: item.segment.frameNumber });
}

function unfold(state: LadderState, run: number, shared: Shared): Answer<LadderState> {
  return { state: withUnfolded(state, (runs) => new Set([...runs, run]), run, shared) };
}

/** Folds the run that the row is a part of. */
function fold(state: LadderState, item: LadderItem | undefined, shared: Shared): Answer<LadderState> {
  if (item?.kind !== 'segment' || item.run === null) return { state };
  const { run } = item;
  return {
    state: withUnfolded(state, (runs) => new Set([...runs].filter((one) => one !== run)), run, shared),
  };
}

/** The state with other runs unfolded; the cursor goes to a frame. */
function withUnfolded(
  state: LadderState,
  change: (unfolded: ReadonlySet<number>) => ReadonlySet<number>,
  frame: number,
  shared: Shared,
): LadderState {
  if (state.model === null) return state;
  const model = ladderModel(state.model.closeUp, shared, change(state.model.unfolded));
  const next = { ...state, model };
  const cursor = itemOfFrame(model, frame) ?? state.place.cursor;
  return { ...next, place: placed(state.place, cursor, model.items.length, shownRows(next, shared)) };
}

/** The next row that is evidence, from the first one again behind the last. */
function nextEvidence(state: LadderState, shared: Shared): Answer<LadderState> {
  const items = state.model?.items ?? [];
  const rows = [...items.keys()].filter((row) => {
    const item = items[row];
    return item?.kind === 'segment' && item.evidence.length > 0;
  });
  const next = rows.find((row) => row > state.place.cursor) ?? rows[0];
  if (next === undefined) {
    const text = ownText('nothing in this flow is evidence of a finding');
    return { state, shared: { message: { tone: 'notice', text } } };
  }
  return { state: { ...state, place: placed(state.place, next, items.length, shownRows(state, shared)) } };
}

function neighbour(state: LadderState, step: 1 | -1, shared: Shared): Answer<LadderState> {
  const flow = nextFinding(shared, state.flow, step);
  if (flow !== null) return { state, go: { kind: 'replace', screen: 'ladder', subject: { flow } } };
  const text = ownText(`no flow with a finding ${step > 0 ? 'behind' : 'in front of'} this one in the list`);
  return { state, shared: { message: { tone: 'notice', text } } };
}

function toggleComparison(state: LadderState): Answer<LadderState> {
  if (state.isComparing) return { state: withoutComparison(state) };
  if (state.model === null) return { state };
  return {
    state: { ...state, isComparing: true, comparison: null },
    shared: { comparison: { kind: 'reading', flow: state.flow } },
    effects: [{ kind: 'compare', flow: state.flow }],
  };
}

function withoutComparison(state: LadderState): LadderState {
  return { ...state, isComparing: false, comparison: null };
}

function go(state: LadderState, screen: ScreenId, subject: Subject): Answer<LadderState> {
  return { state, go: { kind: 'open', screen, subject } };
}

function frameUnderCursor({ model, place }: LadderState): Pick<Subject, 'frame'> {
  const item = model?.items[place.cursor];
  return item?.kind === 'segment' ? { frame: item.segment.frameNumber } : {};
}

function copyMenu({ flow, model }: LadderState, { look, secrets }: Shared): CopyMenu {
  const closeUp = model?.closeUp;
  const ladder = () => {
    if (model === null) return null;
    const options = { width: COPY_WIDTH, ascii: !look.hasUnicode, secrets, unfold: false };
    return [...ladderLines(model.closeUp, options)].join('');
  };
  return [
    ['f', { what: ownText('Wireshark filter'), text: () => flowFilter([flow]) }],
    ['t', { what: ownText('addresses'), text: () => (closeUp === undefined ? null : tupleText(closeUp)) }],
    ['w', { what: ownText('ladder'), text: ladder }],
  ];
}
