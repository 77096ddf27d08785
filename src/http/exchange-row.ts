import { type SharedRows, SlabRows } from '../bytes/slab.js';

/**
 * HTTP exchanges, one row each: a request and its response. Either half may be missing from the capture: its frame is 0.
 */
export const EXCHANGE_ROW_WORDS = 28;

/** What is read of every exchange when flows are judged comes first, so that it lies in as few cache lines as possible. */
const FLOW = 0;
const NEXT = 1;
const RESPONSE_TIME = 2;
const RESPONSE_FRAME = 4;
const STATUS = 5;
const SERVER = 6;
const FLAGS = 7;
const REQUEST_TIME = 8;
const REQUEST_FRAME = 10;
const INTERIM = 11;
const METHOD = 12;
const TARGET = 13;
const HOST = 14;
const USER_AGENT = 15;
const CONTENT_LENGTH = 16;
const CONTENT_TYPE = 18;
const VIA = 19;
const REASON = 20;
const BODY = 21;
const REQUEST_END_FRAME = 22;
const RESPONSE_END_FRAME = 23;
const REQUEST_END_TIME = 24;
const RESPONSE_END_TIME = 26;

/** What was seen of an exchange. */
export const ExchangeFlag = {
  /** Head and body of the request were captured to the end. */
  RequestComplete: 1 << 0,
  /** The head of the final response was captured. */
  ResponseHead: 1 << 1,
  /** The final response was captured to its end. */
  ResponseComplete: 1 << 2,
  /** The response said `Connection: close`. */
  ConnectionClose: 1 << 3,
  Chunked: 1 << 4,
  /** The response's body reaches to the end of the connection. */
  UntilClose: 1 << 5,
  /** A Content-Length was given in the response. */
  HasContentLength: 1 << 6,
  /** The request came while an earlier one was unanswered. */
  Pipelined: 1 << 7,
  /** The request line had no HTTP version: HTTP/0.9, whose response has no head. */
  Simple: 1 << 8,
  /** `Content-Length` and `Transfer-Encoding`, or two lengths that differ. */
  ConflictingLengths: 1 << 9,
  /** Octets of the request's or the response's body are missing from the capture, though its end was found. */
  RequestOctetsMissing: 1 << 10,
  ResponseOctetsMissing: 1 << 11,
  /** Of the request's or the response's head no more than the beginning was captured: other fields are unknown, not absent. */
  RequestHeadCut: 1 << 12,
  ResponseHeadCut: 1 << 13,
} as const;

/** Which text of an exchange. */
export const ExchangeText = {
  Method: METHOD,
  Target: TARGET,
  Host: HOST,
  UserAgent: USER_AGENT,
  Server: SERVER,
  ContentType: CONTENT_TYPE,
  Via: VIA,
  Reason: REASON,
  /** The first 512 octets of the body of a response with status 400 or more. */
  Body: BODY,
} as const;

/** Rows of HTTP exchanges, numbered from 0. */
export class ExchangeRows {
  private readonly rows: SlabRows;

  /** @param rows rows that another thread fills; new ones where absent */
  constructor(rows: SlabRows = new SlabRows(EXCHANGE_ROW_WORDS)) {
    this.rows = rows;
  }

  /** The rows as they stand now, for a reader in another thread. */
  share(): SharedRows {
    return this.rows.share();
  }

  /** Gives back memory of rows below this number (from 0): their flows are evicted. */
  releaseBelow(row: number): void {
    this.rows.releaseBelow(row);
  }

  /** Id of the oldest text that is not kept for good (`TextPool.keep`) of exchanges from this one on; 0 for none. */
  oldestKeptText(from: number): number {
    let oldest = Number.NEGATIVE_INFINITY;
    for (let exchange = from; exchange < this.rows.length; exchange++) {
      const target = this.get(exchange, TARGET);
      const body = this.get(exchange, BODY);
      if (target < 0 && target > oldest) oldest = target;
      if (body < 0 && body > oldest) oldest = body;
    }
    return oldest === Number.NEGATIVE_INFINITY ? 0 : oldest;
  }

  /** Rows in memory. */
  get kept(): number {
    return this.rows.length - this.rows.firstKept;
  }

  get length(): number {
    return this.rows.length;
  }

  /** Adds an exchange of a flow. */
  add(flow: number): number {
    const exchange = this.rows.add();
    this.rows.slabOf(exchange)[this.rows.baseOf(exchange) + FLOW] = flow;
    return exchange;
  }

  flow(exchange: number): number {
    return this.get(exchange, FLOW);
  }

  /** The flow's next exchange plus 1; 0 at the end. */
  next(exchange: number): number {
    return this.get(exchange, NEXT);
  }
  setNext(exchange: number, next: number): void {
    this.put(exchange, NEXT, next);
  }

  has(exchange: number, flag: number): boolean {
    return (this.get(exchange, FLAGS) & flag) !== 0;
  }
  set(exchange: number, flag: number): void {
    this.put(exchange, FLAGS, this.get(exchange, FLAGS) | flag);
  }

  /** Frame in which the head of the request was complete; 0 when the request was not captured. */
  requestFrame(exchange: number): number {
    return this.get(exchange, REQUEST_FRAME) >>> 0;
  }
  /** Time at which the head of the request was complete, in nanoseconds since the capture's epoch. */
  requestTimeNs(exchange: number): number {
    return this.getDouble(exchange, REQUEST_TIME);
  }
  /** Sets what the head of the request says; the last four are ids of texts. */
  setRequest(
    exchange: number,
    frame: number,
    timeNs: number,
    method: number,
    target: number,
    host: number,
    userAgent: number,
  ): void {
    const words = this.rows.slabOf(exchange);
    const base = this.rows.baseOf(exchange);
    words[base + REQUEST_FRAME] = frame;
    words[base + METHOD] = method;
    words[base + TARGET] = target;
    words[base + HOST] = host;
    words[base + USER_AGENT] = userAgent;
    this.rows.doublesOf(exchange)[(base + REQUEST_TIME) >> 1] = timeNs;
  }

  /** Frame and time of the last octet of the request. */
  requestEndFrame(exchange: number): number {
    return this.get(exchange, REQUEST_END_FRAME) >>> 0;
  }
  requestEndTimeNs(exchange: number): number {
    return this.getDouble(exchange, REQUEST_END_TIME);
  }
  completeRequest(exchange: number, frame: number, timeNs: number): void {
    const words = this.rows.slabOf(exchange);
    const base = this.rows.baseOf(exchange);
    words[base + FLAGS] = (words[base + FLAGS] as number) | ExchangeFlag.RequestComplete;
    words[base + REQUEST_END_FRAME] = frame;
    this.rows.doublesOf(exchange)[(base + REQUEST_END_TIME) >> 1] = timeNs;
  }

  /** Frame in which the head of the final response was complete; 0 when it was not captured. */
  responseFrame(exchange: number): number {
    return this.get(exchange, RESPONSE_FRAME) >>> 0;
  }
  /** Time of the first octet of the final response. */
  responseTimeNs(exchange: number): number {
    return this.getDouble(exchange, RESPONSE_TIME);
  }
  /** Sets the place, status and flags (`ExchangeFlag`) of the response's head. */
  setResponse(exchange: number, frame: number, timeNs: number, status: number, flags: number): void {
    const words = this.rows.slabOf(exchange);
    const base = this.rows.baseOf(exchange);
    words[base + FLAGS] = (words[base + FLAGS] as number) | ExchangeFlag.ResponseHead | flags;
    words[base + RESPONSE_FRAME] = frame;
    words[base + STATUS] = status;
    this.rows.doublesOf(exchange)[(base + RESPONSE_TIME) >> 1] = timeNs;
  }

  /** Sets the texts of the response's head, by their ids. */
  setResponseTexts(exchange: number, server: number, contentType: number, via: number, reason: number): void {
    const words = this.rows.slabOf(exchange);
    const base = this.rows.baseOf(exchange);
    words[base + SERVER] = server;
    words[base + CONTENT_TYPE] = contentType;
    words[base + VIA] = via;
    words[base + REASON] = reason;
  }

  responseEndFrame(exchange: number): number {
    return this.get(exchange, RESPONSE_END_FRAME) >>> 0;
  }
  responseEndTimeNs(exchange: number): number {
    return this.getDouble(exchange, RESPONSE_END_TIME);
  }
  completeResponse(exchange: number, frame: number, timeNs: number): void {
    const words = this.rows.slabOf(exchange);
    const base = this.rows.baseOf(exchange);
    words[base + FLAGS] = (words[base + FLAGS] as number) | ExchangeFlag.ResponseComplete;
    words[base + RESPONSE_END_FRAME] = frame;
    this.rows.doublesOf(exchange)[(base + RESPONSE_END_TIME) >> 1] = timeNs;
  }

  /** Status code 100 … 999; 0 when no final response was captured. */
  status(exchange: number): number {
    return this.get(exchange, STATUS);
  }

  /** The last four interim statuses (1xx), in order. */
  interim(exchange: number): number[] {
    const statuses: number[] = [];
    for (let word = this.get(exchange, INTERIM); word !== 0; word >>>= 8)
      statuses.unshift((word & 0x7f) + 100);
    return statuses;
  }
  addInterim(exchange: number, status: number): void {
    this.put(exchange, INTERIM, (this.get(exchange, INTERIM) << 8) | 0x80 | (status - 100));
  }

  /** Content-Length of the response; null when it gave none. */
  contentLength(exchange: number): number | null {
    return this.has(exchange, ExchangeFlag.HasContentLength)
      ? this.getDouble(exchange, CONTENT_LENGTH)
      : null;
  }
  setContentLength(exchange: number, octets: number): void {
    this.set(exchange, ExchangeFlag.HasContentLength);
    this.putDouble(exchange, CONTENT_LENGTH, octets);
  }

  /** Id of a text in the `TextPool`, 0 for none. */
  text(exchange: number, which: number): number {
    return this.get(exchange, which);
  }
  setText(exchange: number, which: number, id: number): void {
    this.put(exchange, which, id);
  }

  private get(exchange: number, word: number): number {
    return this.rows.slabOf(exchange)[this.rows.baseOf(exchange) + word] as number;
  }
  private put(exchange: number, word: number, value: number): void {
    this.rows.slabOf(exchange)[this.rows.baseOf(exchange) + word] = value;
  }
  private getDouble(exchange: number, word: number): number {
    return this.rows.doublesOf(exchange)[(this.rows.baseOf(exchange) + word) >> 1] as number;
  }
  private putDouble(exchange: number, word: number, value: number): void {
    this.rows.doublesOf(exchange)[(this.rows.baseOf(exchange) + word) >> 1] = value;
  }
}
