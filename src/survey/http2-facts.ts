/**
 * The facts of one flow's HTTP/2 in clear text, in terms of client and server. A cursor, like `FlowFacts`.
 */
import type { Http2Rows } from '../http/http2-row.js';
import { http2ErrorName } from '../http/http2-tracker.js';

/** How a side gave up the connection: its last GOAWAY. */
export interface Http2Goaway {
  readonly frame: number;
  readonly from: 'client' | 'server';
  readonly lastStream: number;
  /** As in the standard: `NO_ERROR`. */
  readonly error: string;
  readonly code: number;
  /** GOAWAY frames that the side sent. */
  readonly count: number;
}

/** How a side gave up streams: its first and its last RST_STREAM. */
export interface Http2Resets {
  readonly from: 'client' | 'server';
  /** RST_STREAM frames that the side sent. */
  readonly count: number;
  readonly firstFrame: number;
  readonly firstError: string;
  readonly lastFrame: number;
  readonly lastError: string;
}

/** Cursor over the facts of HTTP/2 connections. */
export class Http2Facts {
  private readonly rows: Http2Rows;
  private http2 = -1;
  private client = 0;

  constructor(rows: Http2Rows) {
    this.rows = rows;
  }

  /** Moves to a row of HTTP/2. @param clientSide the side that is the client, as in the flow's row */
  at(http2: number, clientSide: number): this {
    this.http2 = http2;
    this.client = clientSide;
    return this;
  }

  /** Frame in which the client's preface was complete; 0 when it was not captured. */
  get prefaceFrame(): number {
    return this.rows.prefaceFrame(this.http2);
  }

  /** The sides' last GOAWAY frames, in the order of the capture. */
  get goaways(): Http2Goaway[] {
    const { rows, http2 } = this;
    const goaways = this.sidesWith((side) => rows.goaways(http2, side)).map(({ from, side, count }) => ({
      frame: rows.goawayFrame(http2, side),
      from,
      lastStream: rows.goawayStream(http2, side),
      error: http2ErrorName(rows.goawayError(http2, side)),
      code: rows.goawayError(http2, side),
      count,
    }));
    return goaways.sort((a, b) => a.frame - b.frame);
  }

  /** What the sides reset, the client first. */
  get resets(): Http2Resets[] {
    const { rows, http2 } = this;
    return this.sidesWith((side) => rows.resets(http2, side)).map(({ from, side, count }) => ({
      from,
      count,
      firstFrame: rows.firstResetFrame(http2, side),
      firstError: http2ErrorName(rows.firstResetError(http2, side)),
      lastFrame: rows.lastResetFrame(http2, side),
      lastError: http2ErrorName(rows.lastResetError(http2, side)),
    }));
  }

  private sidesWith(countOf: (side: number) => number) {
    const { client } = this;
    const sides = [
      { from: 'client', side: client, count: countOf(client) },
      { from: 'server', side: 1 - client, count: countOf(1 - client) },
    ] as const;
    return sides.filter(({ count }) => count > 0);
  }
}
