/** What the exchange screen does with commands and keys. */
import { ownText, type SafeText, safeText, say } from '../../../view/safe-text.js';
import { flowFilter } from '../../../view/wireshark-filter.js';
import { type CopyMenu, copyAnswer, copyMessage } from '../../close-up/copy.js';
import { nextTimeFormat } from '../../close-up/time-column.js';
import { tupleText } from '../../close-up/tuple.js';
import { closeUpOf, wantCloseUp } from '../../close-up/wanted.js';
import type { CommandId } from '../../command.js';
import { editLine, lineOf } from '../../line-editor.js';
import { moved, placed } from '../../list.js';
import { nextFinding } from '../../next-finding.js';
import type { Answer, ScreenEvent } from '../../screen.js';
import type { Shared } from '../../shared.js';
import {
  EXCHANGE_VIEWS,
  type ExchangeState,
  nextMatch,
  shownLines,
  textOfLine,
  withDocument,
} from './state.js';

type ExchangeAnswer = Answer<ExchangeState>;

/** The answer to an event. */
export function updateExchange(state: ExchangeState, event: ScreenEvent, shared: Shared): ExchangeAnswer {
  switch (event.kind) {
    case 'shared':
      return { state: withDocument(state, shared), ...wantCloseUp(state.flow, shared) };
    case 'key':
      return state.isCopying
        ? { state: { ...state, isCopying: false }, ...copyAnswer(copyMenu(state, shared), event.key) }
        : typed(state, event.key, event.text, shared);
    case 'command':
      return command(state, event.command, event.count, shared);
  }
}

function command(state: ExchangeState, id: CommandId, count: number | null, shared: Shared): ExchangeAnswer {
  switch (id) {
    case 'time': {
      const changes = nextTimeFormat(shared);
      return { state: withDocument(state, { ...shared, ...changes }), shared: changes };
    }
    case 'copy':
      return { state: { ...state, isCopying: true }, ...copyMessage(copyMenu(state, shared)) };
    case 'view-as':
      return { state: withDocument({ ...state, view: after(EXCHANGE_VIEWS, state.view), ...START }, shared) };
    case 'one-side':
      return { state: withDocument({ ...state, side: after(SIDES, state.side), ...START }, shared) };
    case 'search':
      return { state: { ...state, line: lineOf('') } };
    case 'next-match':
      return toMatch(state, 1, 1, shared);
    case 'previous-match':
      return toMatch(state, -1, -1, shared);
    case 'next-finding':
      return neighbour(state, 1, shared);
    case 'previous-finding':
      return neighbour(state, -1, shared);
    default:
      return listCommand(state, id, count, shared);
  }
}

const SIDES = ['both', 'client', 'server'] as const;
const START = { place: { cursor: 0, top: 0 } };

/** The next of a few values, the first behind the last. */
function after<Value>(values: readonly Value[], value: Value): Value {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}

function listCommand(
  state: ExchangeState,
  id: CommandId,
  count: number | null,
  shared: Shared,
): ExchangeAnswer {
  const lines = state.document?.lines ?? [];
  const shown = shownLines(state, shared);
  const place =
    id === 'last' && count !== null
      ? placed(state.place, count - 1, lines.length, shown)
      : moved(state.place, id, lines.length, shown);
  if (place !== null) return { state: { ...state, place } };
  if (id !== 'open') return { state, isUnused: true };
  const frame = lines[state.place.cursor]?.frame ?? null;
  if (frame === null) return { state };
  return { state, go: { kind: 'open', screen: 'packet', subject: { flow: state.flow, frame } } };
}

/** A key of the search line: Enter searches, Escape leaves it, the rest edits. */
function typed(state: ExchangeState, key: string, text: string, shared: Shared): ExchangeAnswer {
  const { line } = state;
  if (line === null) return { state };
  if (key === 'escape') return { state: { ...state, line: null } };
  if (key === 'enter') {
    const query = line.text.trim();
    return toMatch({ ...state, line: null, query }, 1, 0, shared);
  }
  return { state: { ...state, line: editLine(line, key, text) ?? line } };
}

function toMatch(state: ExchangeState, step: 1 | -1, from: number, shared: Shared): ExchangeAnswer {
  const row = nextMatch(state, step, from);
  if (row !== null) {
    const length = state.document?.lines.length ?? 0;
    return { state: { ...state, place: placed(state.place, row, length, shownLines(state, shared)) } };
  }
  return { state, shared: { message: { tone: 'notice', text: whyNoMatch(state) } } };
}

function whyNoMatch({ query, document }: ExchangeState): SafeText {
  if (query === '') return ownText('nothing is searched for: / and a text');
  if (document === null) return ownText('there is nothing here to search in yet: n searches once there is');
  return say`not found: ${safeText(query, 60)}`;
}

function neighbour(state: ExchangeState, step: 1 | -1, shared: Shared): ExchangeAnswer {
  const flow = nextFinding(shared, state.flow, step);
  if (flow !== null) return { state, go: { kind: 'replace', screen: 'exchange', subject: { flow } } };
  const text = ownText(`no flow with a finding ${step > 0 ? 'behind' : 'in front of'} this one in the list`);
  return { state, shared: { message: { tone: 'notice', text } } };
}

function copyMenu({ flow, document, place }: ExchangeState, shared: Shared): CopyMenu {
  const closeUp = closeUpOf(flow, shared);
  const line = document?.lines[place.cursor];
  return [
    ['f', { what: ownText('Wireshark filter'), text: () => flowFilter([flow]) }],
    ['t', { what: ownText('addresses'), text: () => (closeUp === null ? null : tupleText(closeUp)) }],
    ['c', { what: ownText('line'), text: () => (line === undefined ? null : textOfLine(line).trim()) }],
    [
      'w',
      {
        what: ownText('text'),
        text: () => document?.lines.map((one) => textOfLine(one).trimEnd()).join('\n') ?? null,
      },
    ],
  ];
}
