import { OctetKeeper } from '../bytes/octet-keeper.js';
import { type ExchangeRows, ExchangeText } from './exchange-row.js';
import type { StreamRows } from './stream-row.js';
import type { TextPool } from './text-pool.js';

const LONGEST_BODY_KEPT = 512;
const MOST_OCTETS_KEPT = 32 * 1024 * 1024;

/**
 * The first octets of the bodies of error responses, kept while they arrive: the page tells who made a 503.
 * The stream row on which `streams` stands is the flow's.
 */
export class ErrorBodies {
  private readonly streams: StreamRows;
  private readonly exchanges: ExchangeRows;
  private readonly texts: TextPool;
  /** Id of the body stored last. */
  private latest = 0;
  private readonly bodies = new OctetKeeper(MOST_OCTETS_KEPT);

  constructor(streams: StreamRows, exchanges: ExchangeRows, texts: TextPool) {
    this.streams = streams;
    this.exchanges = exchanges;
    this.texts = texts;
  }

  /** Takes the next octets of the body that a side sends, if its body is wanted. */
  take(side: number, bytes: Uint8Array, from: number, end: number): void {
    if (!this.streams.keepsBody(side)) return;
    this.bodies.appendUpTo(LONGEST_BODY_KEPT, this.streams.keyOf(side), bytes, from, end);
  }

  /** The body of a side ended, or no more of it will come: what was kept becomes a text of its exchange. */
  store(side: number, exchange: number): void {
    const key = this.streams.keyOf(side);
    const kept = this.bodies.get(key);
    if (kept === undefined) return;
    this.exchanges.setText(exchange, ExchangeText.Body, this.idOf(kept.bytes, kept.length));
    this.bodies.drop(key);
  }

  /** Octets of the body are missing: what came before them becomes the text, and what comes behind them is no part of it. */
  cut(side: number, exchange: number): void {
    if (!this.streams.keepsBody(side)) return;
    this.store(side, exchange);
    this.streams.stopKeepingBody(side);
  }

  /** Pages of errors come again and again, but for one that tells a time or a number. */
  private idOf(bytes: Uint8Array, length: number): number {
    if (!this.texts.isEqual(this.latest, bytes, 0, length)) this.latest = this.texts.keep(bytes, 0, length);
    return this.latest;
  }

  /** Gives up what was kept of a side. */
  drop(side: number): void {
    this.bodies.drop(this.streams.keyOf(side));
  }
}
