import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import type { FlowRow } from '../tcp/flow-row.js';
import { appendExchange } from './exchange-list.js';
import { ExchangeFlag, type ExchangeRows, ExchangeText } from './exchange-row.js';
import type { Head } from './head.js';
import { HeaderTexts } from './header-texts.js';
import type { KnownLines } from './known-lines.js';
import { responseFlags } from './message-semantics.js';
import type { StreamRows } from './stream-row.js';
import type { TextPool } from './text-pool.js';

const FIRST_ERROR_STATUS = 400;

/** In place of an exchange: there is no room for it, or the response is an interim one. */
export const NOT_KEPT = -1;
export const INTERIM = -2;

/** Counts over the whole capture. */
export interface HttpTotals {
  requests: number;
  /** Final responses. */
  responses: number;
  /** Final responses by status code, index 0 … 999. */
  readonly byStatus: Float64Array;
}

/** Where the octets that are being delivered were captured. */
export interface DeliveryPlace {
  frameNumber: number;
  timeNs: number;
}

/**
 * Requests and responses by their heads in, exchanges out: paired in the order of messages on the connection.
 * The stream row on which `streams` stands is the flow's. Sources: RFC 9112 section 9.3, RFC 9110 section 15.2 (interim
 * responses).
 */
export class MessagePairing {
  readonly totals: HttpTotals = { requests: 0, responses: 0, byStatus: new Float64Array(1000) };
  private readonly streams: StreamRows;
  private readonly exchanges: ExchangeRows;
  private readonly headerTexts: HeaderTexts;
  private readonly problems: ProblemCounters;
  private readonly mostExchanges: number;

  constructor(
    streams: StreamRows,
    exchanges: ExchangeRows,
    texts: TextPool,
    lines: KnownLines,
    problems: ProblemCounters,
    mostExchanges: number,
  ) {
    this.streams = streams;
    this.exchanges = exchanges;
    this.headerTexts = new HeaderTexts(texts, lines);
    this.problems = problems;
    this.mostExchanges = mostExchanges;
  }

  /** Takes a request; returns its exchange, `NOT_KEPT` when there is no room for it. */
  addRequest(row: FlowRow, side: number, bytes: Uint8Array, head: Head, place: DeliveryPlace): number {
    const { streams, exchanges, headerTexts } = this;
    row.set(FlowFlag.Http);
    this.totals.requests++;
    correctClient(row, side);
    if (exchanges.kept >= this.mostExchanges) return this.refuse();
    const exchange = appendExchange(row, streams, exchanges);
    if (head.isSimple) exchanges.set(exchange, ExchangeFlag.Simple);
    exchanges.setRequest(
      exchange,
      place.frameNumber,
      place.timeNs,
      headerTexts.idOf(ExchangeText.Method, bytes, head.method),
      headerTexts.targetId(bytes, head.target),
      headerTexts.idOf(ExchangeText.Host, bytes, head.host),
      headerTexts.idOf(ExchangeText.UserAgent, bytes, head.userAgent),
    );
    if (streams.firstUnanswered() === 0) streams.setFirstUnanswered(exchange + 1);
    else exchanges.set(exchange, ExchangeFlag.Pipelined);
    streams.beginMessage(side, exchange + 1, false, false);
    return exchange;
  }

  /** Takes a response; returns its exchange, `NOT_KEPT` when there is no room for it, `INTERIM` when another follows. */
  addResponse(row: FlowRow, side: number, bytes: Uint8Array, head: Head, place: DeliveryPlace): number {
    const { streams, exchanges, totals } = this;
    row.set(FlowFlag.Http);
    correctClient(row, 1 - side);
    const isInterim = head.status >= 100 && head.status < 200 && head.status !== 101;
    if (streams.hasLostSync(side)) this.forgetOlderRequests();
    const waiting = streams.firstUnanswered();
    if (isInterim) {
      if (waiting !== 0) exchanges.addInterim(waiting - 1, head.status);
      return INTERIM;
    }
    totals.responses++;
    totals.byStatus[head.status] = (totals.byStatus[head.status] as number) + 1;
    if (waiting === 0 && exchanges.kept >= this.mostExchanges) return this.refuse();
    const exchange = waiting === 0 ? appendExchange(row, streams, exchanges) : waiting - 1;
    if (waiting !== 0) streams.setFirstUnanswered(exchanges.next(exchange));
    exchanges.setResponse(
      exchange,
      place.frameNumber,
      streams.messageTimeNs(side),
      head.status,
      responseFlags(head),
    );
    this.keepResponseFields(exchange, bytes, head);
    streams.beginMessage(side, exchange + 1, true, head.status >= FIRST_ERROR_STATUS);
    return exchange;
  }

  private keepResponseFields(exchange: number, bytes: Uint8Array, head: Head): void {
    const { exchanges, headerTexts } = this;
    exchanges.setResponseTexts(
      exchange,
      headerTexts.idOf(ExchangeText.Server, bytes, head.server),
      headerTexts.idOf(ExchangeText.ContentType, bytes, head.contentType),
      headerTexts.idOf(ExchangeText.Via, bytes, head.via),
      headerTexts.idOf(ExchangeText.Reason, bytes, head.reason),
    );
    if (head.contentLength >= 0) exchanges.setContentLength(exchange, head.contentLength);
  }

  private refuse(): number {
    this.problems.add(PROBLEM['http-exchanges-not-kept']);
    return NOT_KEPT;
  }

  /** After a loss the response that is found belongs to the latest request: hardly any client pipelines. */
  private forgetOlderRequests(): void {
    const { streams } = this;
    if (streams.firstUnanswered() !== 0) streams.setFirstUnanswered(streams.lastExchange());
  }
}

/** Who sends requests is the client, where the handshake was not captured. */
function correctClient(row: FlowRow, side: number): void {
  const { clientKnownBy } = row;
  if (clientKnownBy === 'port' || clientKnownBy === 'first-sender') row.setClient(side, 'http');
}
