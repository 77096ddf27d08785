/** What the list of flows remembers between two keys. */
import type { Completion, KnownValues } from '../../../filter/complete.js';
import type { FilterFault } from '../../../filter/fault.js';
import type { FlowQuery } from '../../flow-view.js';
import type { EditedLine } from '../../line-editor.js';
import { LIST_START, type ListPlace } from '../../list.js';
import type { Shared } from '../../shared.js';

/** What may be typed at the caret, in a window over the list. */
export interface Popup {
  /** Range of the line that an item takes the place of. */
  readonly start: number;
  readonly end: number;
  /** Never empty. */
  readonly items: readonly Completion[];
  /** Index of the item that Tab takes. */
  readonly selected: number;
}

/** The line in which a filter is typed. */
export interface FilterMode {
  readonly kind: 'filter';
  readonly line: EditedLine;
  /** Null while the text is right. */
  readonly fault: FilterFault | null;
  readonly popup: Popup | null;
  /** Values of this capture, looked up once when the line was opened. */
  readonly known: KnownValues;
}

/** What keys mean now. */
export type Mode =
  | { readonly kind: 'list' }
  | FilterMode
  | { readonly kind: 'note'; readonly flow: number; readonly line: EditedLine }
  /** `y` was pressed: the next key says what is copied. */
  | { readonly kind: 'copy' };

/** State of the screen. */
export interface FlowsState {
  readonly mode: Mode;
  /** The flow that the cursor is on, or will be on again when it comes back into the list; null before there is any. */
  readonly chosen: number | null;
  readonly place: ListPlace;
  /** The cursor is on the last row and stays there while the list grows. */
  readonly follows: boolean;
  /** `by-size`: where the screen is large enough. */
  readonly preview: 'by-size' | 'shown' | 'hidden';
  /** The flow whose close-up was asked for last; null when another screen may have asked for others since. */
  readonly previewed: number | null;
  /** What was asked for and is not there yet; under way as soon as the list was seen to be made. */
  readonly asked: (FlowQuery & { readonly isUnderWay: boolean }) | null;
  /** The filter that was turned off; empty for none. */
  readonly filterOff: string;
  /** Filters that were typed, the oldest first. */
  readonly history: readonly string[];
}

/** The state of a screen that was never open. */
export const FIRST_STATE: FlowsState = {
  mode: { kind: 'list' },
  chosen: null,
  place: LIST_START,
  follows: false,
  preview: 'by-size',
  previewed: null,
  asked: null,
  filterOff: '',
  history: [],
};

/** What the user wants to see: what was asked for last, else what is shown. */
export function wantedQuery({ asked }: FlowsState, { flows }: Shared): FlowQuery {
  const { filter, order, markedOnly } = asked ?? flows;
  return { filter, order, markedOnly };
}

/** Whether the list is not yet what was asked for. */
export function isFiltering({ asked }: FlowsState, { flows, capture }: Shared): boolean {
  // Of a capture that cannot be read no list comes.
  if (capture.kind === 'failed') return false;
  return flows.tookMs === null || (asked !== null && !isSameQuery(asked, flows));
}

/** Whether two queries ask for the same. */
export function isSameQuery(a: FlowQuery, b: FlowQuery): boolean {
  return (
    a.filter === b.filter &&
    a.markedOnly === b.markedOnly &&
    a.order.column === b.order.column &&
    a.order.isDescending === b.order.isDescending
  );
}

/** The flow under the cursor; null in an empty list. */
export function flowAtCursor({ place }: FlowsState, { flows }: Shared): number | null {
  return flows.flows[place.cursor] ?? null;
}
