import { SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';

/**
 * Where the HTTP messages of an open flow have got to, one row per flow that carries payload.
 *
 * A row is taken when the first payload appears and given back when the flow is closed, so that their number follows
 * the open flows and not the capture. Side arguments are 0 for A and 1 for B, as in the flow's row.
 */
const STREAM_ROW_WORDS = 32;
const WORDS_PER_SIDE = 14;

const REMAINING = 0;
const LAST_PAYLOAD_TIME = 2;
const MESSAGE_TIME = 4;
const STATE = 6;
const EXCHANGE = 7;
const MESSAGE_FLAGS = 8;

const COMMON = 2 * WORDS_PER_SIDE;
const FIRST_UNANSWERED = COMMON;
const LAST_EXCHANGE = COMMON + 1;
const RESPONSES_COMPLETE = COMMON + 2;
const NEXT_FREE = COMMON + 3;

const LOST_SYNC = 1;
const IS_RESPONSE = 2;
const KEEPS_BODY = 4;

/** What the next octets of one direction are. */
export const StreamState = {
  /** The beginning of a message, if they are HTTP. */
  Start: 0,
  /** More of a head whose beginning is kept. */
  Head: 1,
  FixedBody: 2,
  ChunkSize: 3,
  ChunkExtension: 4,
  ChunkData: 5,
  ChunkEnd: 6,
  Trailer: 7,
  BodyUntilClose: 8,
  /** Not HTTP, or no longer: an upgraded connection, a tunnel. */
  Ignored: 9,
  /** Another protocol that is followed, or what comes behind an upgrade and may be one. */
  Other: 10,
  /** Octets of another protocol that hold nothing to look at. */
  OtherBody: 11,
} as const;

/**
 * Rows of stream states, numbered from 1 (0 in a flow's row means that it has none), and the cursor over them:
 * `moveTo(stream)`, then the properties of that row.
 */
export class StreamRows {
  private readonly rows = new SlabRows(STREAM_ROW_WORDS, SMALL_SLAB_BYTES);
  private firstFree = 0;
  private words: Int32Array = new Int32Array(0);
  private doubles: Float64Array = new Float64Array(0);
  private base = 0;
  /** The row that the properties below are of. */
  current = 0;

  /** Places the cursor on a row. */
  moveTo(stream: number): void {
    if (stream === this.current) return;
    this.current = stream;
    const row = stream - 1;
    this.words = this.rows.slabOf(row);
    this.doubles = this.rows.doublesOf(row);
    this.base = this.rows.baseOf(row);
  }

  /** Number under which octets of a side are kept elsewhere. */
  keyOf(side: number): number {
    return this.current * 2 + side;
  }

  /** Takes a row, all zero, and places the cursor on it. */
  take(): number {
    const stream = this.firstFree === 0 ? this.rows.add() + 1 : this.firstFree;
    this.moveTo(stream);
    if (stream === this.firstFree) {
      this.firstFree = this.get(NEXT_FREE);
      this.words.fill(0, this.base, this.base + STREAM_ROW_WORDS);
    }
    return stream;
  }

  /** Gives a row back. */
  release(stream: number): void {
    this.moveTo(stream);
    this.put(NEXT_FREE, this.firstFree);
    this.firstFree = stream;
  }

  /**
   * Takes octets from the middle of a body whose text is not kept, the most frequent kind by far. False, with nothing
   * changed, when the direction is in another state or the octets reach to the end of the body.
   */
  takeBodyOctets(side: number, octets: number, timeNs: number): boolean {
    const { words, doubles } = this;
    const base = this.base + side * WORDS_PER_SIDE;
    const state = words[base + STATE];
    if (state !== StreamState.FixedBody && state !== StreamState.OtherBody) return false;
    if (((words[base + MESSAGE_FLAGS] as number) & KEEPS_BODY) !== 0) return false;
    const remaining = doubles[(base + REMAINING) >> 1] as number;
    if (octets >= remaining) return false;
    doubles[(base + REMAINING) >> 1] = remaining - octets;
    doubles[(base + LAST_PAYLOAD_TIME) >> 1] = timeNs;
    return true;
  }

  /** Begins a message: `exchange` plus 1 or 0 for one that is not kept. */
  beginMessage(side: number, exchange: number, isResponse: boolean, keepsBody: boolean): void {
    const { words } = this;
    const base = this.base + side * WORDS_PER_SIDE;
    words[base + EXCHANGE] = exchange;
    words[base + MESSAGE_FLAGS] = (isResponse ? IS_RESPONSE : 0) | (keepsBody ? KEEPS_BODY : 0);
  }

  state(side: number): number {
    return this.get(side * WORDS_PER_SIDE + STATE);
  }
  setState(side: number, state: number): void {
    this.put(side * WORDS_PER_SIDE + STATE, state);
  }

  /** Octets of the body or chunk still to come; in the lines around chunks `ChunkFraming.value`. */
  remaining(side: number): number {
    return this.getDouble(side * WORDS_PER_SIDE + REMAINING);
  }
  setRemaining(side: number, octets: number): void {
    this.putDouble(side * WORDS_PER_SIDE + REMAINING, octets);
  }

  /** Time of the side's last payload; 0 before the first. */
  lastPayloadTimeNs(side: number): number {
    return this.getDouble(side * WORDS_PER_SIDE + LAST_PAYLOAD_TIME);
  }
  setLastPayloadTimeNs(side: number, timeNs: number): void {
    this.putDouble(side * WORDS_PER_SIDE + LAST_PAYLOAD_TIME, timeNs);
  }

  /** Time of the first octet of the message in progress. */
  messageTimeNs(side: number): number {
    return this.getDouble(side * WORDS_PER_SIDE + MESSAGE_TIME);
  }
  setMessageTimeNs(side: number, timeNs: number): void {
    this.putDouble(side * WORDS_PER_SIDE + MESSAGE_TIME, timeNs);
  }

  /** The exchange whose message this side is sending, plus 1; 0 for none. */
  exchange(side: number): number {
    return this.get(side * WORDS_PER_SIDE + EXCHANGE);
  }
  setExchange(side: number, exchange: number): void {
    this.put(side * WORDS_PER_SIDE + EXCHANGE, exchange);
  }

  /** Octets of this side were lost, and no message of it was found since. */
  hasLostSync(side: number): boolean {
    return (this.get(side * WORDS_PER_SIDE + MESSAGE_FLAGS) & LOST_SYNC) !== 0;
  }
  setLostSync(side: number): void {
    this.put(side * WORDS_PER_SIDE + MESSAGE_FLAGS, LOST_SYNC);
  }

  /** The message of `exchange` that this side is sending is a response. */
  isResponding(side: number): boolean {
    return (this.get(side * WORDS_PER_SIDE + MESSAGE_FLAGS) & IS_RESPONSE) !== 0;
  }

  /** The first octets of the body that this side is sending are kept. */
  keepsBody(side: number): boolean {
    return (this.get(side * WORDS_PER_SIDE + MESSAGE_FLAGS) & KEEPS_BODY) !== 0;
  }
  stopKeepingBody(side: number): void {
    const field = side * WORDS_PER_SIDE + MESSAGE_FLAGS;
    this.put(field, this.get(field) & ~KEEPS_BODY);
  }

  /** The oldest exchange without a final response, plus 1. */
  firstUnanswered(): number {
    return this.get(FIRST_UNANSWERED);
  }
  setFirstUnanswered(exchange: number): void {
    this.put(FIRST_UNANSWERED, exchange);
  }

  /** The flow's latest exchange, plus 1. */
  lastExchange(): number {
    return this.get(LAST_EXCHANGE);
  }
  setLastExchange(exchange: number): void {
    this.put(LAST_EXCHANGE, exchange);
  }

  /** Final responses that were captured to their end. */
  responsesComplete(): number {
    return this.get(RESPONSES_COMPLETE);
  }
  addResponseComplete(): void {
    this.put(RESPONSES_COMPLETE, this.get(RESPONSES_COMPLETE) + 1);
  }

  private get(word: number): number {
    return this.words[this.base + word] as number;
  }
  private put(word: number, value: number): void {
    this.words[this.base + word] = value;
  }
  private getDouble(word: number): number {
    return this.doubles[(this.base + word) >> 1] as number;
  }
  private putDouble(word: number, value: number): void {
    this.doubles[(this.base + word) >> 1] = value;
  }
}
