/** What both sides of a flow said: HTTP side by side, as text, or as octets. */
import { count, plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { fillRows, fitLine, padLine } from '../../cells.js';
import { piece, selected } from '../../close-up/draw.js';
import { findingsOfFlow, rankText } from '../../close-up/findings.js';
import { loadingLines } from '../../close-up/loading.js';
import { tupleText } from '../../close-up/tuple.js';
import { wantCloseUp } from '../../close-up/wanted.js';
import { glyphsOf } from '../../glyphs.js';
import { type EditedLine, shownLine } from '../../line-editor.js';
import { LIST_START, placed } from '../../list.js';
import type { Size } from '../../look.js';
import type { Screen } from '../../screen.js';
import { severitySpan } from '../../severity-sign.js';
import type { Shared } from '../../shared.js';
import type { Line, Span } from '../../span.js';
import {
  EXCHANGE_VIEWS,
  type ExchangeDocument,
  type ExchangeState,
  shownLines,
  withDocument,
} from './state.js';
import { updateExchange } from './update.js';

/** The exchange screen. */
export const EXCHANGE_SCREEN: Screen<ExchangeState> = {
  id: 'exchange',
  open(subject, shared) {
    const flow = subject.flow ?? 0;
    const state: ExchangeState = {
      flow,
      view: 'http',
      side: 'both',
      place: LIST_START,
      wantedFrame: subject.frame ?? null,
      query: '',
      line: null,
      isCopying: false,
      document: null,
    };
    return { state: withDocument(state, shared), ...wantCloseUp(flow, shared) };
  },
  update: updateExchange,
  title({ flow, view, side }, shared) {
    const [finding] = findingsOfFlow(flow, shared);
    const words = EXCHANGE_VIEWS.map((name) => (name === view ? `[${name}]` : name)).join(' ');
    const only = side === 'both' ? '' : `, ${side} only`;
    const title = [piece('strong', say`Flow ${plain(flow)}`), piece('dim', ownText(`  ${words}${only}`))];
    if (finding === undefined) return title;
    const { tone, text: sign } = severitySpan(finding.severity, shared.look);
    return [...title, piece(tone, say`  ${sign} ${rankText(finding, shared)}`)];
  },
  view(state, shared, room) {
    if (state.line === null) return { lines: bodyLines(state, shared, room), cursor: null };
    const { columns, rows } = room;
    const { line, column } = searchLine(state.line, columns);
    const body = bodyLines(state, shared, { columns, rows: Math.max(0, rows - 1) });
    return { lines: fillRows([...body, line], rows), cursor: { row: rows - 1, column } };
  },
  footer: () => [
    'down',
    'view-as',
    'one-side',
    'search',
    'next-match',
    'open',
    'next-finding',
    'copy',
    'time',
    'back',
    'help',
  ],
  isTyping: ({ line, isCopying }) => line !== null || isCopying,
};

function failureOf(flow: number, { closeUp }: Shared): string | null {
  return closeUp?.kind === 'failed' && closeUp.flow === flow ? closeUp.message : null;
}

/** What stands above the line that is typed. */
function bodyLines(state: ExchangeState, shared: Shared, room: Size): Line[] {
  if (state.document !== null) return documentLines(state, state.document, shared, room);
  const words = say`reading flow ${plain(state.flow)} ...`;
  return fillRows(loadingLines(words, failureOf(state.flow, shared), shared, room), room.rows);
}

function documentLines(
  state: ExchangeState,
  { lines, input }: ExchangeDocument,
  shared: Shared,
  { columns, rows }: Size,
): Line[] {
  const { look } = shared;
  const shown = shownLines(state, shared);
  const { top, cursor } = placed(state.place, state.place.cursor, lines.length, shown);
  const visible = lines.slice(top, top + shown).map(({ line }, index) => {
    const hasCursor = top + index === cursor;
    const mark = piece('key', ownText(hasCursor ? `${glyphsOf(look).cursor} ` : '  '));
    const whole = padLine(fitLine([mark, ...marked(line, state.query)], columns, look), columns);
    return hasCursor ? selected(whole) : whole;
  });
  const place =
    lines.length > shown ? say`  line ${count(cursor + 1)} of ${count(lines.length)}` : ownText('');
  const ends = tupleText(input.closeUp, glyphsOf(look).right);
  const heading = fitLine([piece('strong', say` ${ends}`), piece('dim', place)], columns, look);
  return fillRows([heading, ...visible], rows);
}

function searchLine(line: EditedLine, columns: number): { line: Line; column: number } {
  const { text, column } = shownLine(line, Math.max(1, columns - 2));
  return {
    line: [piece('key', ownText(' /')), piece('plain', text)],
    column: Math.min(columns - 1, column + 2),
  };
}

/** The spans of a line with what is searched for in the tone of matches; a match does not go over a change of tone. */
function marked(line: Line, query: string): Line {
  const wanted = query.toLowerCase();
  return wanted === '' ? line : line.flatMap((span) => markedSpan(span, wanted));
}

function markedSpan(span: Span, wanted: string): Span[] {
  const parts: Span[] = [];
  const lower = span.text.toLowerCase();
  let from = 0;
  // Lower case may be longer than the text: then places differ, and nothing is marked.
  if (lower.length !== span.text.length) return [span];
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ ...span, text: span.text.slice(from, at) as SafeText });
    parts.push({ ...span, text: span.text.slice(at, at + wanted.length) as SafeText, tone: 'match' });
    from = at + wanted.length;
  }
  if (from < span.text.length || parts.length === 0)
    parts.push({ ...span, text: span.text.slice(from) as SafeText });
  return parts;
}
