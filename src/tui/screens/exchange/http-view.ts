/** Requests and responses: side by side where there is room, else one above the other; timing, and what they prove. */
import { type Turn, turnsOf } from '../../../closeup/conversation.js';
import { FlowFacts } from '../../../survey/flow-facts.js';
import { evidenceFields } from '../../../view/evidence-fields.js';
import { type ExchangeTiming, exchangeTimings } from '../../../view/exchange-timing.js';
import { findingTitle, noteSentence } from '../../../view/finding-text.js';
import type { NumberedEvidence } from '../../../view/ladder-rows.js';
import { plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { tlsLines } from '../../../view/tls-text.js';
import { wrapText } from '../../../view/wrap.js';
import { fitLine, padLine, widthOf } from '../../cells.js';
import { blanks, piece } from '../../close-up/draw.js';
import { evidenceName, evidenceOfFlow } from '../../close-up/findings.js';
import { glyphsOf } from '../../glyphs.js';
import type { Line, Span } from '../../span.js';
import { type DocumentInput, type DocumentLine, pieces, type SaidPiece, told } from './document.js';
import { timingBar, timingText } from './timing-bar.js';
import { headingText, saidText } from './turns.js';

/** Two columns that can be read. */
const LEAST_COLUMNS_BESIDE = 100;
const LEAD_WIDTH = 10;
/** Lines of one message: the text view has all. */
const MOST_MESSAGE_LINES = 500;

/** The exchanges of a flow; of TLS what it says in clear. */
export function* httpLines(input: DocumentInput): Generator<DocumentLine> {
  const facts = new FlowFacts(input.closeUp.survey).at(0);
  if (facts.isTls) yield* clearLines(facts, input);
  else yield* exchangeLines(facts.isHttp, input);
  yield* readingLines(input);
}

function* clearLines(facts: FlowFacts, { shared, columns }: DocumentInput): Generator<DocumentLine> {
  yield told('title', ' TLS: what it says in clear');
  const lines = tlsLines(facts, shared.secrets);
  if (lines.length === 0) yield told('dim', ' no hello was captured whole');
  for (const { name, value, frame } of lines) {
    const where = frame === null ? ownText('') : say`  frame ${plain(frame)}`;
    const line = [piece('dim', ownText(` ${name.padEnd(14)}`)), piece('plain', value), piece('dim', where)];
    yield { line: fitLine(line, columns, shared.look), frame };
  }
  yield told('plain', '');
}

function* exchangeLines(isHttp: boolean, input: DocumentInput): Generator<DocumentLine> {
  if (!isHttp) {
    yield told('dim', ' no HTTP was read in this flow: v shows text and octets');
    return;
  }
  const evidence = evidenceOfFlow(input.closeUp, input.shared);
  const timings = exchangeTimings(input.closeUp);
  for (const pair of pairsOf(input)) {
    yield* pairLines(pair, evidence, input);
    for (const timing of timings.filter((one) => belongsTo(one, pair)))
      yield* timingLines(timing, timings.length, input);
    yield told('plain', '');
  }
}

/** What the client said and what the server answered; one of them may be missing. */
interface Pair {
  readonly client: Turn | null;
  readonly server: Turn | null;
}

function* pairsOf({ closeUp, side }: DocumentInput): Generator<Pair> {
  let client: Turn | null = null;
  for (const turn of turnsOf(closeUp)) {
    const isClient = turn.side === closeUp.clientSide;
    if (isClient) {
      if (client !== null) yield { client, server: null };
      client = side === 'server' ? null : turn;
    } else {
      const server = side === 'client' ? null : turn;
      if (client !== null || server !== null) yield { client, server };
      client = null;
    }
  }
  if (client !== null) yield { client, server: null };
}

/** An exchange is told below the message that ends it. */
function belongsTo({ requestFrame, responseFrame }: ExchangeTiming, { client, server }: Pair): boolean {
  return responseFrame > 0 ? isIn(responseFrame, server) : isIn(requestFrame, client);
}

function isIn(frame: number, turn: Turn | null): boolean {
  if (turn === null || turn.firstFrame === null || turn.lastFrame === null) return false;
  return turn.firstFrame <= frame && frame <= turn.lastFrame;
}

function* pairLines(
  { client, server }: Pair,
  evidence: readonly NumberedEvidence[],
  input: DocumentInput,
): Generator<DocumentLine> {
  const { columns, shared } = input;
  const isBeside = client !== null && server !== null && columns >= LEAST_COLUMNS_BESIDE;
  const width = isBeside ? Math.floor((columns - 3) / 2) : columns;
  const left = client === null ? [] : messageLines(client, true, evidence, input, width);
  const right = server === null ? [] : messageLines(server, false, evidence, input, width);
  if (!isBeside) {
    yield* left;
    if (left.length > 0 && right.length > 0) yield told('plain', '');
    yield* right;
    return;
  }
  const border = piece('dim', ownText(` ${glyphsOf(shared.look).vertical} `));
  for (let row = 0; row < Math.max(left.length, right.length); row++) {
    const [one, other] = [left[row], right[row]];
    yield {
      line: [...padLine(one?.line ?? [], width), border, ...(other?.line ?? [])],
      frame: one?.frame ?? other?.frame ?? null,
      said: [saidIn(one), saidIn(other)],
    };
  }
}

function saidIn(line: DocumentLine | undefined): SaidPiece {
  return line?.said?.[0] ?? { text: ownText(''), isContinued: false };
}

function messageLines(
  turn: Turn,
  isClient: boolean,
  evidence: readonly NumberedEvidence[],
  { closeUp, shared }: DocumentInput,
  width: number,
): DocumentLine[] {
  const proofs = evidence.filter(({ evidence: { frames } }) => frames.some((frame) => isIn(frame, turn)));
  const heading = say` ${ownText(isClient ? 'REQUEST' : 'RESPONSE')}  ${headingText(turn, isClient, closeUp, shared)}`;
  const tone = isClient ? 'client' : 'server';
  const { firstFrame: frame } = turn;
  const lines: DocumentLine[] = [{ line: fitLine([piece(tone, heading)], width, shared.look), frame }];
  let isHead = true;
  for (const { kind, text } of saidText(turn, shared.secrets, width - 2)) {
    if (lines.length >= MOST_MESSAGE_LINES) {
      lines.push({
        line: fitLine([piece('warning', ownText(' more follows: v'))], width, shared.look),
        frame,
      });
      break;
    }
    if (text === '') isHead = false;
    const label = isHead ? labelOf(text, proofs) : '';
    for (const [index, part] of pieces(text, width - 2 - (label === '' ? 0 : label.length + 1)).entries()) {
      const line: Span[] = [piece(kind === 'said' ? 'plain' : 'warning', say` ${part}`)];
      lines.push({
        line: index === 0 ? withLabel(line, label, width) : line,
        frame,
        said: [{ text: part, isContinued: index > 0 }],
      });
    }
  }
  return lines;
}

function withLabel(line: Line, label: string, width: number): Line {
  if (label === '') return line;
  const gap = width - widthOf(line) - label.length;
  return [...line, blanks(gap), piece('evidence', ownText(label))];
}

/** The line of a head in which a field stands. */
const TELLING_LINES: ReadonlyMap<string, RegExp> = new Map([
  ['http.request.uri', /^[A-Z]+ \S+ HTTP\//],
  ['http.response.code', /^HTTP\/\d/],
  ['http.host', /^host:/i],
  ['http.server', /^server:/i],
  ['http.connection', /^connection:/i],
  ['http.content_length_header', /^content-length:/i],
]);

/** Labels of the evidence that rests on a line of a head. */
function labelOf(text: string, proofs: readonly NumberedEvidence[]): string {
  return proofs
    .filter(({ evidence }) =>
      evidenceFields(evidence.note, 0).some((field) => TELLING_LINES.get(field)?.test(text)),
    )
    .map(({ label }) => label)
    .join(',');
}

function* timingLines(
  { number, phases }: ExchangeTiming,
  of: number,
  { columns, shared }: DocumentInput,
): Generator<DocumentLine> {
  if (phases.length === 0) return;
  const lead = of > 1 ? `exchange ${number} of ${of}: ` : '';
  yield* leadLines('timing', say`${ownText(lead)}${timingText(phases)}`, columns);
  const bar = timingBar(phases, columns - LEAD_WIDTH - 1, shared.look);
  if (bar !== null) yield { line: [blanks(LEAD_WIDTH), piece('dim', bar)], frame: null };
}

/** What the exchange proves. */
function* readingLines(input: DocumentInput): Generator<DocumentLine> {
  const { closeUp, shared, columns } = input;
  for (const one of evidenceOfFlow(closeUp, shared)) {
    const name = evidenceName(one, closeUp.flow, shared);
    const text = say`${name}: ${findingTitle(one.finding)}: ${noteSentence(one.evidence, shared.secrets)}`;
    yield* leadLines('reading', text, columns, one.evidence.frames[0] ?? null);
  }
}

function* leadLines(
  lead: string,
  text: SafeText,
  columns: number,
  frame: number | null = null,
): Generator<DocumentLine> {
  for (const [index, part] of wrapText(text, Math.max(8, columns - LEAD_WIDTH - 1)).entries()) {
    const name = ownText(` ${(index === 0 ? lead : '').padEnd(LEAD_WIDTH - 1)}`);
    yield { line: [piece('dim', name), piece('plain', part)], frame };
  }
}
