/**
 * The list of flows: filtered, sorted, marked, with what was found in each. Of a million flows only the rows on the screen are
 * read.
 */
import type { CommandId } from '../../command.js';
import type { Effect } from '../../effect.js';
import { isCapturing } from '../../live-state.js';
import type { Answer, Screen, ScreenEvent, Subject } from '../../screen.js';
import type { Shared } from '../../shared.js';
import { runCommand } from './commands.js';
import { hasPreview } from './layout.js';
import { relocated } from './place.js';
import { ask } from './query.js';
import { FIRST_STATE, type FlowsState, flowAtCursor, isSameQuery, wantedQuery } from './state.js';
import { titleLine } from './title.js';
import { takeKey } from './typing.js';
import { viewFlows } from './view.js';

type FlowsAnswer = Answer<FlowsState>;

/** The screen. */
export const FLOWS_SCREEN: Screen<FlowsState> = {
  id: 'flows',
  open: (subject, shared) => {
    const answer = openOn(subject, shared);
    return completed({ ...answer, state: relocated(answer.state, shared) }, shared);
  },
  update: (state, event, shared) => completed(take(state, event, shared), shared),
  title: titleLine,
  view: viewFlows,
  footer: (state, shared) => {
    const { mode } = state;
    if (mode.kind === 'list' && isCapturing(shared.live)) return LIVE_FOOTER;
    const ids = FOOTERS[mode.kind === 'filter' && mode.fault !== null ? 'wrong' : mode.kind];
    const hasFilter = wantedQuery(state, shared).filter !== '' || state.filterOff !== '';
    return hasFilter ? ids : ids.filter((id) => id !== 'filter-off');
  },
  isTyping: ({ mode }) => mode.kind !== 'list',
};

const FOOTERS: Readonly<Record<'list' | 'filter' | 'wrong' | 'note' | 'copy', readonly CommandId[]>> = {
  list: [
    'open',
    'filter',
    'help',
    'filter-off',
    'sort',
    'mark',
    'preview',
    'next-finding',
    'marked-only',
    'note',
    'copy',
    'time',
    'sort-reverse',
    'leave',
  ],
  filter: ['apply-line', 'complete-line', 'recall-line', 'clear-line', 'cancel-line'],
  // Enter is off while the filter is not right.
  wrong: ['complete-line', 'recall-line', 'clear-line', 'cancel-line'],
  note: ['apply-line', 'clear-line', 'cancel-line'],
  copy: ['cancel-line'],
};

const LIVE_FOOTER: readonly CommandId[] = [
  'pause',
  'follow-end',
  'stop-capture',
  'open',
  'filter',
  'help',
  'leave',
  'next-finding',
  'preview',
  'export',
];

/** A finding asks for its flows, a flow for the cursor; a filter that would hide it is turned off, not lost. */
function openOn({ findingId, flow }: Subject, shared: Shared): FlowsAnswer {
  const first = { ...FIRST_STATE, follows: isCapturing(shared.live) };
  const kept = { ...first, ...shared.flowList };
  const state: FlowsState = flow === undefined ? kept : { ...kept, chosen: flow, follows: false };
  const { filter, order } = shared.flows;
  if (findingId !== undefined) {
    const wanted = { filter: `finding:${findingId}`, order, markedOnly: false };
    return isSameQuery(wanted, shared.flows) ? { state } : ask(state, shared, wanted);
  }
  if (flow === undefined || shared.flows.flows.includes(flow)) return { state };
  if (filter === '' && !shared.flows.markedOnly) return { state };
  return ask({ ...state, filterOff: filter }, shared, { filter: '', markedOnly: false });
}

function take(state: FlowsState, event: ScreenEvent, shared: Shared): FlowsAnswer {
  switch (event.kind) {
    case 'command':
      return runCommand(state, shared, event.command, event.count);
    case 'key':
      return takeKey(state, shared, event.key, event.text);
    case 'shared': {
      return { state: relocated({ ...state, asked: stillAsked(state, shared) }, shared) };
    }
  }
}

/** What was asked for, until it is there or could not be had. */
function stillAsked({ asked }: FlowsState, { flows }: Shared): FlowsState['asked'] {
  if (asked === null) return null;
  if (flows.tookMs === null) return { ...asked, isUnderWay: true };
  return asked.isUnderWay || isSameQuery(asked, flows) ? null : asked;
}

/** What follows from every answer: the preview is asked for, and what outlives the screen is kept. */
function completed(answer: FlowsAnswer, before: Shared): FlowsAnswer {
  if (answer.isUnused === true) return answer;
  const shared = { ...before, ...answer.shared };
  const state = answer.state.chosen === null ? relocated(answer.state, shared) : answer.state;
  const flow = answer.go === undefined ? previewDue(state, shared) : null;
  const effects: readonly Effect[] =
    flow === null
      ? (answer.effects ?? [])
      : [...(answer.effects ?? []), { kind: 'close-up', flow, afterRest: true }];
  const { chosen, preview, follows, filterOff, history } = state;
  return {
    ...answer,
    state: flow === null ? state : { ...state, previewed: flow },
    shared: { ...answer.shared, flowList: { chosen, preview, follows, filterOff, history } },
    effects,
  };
}

/** The flow whose close-up the preview needs and has not asked for. */
function previewDue(state: FlowsState, shared: Shared): number | null {
  const flow = flowAtCursor(state, shared);
  if (flow === null || shared.capture.kind !== 'ready' || !hasPreview(state, shared)) return null;
  return shared.closeUp?.flow === flow || state.previewed === flow ? null : flow;
}
