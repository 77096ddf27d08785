/** What the ladder screen remembers. */

import { closeUpOf } from '../../close-up/wanted.js';
import { LIST_START, type ListPlace, placed } from '../../list.js';
import { roomOf } from '../../room.js';
import type { CloseUpState, Shared } from '../../shared.js';
import { type AlignedRow, aligned } from './align.js';
import { ladderHeights } from './layout.js';
import { isCurrent, itemOfFrame, type LadderModel, ladderModel } from './model.js';
import { paneNeed } from './why.js';

/** A second flow beside the first. */
export interface LadderComparison {
  readonly other: LadderModel;
  readonly rows: readonly AlignedRow[];
  /** Row of the first difference; null without one. */
  readonly firstDifference: number | null;
  readonly place: ListPlace;
}

/** State of the ladder screen. */
export interface LadderState {
  readonly flow: number;
  /** The finding that the pane tells; null for the worst. */
  readonly findingId: string | null;
  /** Frame to which the cursor goes once the flow is there. */
  readonly wantedFrame: number | null;
  /** Null while the flow is being read. */
  readonly model: LadderModel | null;
  readonly place: ListPlace;
  /** A healthy flow is shown beside it, or looked for. */
  readonly isComparing: boolean;
  readonly comparison: LadderComparison | null;
  /** `y` was typed: the next key says what to copy. */
  readonly isCopying: boolean;
}

/** Rows of the list that are shown. */
export function shownRows({ model, findingId }: LadderState, shared: Shared): number {
  if (model === null) return 0;
  const room = roomOf(shared.size);
  return ladderHeights(model.items.length, paneNeed(model, findingId, shared, room.columns), room).list;
}

/** The state with what `shared` knows by now. */
export function refreshed(state: LadderState, shared: Shared): LadderState {
  const closeUp = closeUpOf(state.flow, shared);
  if (closeUp === null) return state;
  const model = isCurrent(state.model, closeUp, shared)
    ? state.model
    : ladderModel(closeUp, shared, state.model?.unfolded ?? new Set());
  if (model === null) return state;
  const next = { ...state, model };
  const row = state.wantedFrame === null ? null : itemOfFrame(model, state.wantedFrame);
  const cursor = row ?? Math.min(state.place.cursor, model.items.length - 1);
  const place = placed(state.place, cursor, model.items.length, shownRows(next, shared));
  return compared({ ...next, place, wantedFrame: null }, shared.comparison, shared);
}

/** The state with the flow that it is compared with, once it was read. */
function compared(state: LadderState, comparison: CloseUpState | null, shared: Shared): LadderState {
  const { model } = state;
  const read = comparison?.kind === 'ready' ? comparison.closeUp : null;
  // What comes when this one is there was asked for by another ladder.
  const closeUp = state.comparison?.other.closeUp ?? read;
  if (!state.isComparing || model === null || closeUp === null) return state;
  if (state.comparison?.other.secrets === shared.secrets) return state;
  const other = ladderModel(closeUp, shared, new Set());
  const { rows, firstDifference } = aligned(model, other);
  const place = { ...LIST_START, cursor: firstDifference ?? 0 };
  return { ...state, comparison: { other, rows, firstDifference, place } };
}
