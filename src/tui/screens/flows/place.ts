/** Where the cursor is: on a flow, not on a row, so that sorting, filtering and growing do not move it. */
import { type ListPlace, placed } from '../../list.js';
import { isCapturing } from '../../live-state.js';
import type { Shared } from '../../shared.js';
import { listRows } from './layout.js';
import type { FlowsState } from './state.js';

/** The state with the cursor on the flow that was chosen, wherever it stands now. */
export function relocated(state: FlowsState, shared: Shared): FlowsState {
  const { flows } = shared.flows;
  const { chosen, follows } = state;
  if (flows.length === 0) return state;
  if (follows && isGrowing(shared)) return onRow(state, flows.length - 1, shared);
  if (chosen === null) return onRow(state, 0, shared);
  const row = flows[state.place.cursor] === chosen ? state.place.cursor : flows.indexOf(chosen);
  // A flow that was filtered out is chosen still: the cursor waits where it was.
  return { ...state, place: placeOn(state, row < 0 ? state.place.cursor : row, shared) };
}

/** Whether flows still come. */
function isGrowing({ capture, live }: Shared): boolean {
  return capture.kind === 'reading' || isCapturing(live);
}

/** The state with the cursor on a row, whose flow is chosen. */
export function onRow(state: FlowsState, row: number, shared: Shared): FlowsState {
  const place = placeOn(state, row, shared);
  return { ...state, place, chosen: shared.flows.flows[place.cursor] ?? state.chosen };
}

function placeOn(state: FlowsState, row: number, shared: Shared): ListPlace {
  return placed(state.place, row, shared.flows.flows.length, listRows(state, shared));
}
