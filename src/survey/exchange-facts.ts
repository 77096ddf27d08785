/**
 * The facts of one HTTP exchange as rules read them. A cursor, like `FlowFacts`; texts are made when they are asked for.
 */
import { ExchangeFlag, type ExchangeRows, ExchangeText } from '../http/exchange-row.js';
import type { Texts } from '../http/shared-texts.js';

/** Cursor over the facts of exchanges. */
export class ExchangeFacts {
  private readonly rows: ExchangeRows;
  private readonly texts: Texts;
  /** The exchange the cursor is on. */
  exchange = -1;

  constructor(rows: ExchangeRows, texts: Texts) {
    this.rows = rows;
    this.texts = texts;
  }

  /** Moves to an exchange. */
  at(exchange: number): this {
    this.exchange = exchange;
    return this;
  }

  get flow(): number {
    return this.rows.flow(this.exchange);
  }
  /** Frame in which the request's head was complete, or was cut; 0 when it was not captured. */
  get requestFrame(): number {
    return this.rows.requestFrame(this.exchange);
  }
  get requestTimeNs(): number {
    return this.rows.requestTimeNs(this.exchange);
  }
  get requestComplete(): boolean {
    return this.rows.has(this.exchange, ExchangeFlag.RequestComplete);
  }
  get requestEndFrame(): number {
    return this.rows.requestEndFrame(this.exchange);
  }
  get requestEndTimeNs(): number {
    return this.rows.requestEndTimeNs(this.exchange);
  }
  /** Frame in which the final response's head was complete, or was cut; 0 when it was not captured. */
  get responseFrame(): number {
    return this.rows.responseFrame(this.exchange);
  }
  get responseTimeNs(): number {
    return this.rows.responseTimeNs(this.exchange);
  }
  get responseComplete(): boolean {
    return this.rows.has(this.exchange, ExchangeFlag.ResponseComplete);
  }
  /** Octets of the response are missing from the capture, though its end was found. */
  get responseOctetsMissing(): boolean {
    return this.rows.has(this.exchange, ExchangeFlag.ResponseOctetsMissing);
  }
  get requestOctetsMissing(): boolean {
    return this.rows.has(this.exchange, ExchangeFlag.RequestOctetsMissing);
  }
  /** Of the head no more than the beginning was captured: fields that are null or false are unknown, not absent. */
  get requestHeadCut(): boolean {
    return this.rows.has(this.exchange, ExchangeFlag.RequestHeadCut);
  }
  get responseHeadCut(): boolean {
    return this.rows.has(this.exchange, ExchangeFlag.ResponseHeadCut);
  }
  get responseEndFrame(): number {
    return this.rows.responseEndFrame(this.exchange);
  }
  get responseEndTimeNs(): number {
    return this.rows.responseEndTimeNs(this.exchange);
  }
  /** Status code; 0 when no final response was captured. */
  get status(): number {
    return this.rows.status(this.exchange);
  }
  get interim(): number[] {
    return this.rows.interim(this.exchange);
  }
  get connectionClose(): boolean {
    return this.rows.has(this.exchange, ExchangeFlag.ConnectionClose);
  }
  get contentLength(): number | null {
    return this.rows.contentLength(this.exchange);
  }
  /** Microseconds from the end of the request to the first octet of the response; null without both. */
  get thinkTimeUs(): number | null {
    if (!this.requestComplete || this.responseFrame === 0) return null;
    return (this.responseTimeNs - this.requestEndTimeNs) / 1000;
  }

  /** Texts as they were sent, not safe to print; null when absent. */
  get method(): string | null {
    return this.text(ExchangeText.Method);
  }
  get target(): string | null {
    return this.text(ExchangeText.Target);
  }
  get host(): string | null {
    return this.text(ExchangeText.Host);
  }
  get userAgent(): string | null {
    return this.text(ExchangeText.UserAgent);
  }
  get server(): string | null {
    return this.text(ExchangeText.Server);
  }
  get contentType(): string | null {
    return this.text(ExchangeText.ContentType);
  }
  get via(): string | null {
    return this.text(ExchangeText.Via);
  }
  get reason(): string | null {
    return this.text(ExchangeText.Reason);
  }
  /** The first 512 octets of the body of a response with status 400 or more. */
  get body(): string | null {
    return this.text(ExchangeText.Body);
  }

  /** The flow's next exchange, -1 at the end. */
  get nextExchange(): number {
    return this.rows.next(this.exchange) - 1;
  }

  private text(which: number): string | null {
    return this.texts.latin1(this.rows.text(this.exchange, which));
  }
}

/** Name of a fact that an exchange rule may ask for. */
export type ExchangeFactName = Exclude<keyof ExchangeFacts, 'at'>;
