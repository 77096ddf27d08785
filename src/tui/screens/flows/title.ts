/** What stands at the right of the header. */
import { count } from '../../../view/number.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { own } from './pieces.js';
import { SORT_NAMES } from './query.js';
import { signsOf } from './signs.js';
import { type FlowsState, wantedQuery } from './state.js';

/** Cells that are left for the name of the capture at least. */
const LEAST_NAME = 20;
/** The same for how a capture goes on that is being taken. */
const LEAST_LIVE = 96;

/** `3 Flows  9,872 of 24,816 shown, sort: severity ▼`, as much of it as there is room for. */
export function titleLine(state: FlowsState, shared: Shared): Line {
  const { flows, size, look, live } = shared;
  const { order } = wantedQuery(state, shared);
  const { ascending, descending } = signsOf(look);
  const shown = count(flows.flows.length);
  const total = count(flows.total);
  const sort = `sort: ${SORT_NAMES[order.column]} ${order.isDescending ? descending : ascending}`;
  const forms = [
    `  ${shown} of ${total} shown, ${sort}`,
    `  ${shown} of ${total}, ${sort}`,
    `  ${shown} of ${total}`,
    `  ${shown}`,
  ];
  const name = '3 Flows';
  const room = size.columns - (live === undefined ? LEAST_NAME : LEAST_LIVE) - name.length;
  const form = forms.find(({ length }) => length <= room) ?? '';
  return [own('title', name), own('plain', form)];
}
