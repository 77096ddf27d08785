/** What commands do in the list of flows. */
import { ownText } from '../../../view/safe-text.js';
import type { CommandId } from '../../command.js';
import { lineOf } from '../../line-editor.js';
import { moved } from '../../list.js';
import type { Answer } from '../../screen.js';
import { type Shared, TIME_FORMATS, type TimeFormat } from '../../shared.js';
import { captureValues } from './capture-values.js';
import { openFilter } from './filter-mode.js';
import { hasPreview, hasRoomForPreview, listRows } from './layout.js';
import { onRow, relocated } from './place.js';
import { ask, noted, sortByNext, sortReversed, toggleFilter, toggleMarkedOnly } from './query.js';
import { type FlowsState, flowAtCursor, isFiltering, isSameQuery, wantedQuery } from './state.js';
import { rowWithFinding } from './told-findings.js';

type FlowsAnswer = Answer<FlowsState>;
type Run = (state: FlowsState, shared: Shared, count: number | null) => FlowsAnswer;

/** Carries a command out. */
export function runCommand(
  state: FlowsState,
  shared: Shared,
  command: CommandId,
  count: number | null,
): FlowsAnswer {
  const run = RUNS[command];
  return run === undefined ? move(state, shared, command, count) : run(state, shared, count);
}

const RUNS: Partial<Record<CommandId, Run>> = {
  open: (state, shared) => {
    const flow = flowAtCursor(state, shared);
    if (flow === null) return { state };
    const left = { ...state, previewed: null };
    return { state: left, go: { kind: 'open', screen: 'ladder', subject: { flow } } };
  },
  filter: (state, shared) => {
    const { filter } = wantedQuery(state, shared);
    const mode = openFilter(filter === '' ? state.filterOff : filter, state.history, captureValues(shared));
    return { state: { ...state, mode } };
  },
  'filter-off': toggleFilter,
  sort: sortByNext,
  'sort-reverse': sortReversed,
  'marked-only': toggleMarkedOnly,
  mark,
  note: (state, shared) => {
    const flow = flowAtCursor(state, shared);
    if (flow === null) return { state };
    return { state: { ...state, mode: { kind: 'note', flow, line: lineOf(shared.notes.get(flow) ?? '') } } };
  },
  copy: (state, shared) =>
    flowAtCursor(state, shared) === null ? { state } : { state: { ...state, mode: { kind: 'copy' } } },
  'follow-end': toggleFollow,
  preview: togglePreview,
  time: changeTime,
  'next-finding': (state, shared) => toFinding(state, shared, 1),
  'previous-finding': (state, shared) => toFinding(state, shared, -1),
  back: giveUpFiltering,
};

function move(state: FlowsState, shared: Shared, command: CommandId, count: number | null): FlowsAnswer {
  const { length } = shared.flows.flows;
  const to =
    command === 'last' && count !== null
      ? { ...state.place, cursor: count - 1 }
      : moved(state.place, command, length, listRows(state, shared));
  if (to === null) return { state, isUnused: true };
  if (length === 0) return { state };
  const there = onRow(state, to.cursor, shared);
  const isAtEnd = there.place.cursor === length - 1;
  return { state: { ...there, follows: isAtEnd && FOLLOWED_BY.has(command) } };
}

/** Commands with which one says that one wants to be at the end. */
const FOLLOWED_BY: ReadonlySet<CommandId> = new Set(['last', 'down', 'page-down', 'half-down']);

function mark(state: FlowsState, shared: Shared): FlowsAnswer {
  const flow = flowAtCursor(state, shared);
  if (flow === null) return { state };
  const marks = new Set(shared.marks);
  if (!marks.delete(flow)) marks.add(flow);
  const shows = wantedQuery(state, shared).markedOnly ? ask(state, shared, {}) : { state };
  return { ...shows, shared: { marks } };
}

/** The newest flow is the last one only in the order of their numbers. */
function toggleFollow(state: FlowsState, shared: Shared): FlowsAnswer {
  if (state.follows) return noted({ ...state, follows: false }, ownText('the cursor stays where it is'));
  const { column, isDescending } = wantedQuery(state, shared).order;
  const isInOrder = column === 'flow' && !isDescending;
  const order = { column: 'flow', isDescending: false } as const;
  const answer = isInOrder ? { state } : ask(state, shared, { order });
  return { ...answer, state: relocated({ ...answer.state, follows: true }, shared) };
}

function togglePreview(state: FlowsState, shared: Shared): FlowsAnswer {
  if (hasPreview(state, shared)) return kept({ ...state, preview: 'hidden', previewed: null }, shared);
  const shown: FlowsState = { ...state, preview: 'shown' };
  if (hasRoomForPreview(shared)) return kept(shown, shared);
  return noted(shown, ownText('the window is too small for a preview: Enter opens the ladder'));
}

/** The list is shorter or longer now: the window moves so that the cursor is in it. */
function kept(state: FlowsState, shared: Shared): FlowsAnswer {
  const { length } = shared.flows.flows;
  return {
    state: length === 0 ? state : { ...onRow(state, state.place.cursor, shared), follows: state.follows },
  };
}

const TIME_TEXTS: Readonly<Record<TimeFormat, string>> = {
  'since-start': 'times: seconds since the capture began',
  'in-flow': 'times: of segments, since the flow began; of flows, since the capture began',
  delta: 'times: since the row before',
  utc: 'times: UTC',
};

function changeTime(state: FlowsState, shared: Shared): FlowsAnswer {
  const next = TIME_FORMATS[
    (TIME_FORMATS.indexOf(shared.timeFormat) + 1) % TIME_FORMATS.length
  ] as TimeFormat;
  return {
    state,
    shared: { timeFormat: next, message: { text: ownText(TIME_TEXTS[next]), tone: 'notice' } },
  };
}

function toFinding(state: FlowsState, shared: Shared, step: 1 | -1): FlowsAnswer {
  const row = rowWithFinding(state.place.cursor, step, shared);
  if (row >= 0) return { state: { ...onRow(state, row, shared), follows: false } };
  if (shared.capture.kind === 'reading') {
    return noted(state, ownText('findings are known when the whole capture is read'));
  }
  return noted(state, ownText(`no flow with a finding ${step > 0 ? 'below' : 'above'} in this list`));
}

/** Escape while flows are filtered keeps the list that is shown; else it is the program's. */
function giveUpFiltering(state: FlowsState, shared: Shared): FlowsAnswer {
  const { asked } = state;
  const { filter, order, markedOnly } = shared.flows;
  const shown = { filter, order, markedOnly };
  if (!isFiltering(state, shared) || asked === null || isSameQuery(asked, shown)) {
    return { state, isUnused: true };
  }
  return { state: { ...state, asked: null }, effects: [{ kind: 'view-flows', ...shown }] };
}
