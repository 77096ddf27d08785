import { SlabRows } from '../bytes/slab.js';

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
  /** Not HTTP, or no longer: TLS, HTTP/2, an upgraded connection, a tunnel. */
  Ignored: 9,
} as const;

/** Rows of stream states, numbered from 1: 0 in a flow's row means that it has none. */
export class StreamRows {
  private readonly rows = new SlabRows(STREAM_ROW_WORDS);
  private firstFree = 0;

  /** Takes a row, all zero. */
  take(): number {
    if (this.firstFree === 0) return this.rows.add() + 1;
    const stream = this.firstFree;
    this.firstFree = this.get(stream, NEXT_FREE);
    const base = this.rows.baseOf(stream - 1);
    this.rows.slabOf(stream - 1).fill(0, base, base + STREAM_ROW_WORDS);
    return stream;
  }

  /** Gives a row back. */
  release(stream: number): void {
    this.put(stream, NEXT_FREE, this.firstFree);
    this.firstFree = stream;
  }

  /**
   * Takes octets from the middle of a body whose text is not kept, the most frequent kind by far. False, with nothing
   * changed, when the direction is in another state or the octets reach to the end of the body.
   */
  takeBodyOctets(stream: number, side: number, octets: number, timeNs: number): boolean {
    const row = stream - 1;
    const base = this.rows.baseOf(row) + side * WORDS_PER_SIDE;
    const words = this.rows.slabOf(row);
    if (
      words[base + STATE] !== StreamState.FixedBody ||
      ((words[base + MESSAGE_FLAGS] as number) & KEEPS_BODY) !== 0
    )
      return false;
    const doubles = this.rows.doublesOf(row);
    const remaining = doubles[(base + REMAINING) >> 1] as number;
    if (octets >= remaining) return false;
    doubles[(base + REMAINING) >> 1] = remaining - octets;
    doubles[(base + LAST_PAYLOAD_TIME) >> 1] = timeNs;
    return true;
  }

  state(stream: number, side: number): number {
    return this.get(stream, side * WORDS_PER_SIDE + STATE);
  }
  setState(stream: number, side: number, state: number): void {
    this.put(stream, side * WORDS_PER_SIDE + STATE, state);
  }

  /** Octets of the body or chunk still to come; while a chunk's size is read, its value so far. */
  remaining(stream: number, side: number): number {
    return this.getDouble(stream, side * WORDS_PER_SIDE + REMAINING);
  }
  setRemaining(stream: number, side: number, octets: number): void {
    this.putDouble(stream, side * WORDS_PER_SIDE + REMAINING, octets);
  }

  /** Time of the side's last payload; 0 before the first. */
  lastPayloadTimeNs(stream: number, side: number): number {
    return this.getDouble(stream, side * WORDS_PER_SIDE + LAST_PAYLOAD_TIME);
  }
  setLastPayloadTimeNs(stream: number, side: number, timeNs: number): void {
    this.putDouble(stream, side * WORDS_PER_SIDE + LAST_PAYLOAD_TIME, timeNs);
  }

  /** Time of the first octet of the message in progress. */
  messageTimeNs(stream: number, side: number): number {
    return this.getDouble(stream, side * WORDS_PER_SIDE + MESSAGE_TIME);
  }
  setMessageTimeNs(stream: number, side: number, timeNs: number): void {
    this.putDouble(stream, side * WORDS_PER_SIDE + MESSAGE_TIME, timeNs);
  }

  /** The exchange whose message this side is sending, plus 1; 0 for none. */
  exchange(stream: number, side: number): number {
    return this.get(stream, side * WORDS_PER_SIDE + EXCHANGE);
  }
  setExchange(stream: number, side: number, exchange: number): void {
    this.put(stream, side * WORDS_PER_SIDE + EXCHANGE, exchange);
  }

  /** Octets of this side were lost, and no message of it was found since. */
  hasLostSync(stream: number, side: number): boolean {
    return (this.get(stream, side * WORDS_PER_SIDE + MESSAGE_FLAGS) & LOST_SYNC) !== 0;
  }
  setLostSync(stream: number, side: number, isLost: boolean): void {
    this.putFlag(stream, side, LOST_SYNC, isLost);
  }

  /** The message of `exchange` that this side is sending is a response. */
  isResponding(stream: number, side: number): boolean {
    return (this.get(stream, side * WORDS_PER_SIDE + MESSAGE_FLAGS) & IS_RESPONSE) !== 0;
  }
  setResponding(stream: number, side: number, isResponse: boolean): void {
    this.putFlag(stream, side, IS_RESPONSE, isResponse);
  }

  /** The first octets of the body that this side is sending are kept. */
  keepsBody(stream: number, side: number): boolean {
    return (this.get(stream, side * WORDS_PER_SIDE + MESSAGE_FLAGS) & KEEPS_BODY) !== 0;
  }
  setKeepsBody(stream: number, side: number, keeps: boolean): void {
    this.putFlag(stream, side, KEEPS_BODY, keeps);
  }

  /** The oldest exchange without a final response, plus 1. */
  firstUnanswered(stream: number): number {
    return this.get(stream, FIRST_UNANSWERED);
  }
  setFirstUnanswered(stream: number, exchange: number): void {
    this.put(stream, FIRST_UNANSWERED, exchange);
  }

  /** The flow's latest exchange, plus 1. */
  lastExchange(stream: number): number {
    return this.get(stream, LAST_EXCHANGE);
  }
  setLastExchange(stream: number, exchange: number): void {
    this.put(stream, LAST_EXCHANGE, exchange);
  }

  /** Final responses that were captured to their end. */
  responsesComplete(stream: number): number {
    return this.get(stream, RESPONSES_COMPLETE);
  }
  addResponseComplete(stream: number): void {
    this.put(stream, RESPONSES_COMPLETE, this.get(stream, RESPONSES_COMPLETE) + 1);
  }

  private putFlag(stream: number, side: number, flag: number, isSet: boolean): void {
    const word = side * WORDS_PER_SIDE + MESSAGE_FLAGS;
    const flags = this.get(stream, word);
    this.put(stream, word, isSet ? flags | flag : flags & ~flag);
  }
  private get(stream: number, word: number): number {
    const row = stream - 1;
    return this.rows.slabOf(row)[this.rows.baseOf(row) + word] as number;
  }
  private put(stream: number, word: number, value: number): void {
    const row = stream - 1;
    this.rows.slabOf(row)[this.rows.baseOf(row) + word] = value;
  }
  private getDouble(stream: number, word: number): number {
    const row = stream - 1;
    return this.rows.doublesOf(row)[(this.rows.baseOf(row) + word) >> 1] as number;
  }
  private putDouble(stream: number, word: number, value: number): void {
    const row = stream - 1;
    this.rows.doublesOf(row)[(this.rows.baseOf(row) + word) >> 1] = value;
  }
}
