/** Asks for other flows, or for the same in another order. */
import { ownText, type SafeText } from '../../../view/safe-text.js';
import { SORT_COLUMNS, type SortColumn, type SortOrder } from '../../flow-order.js';
import type { FlowQuery } from '../../flow-view.js';
import type { Answer } from '../../screen.js';
import type { Message, Shared } from '../../shared.js';
import { type FlowsState, wantedQuery } from './state.js';

type FlowsAnswer = Answer<FlowsState>;

/** Columns of which the largest comes first when they are chosen. */
const LARGEST_FIRST: ReadonlySet<SortColumn> = new Set([
  'severity',
  'segments',
  'payload',
  'duration',
  'ttfb',
]);

/** What the columns are called. */
export const SORT_NAMES: Readonly<Record<SortColumn, string>> = {
  severity: 'severity',
  flow: 'number',
  start: 'start',
  client: 'client',
  server: 'server',
  segments: 'segments',
  payload: 'octets',
  duration: 'duration',
  ttfb: 'first octet',
  end: 'end',
};

/** The same state with a query under way. */
export function ask(state: FlowsState, shared: Shared, changes: Partial<FlowQuery>): FlowsAnswer {
  const query = { ...wantedQuery(state, shared), ...changes };
  const asked = { ...query, isUnderWay: false };
  return { state: { ...state, asked, follows: false }, effects: [{ kind: 'view-flows', ...query }] };
}

/** A line for the user and nothing else. */
export function noted(state: FlowsState, text: SafeText, tone: Message['tone'] = 'notice'): FlowsAnswer {
  return { state, shared: { message: { text, tone } } };
}

/** Sorts by the next column. */
export function sortByNext(state: FlowsState, shared: Shared): FlowsAnswer {
  const { order } = wantedQuery(state, shared);
  const next = SORT_COLUMNS[(SORT_COLUMNS.indexOf(order.column) + 1) % SORT_COLUMNS.length] as SortColumn;
  return ask(state, shared, { order: firstOrderOf(next) });
}

/** Turns the order around. */
export function sortReversed(state: FlowsState, shared: Shared): FlowsAnswer {
  const { order } = wantedQuery(state, shared);
  return ask(state, shared, { order: { ...order, isDescending: !order.isDescending } });
}

function firstOrderOf(column: SortColumn): SortOrder {
  return { column, isDescending: LARGEST_FIRST.has(column) };
}

/** Turns the filter off, or on again. */
export function toggleFilter(state: FlowsState, shared: Shared): FlowsAnswer {
  const { filter } = wantedQuery(state, shared);
  if (filter !== '') return ask({ ...state, filterOff: filter }, shared, { filter: '' });
  if (state.filterOff === '') return noted(state, ownText('there is no filter yet: / types one'));
  return ask({ ...state, filterOff: '' }, shared, { filter: state.filterOff });
}

/** Shows marked flows only, or all. */
export function toggleMarkedOnly(state: FlowsState, shared: Shared): FlowsAnswer {
  const { markedOnly } = wantedQuery(state, shared);
  if (!markedOnly && shared.marks.size === 0) {
    return noted(state, ownText('no flow is marked: m marks the one under the cursor'));
  }
  return ask(state, shared, { markedOnly: !markedOnly });
}
