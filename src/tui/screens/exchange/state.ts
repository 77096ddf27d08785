/** What the exchange screen remembers. */
import type { CloseUp } from '../../../closeup/close-up.js';
import { turnsOf } from '../../../closeup/conversation.js';
import { closeUpOf } from '../../close-up/wanted.js';
import type { EditedLine } from '../../line-editor.js';
import { type ListPlace, placed } from '../../list.js';
import { roomOf } from '../../room.js';
import type { Shared } from '../../shared.js';
import { type DocumentInput, type DocumentLine, limited, type Side } from './document.js';
import { httpLines } from './http-view.js';
import { followedLines } from './turns.js';

/** The ways to look at what was said. */
export const EXCHANGE_VIEWS = ['http', 'text', 'octets'] as const;
/** One of `EXCHANGE_VIEWS`. */
export type ExchangeView = (typeof EXCHANGE_VIEWS)[number];

/** State of the exchange screen. */
export interface ExchangeState {
  readonly flow: number;
  readonly view: ExchangeView;
  readonly side: Side;
  readonly place: ListPlace;
  /** Frame to whose line the cursor goes once the flow is there. */
  readonly wantedFrame: number | null;
  /** What is searched for, in lower case; empty for nothing. */
  readonly query: string;
  /** The line that is typed; null while none is. */
  readonly line: EditedLine | null;
  /** `y` was typed: the next key says what to copy. */
  readonly isCopying: boolean;
  /** Null while the flow is being read. */
  readonly document: ExchangeDocument | null;
}

/** The lines, and what they were made from. */
export interface ExchangeDocument {
  readonly input: DocumentInput;
  readonly view: ExchangeView;
  readonly lines: readonly DocumentLine[];
}

/** The cursor's sign and a blank. */
export const MARK_CELLS = 2;

/** Rows of the document that are shown. */
export function shownLines({ line }: Pick<ExchangeState, 'line'>, { size }: Shared): number {
  return Math.max(0, roomOf(size).rows - 1 - (line === null ? 0 : 1));
}

/** The state with the document that it asks for, made anew only when something in it changed. */
export function withDocument(state: ExchangeState, shared: Shared): ExchangeState {
  const closeUp = closeUpOf(state.flow, shared);
  if (closeUp === null) return state;
  const columns = Math.max(1, shared.size.columns - MARK_CELLS);
  const input: DocumentInput = { closeUp, side: state.side, columns, shared };
  const document = isCurrent(state, input) ? state.document : documentOf(state.view, input);
  const lines = document?.lines ?? [];
  const wanted = state.wantedFrame === null ? -1 : rowOfFrame(lines, closeUp, state.wantedFrame);
  const cursor = wanted < 0 ? state.place.cursor : wanted;
  const place = placed(state.place, cursor, lines.length, shownLines(state, shared));
  return { ...state, document, place, wantedFrame: null };
}

/** The first row of what was said in a frame, or last before it; -1 where nothing was. */
function rowOfFrame(lines: readonly DocumentLine[], closeUp: CloseUp, wanted: number): number {
  let first: number | null = null;
  for (const { firstFrame } of turnsOf(closeUp)) {
    if (firstFrame !== null && firstFrame <= wanted) first = Math.max(first ?? 0, firstFrame);
  }
  return first === null ? -1 : lines.findIndex(({ frame }) => frame === first);
}

function isCurrent({ document, view }: ExchangeState, input: DocumentInput): boolean {
  if (document === null || document.view !== view) return false;
  const { input: before } = document;
  return (
    before.closeUp === input.closeUp &&
    before.side === input.side &&
    before.columns === input.columns &&
    SHOWN.every((name) => before.shared[name] === input.shared[name])
  );
}

/** What of the shared state can be seen in a document. */
const SHOWN = ['secrets', 'timeFormat', 'look', 'mutedRules', 'capture'] as const;

function documentOf(view: ExchangeView, input: DocumentInput): ExchangeDocument {
  const lines = view === 'http' ? httpLines(input) : followedLines(input, view);
  return { input, view, lines: limited(lines, input) };
}

/** Text of a line as it is searched. */
export function textOfLine({ line }: DocumentLine): string {
  return line.map(({ text }) => text).join('');
}

/** The next line with what is searched for, from the cursor on and round the end; null when there is none. */
export function nextMatch(
  { document, query, place }: ExchangeState,
  step: 1 | -1,
  from: number,
): number | null {
  const lines = document?.lines ?? [];
  if (query === '') return null;
  const wanted = query.toLowerCase();
  for (let count = 0; count < lines.length; count++) {
    const row = (place.cursor + from + step * count + lines.length * 2) % lines.length;
    if (isMatch(lines, row, wanted)) return row;
  }
  return null;
}

/** Whether what is searched for begins in a row: it may end in those that the text goes on in. */
function isMatch(lines: readonly DocumentLine[], row: number, query: string): boolean {
  const line = lines[row];
  if (line === undefined) return false;
  if (textOfLine(line).toLowerCase().includes(query)) return true;
  const columns = line.said ?? [];
  return columns.some(({ text }, column) => {
    let whole: string = text;
    for (let next = row + 1; whole.length < text.length + query.length - 1; next++) {
      const piece = lines[next]?.said?.[column];
      if (piece?.isContinued !== true) break;
      whole += piece.text;
    }
    const at = whole.toLowerCase().indexOf(query);
    return at >= 0 && at < text.length;
  });
}
