import { type SharedRows, SlabRows } from '../bytes/slab.js';

/**
 * Connections of HTTP/2 in clear text, one row each: how streams and the connection were given up, and where each side's
 * stream of frames has got to. Side arguments are 0 for A and 1 for B. Frame numbers are those of the capture, 0 for none.
 */
const PREFACE_FRAME = 0;
const SIDES = 2;
const WORDS_PER_SIDE = 16;
const HTTP2_ROW_WORDS = SIDES + 2 * WORDS_PER_SIDE;

const RESETS = 0;
const FIRST_RESET_FRAME = 1;
const FIRST_RESET_ERROR = 2;
const LAST_RESET_FRAME = 3;
const LAST_RESET_ERROR = 4;
const GOAWAYS = 5;
const GOAWAY_FRAME = 6;
const GOAWAY_STREAM = 7;
const GOAWAY_ERROR = 8;
const STATE = 9;
const GATHERED = 10;
const REMAINING = 13;

/** Words of a side that say where its stream has got to. */
export const Http2Word = {
  /** What the next octets are and how many of them are gathered: see `Http2Tracker`. */
  State: STATE,
  /** Up to twelve gathered octets. */
  Gathered: GATHERED,
  /** Octets of the present frame behind those gathered. */
  Remaining: REMAINING,
} as const;

/** Rows of HTTP/2 connections, numbered from 0. */
export class Http2Rows {
  private readonly rows: SlabRows;

  /** @param rows rows that another thread fills; new ones where absent */
  constructor(rows: SlabRows = new SlabRows(HTTP2_ROW_WORDS)) {
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

  get length(): number {
    return this.rows.length;
  }

  /** A new row, all zero. */
  add(): number {
    return this.rows.add();
  }

  /** Frame of the capture in which the client's preface was complete. */
  prefaceFrame(http2: number): number {
    return this.get(http2, PREFACE_FRAME) >>> 0;
  }
  setPrefaceFrame(http2: number, frame: number): void {
    this.put(http2, PREFACE_FRAME, frame);
  }

  /** RST_STREAM frames of a side: how many, and where the first and the last were with which error code. */
  resets(http2: number, side: number): number {
    return this.ofSide(http2, side, RESETS) >>> 0;
  }
  firstResetFrame(http2: number, side: number): number {
    return this.ofSide(http2, side, FIRST_RESET_FRAME) >>> 0;
  }
  firstResetError(http2: number, side: number): number {
    return this.ofSide(http2, side, FIRST_RESET_ERROR) >>> 0;
  }
  lastResetFrame(http2: number, side: number): number {
    return this.ofSide(http2, side, LAST_RESET_FRAME) >>> 0;
  }
  lastResetError(http2: number, side: number): number {
    return this.ofSide(http2, side, LAST_RESET_ERROR) >>> 0;
  }
  addReset(http2: number, side: number, frame: number, error: number): void {
    if (this.resets(http2, side) === 0) {
      this.setWord(http2, side, FIRST_RESET_FRAME, frame);
      this.setWord(http2, side, FIRST_RESET_ERROR, error);
    }
    this.setWord(http2, side, RESETS, this.resets(http2, side) + 1);
    this.setWord(http2, side, LAST_RESET_FRAME, frame);
    this.setWord(http2, side, LAST_RESET_ERROR, error);
  }

  /** GOAWAY frames of a side: how many, and what the last says; a graceful end has two. Source: RFC 9113 section 6.8. */
  goaways(http2: number, side: number): number {
    return this.ofSide(http2, side, GOAWAYS) >>> 0;
  }
  goawayFrame(http2: number, side: number): number {
    return this.ofSide(http2, side, GOAWAY_FRAME) >>> 0;
  }
  goawayStream(http2: number, side: number): number {
    return this.ofSide(http2, side, GOAWAY_STREAM) >>> 0;
  }
  goawayError(http2: number, side: number): number {
    return this.ofSide(http2, side, GOAWAY_ERROR) >>> 0;
  }
  addGoaway(http2: number, side: number, frame: number, lastStream: number, error: number): void {
    this.setWord(http2, side, GOAWAYS, this.goaways(http2, side) + 1);
    this.setWord(http2, side, GOAWAY_FRAME, frame);
    this.setWord(http2, side, GOAWAY_STREAM, lastStream);
    this.setWord(http2, side, GOAWAY_ERROR, error);
  }

  /** A word of the side's state (`Http2Word`). */
  word(http2: number, side: number, word: number): number {
    return this.ofSide(http2, side, word);
  }
  setWord(http2: number, side: number, word: number, value: number): void {
    this.put(http2, SIDES + side * WORDS_PER_SIDE + word, value);
  }
  /** Octet `index` of those gathered. */
  octet(http2: number, side: number, index: number): number {
    return (this.ofSide(http2, side, GATHERED + (index >> 2)) >>> ((index & 3) << 3)) & 0xff;
  }
  setOctet(http2: number, side: number, index: number, octet: number): void {
    const shift = (index & 3) << 3;
    const at = GATHERED + (index >> 2);
    this.setWord(http2, side, at, (this.ofSide(http2, side, at) & ~(0xff << shift)) | (octet << shift));
  }

  private ofSide(http2: number, side: number, word: number): number {
    return this.get(http2, SIDES + side * WORDS_PER_SIDE + word);
  }
  private get(http2: number, word: number): number {
    return this.rows.slabOf(http2)[this.rows.baseOf(http2) + word] as number;
  }
  private put(http2: number, word: number, value: number): void {
    this.rows.slabOf(http2)[this.rows.baseOf(http2) + word] = value;
  }
}
