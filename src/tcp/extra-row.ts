import { type SharedRows, SlabRows } from '../bytes/slab.js';
import { clampUs } from './flow-layout.js';

/**
 * The rarely needed facts of a flow: repeats, reordering, gaps, windows, ICMP errors, and the end of a long history.
 *
 * Most flows of a healthy capture have none, so they live in rows of their own, made when the first such fact appears.
 * Pairs are one word per side (0 for A, 1 for B).
 */
const EXTRA_ROW_WORDS = 40;

const RETRANSMISSIONS = 0;
const OUT_OF_ORDER = 2;
const GAPS = 4;
const ZERO_WINDOWS = 6;
const KEEP_ALIVES = 8;
const HOLE_START = 10;
const HISTORY = 12;
const HOLE_TIME = 20;
const LAST_RST = 26;
const REPEATED = 28;
const PAYLOAD_TO_RST_US = 30;
const CONTENT_GAPS = 32;
const AHEAD_SEQUENCE = 34;
const FIRST_ICMP_ERROR = 31;
const ICMP_ERRORS = 36;
const PROTOCOLS = 38;

/** Letters of a history that fit in the extra row, behind those of the flow's own row. */
export const HISTORY_LETTERS_IN_EXTRA = 48;

/** Rows of rarely needed facts, numbered from 1: 0 in a flow's row means that it has none. */
export class ExtraRows {
  private readonly rows: SlabRows;

  /** @param rows rows that another thread fills; new ones where absent */
  constructor(rows: SlabRows = new SlabRows(EXTRA_ROW_WORDS)) {
    this.rows = rows;
  }

  /** The rows as they stand now, for a reader in another thread. */
  share(): SharedRows {
    return this.rows.share();
  }

  /** Gives back memory of rows below this number (from 1): their flows are evicted. */
  releaseBelow(row: number): void {
    this.rows.releaseBelow(row - 1);
  }

  /** A new row, all zero. */
  add(): number {
    return this.rows.add() + 1;
  }

  /** Segments that repeat octets already sent. */
  retransmissions(extra: number, side: number): number {
    return this.get(extra, RETRANSMISSIONS + side) >>> 0;
  }
  addRetransmission(extra: number, side: number): number {
    return this.increment(extra, RETRANSMISSIONS + side);
  }

  /** Segments captured after segments that were sent later. */
  outOfOrder(extra: number, side: number): number {
    return this.get(extra, OUT_OF_ORDER + side) >>> 0;
  }
  addOutOfOrder(extra: number, side: number): number {
    return this.increment(extra, OUT_OF_ORDER + side);
  }

  /** Times that a segment came after a hole in the sequence. */
  gaps(extra: number, side: number): number {
    return this.get(extra, GAPS + side) >>> 0;
  }
  addGap(extra: number, side: number): number {
    return this.increment(extra, GAPS + side);
  }

  /** Segments that closed the receive window. */
  zeroWindows(extra: number, side: number): number {
    return this.get(extra, ZERO_WINDOWS + side) >>> 0;
  }
  addZeroWindow(extra: number, side: number): number {
    return this.increment(extra, ZERO_WINDOWS + side);
  }

  /** Keep-alive probes sent. */
  keepAlives(extra: number, side: number): number {
    return this.get(extra, KEEP_ALIVES + side) >>> 0;
  }
  addKeepAlive(extra: number, side: number): number {
    return this.increment(extra, KEEP_ALIVES + side);
  }

  /** Segments with payload that brought no new sequence number (what Zeek's history counts as T). */
  addRepeated(extra: number, side: number): number {
    return this.increment(extra, REPEATED + side);
  }

  /** Times that the peer acknowledged octets which were not captured (what Zeek's history counts as G). */
  addContentGap(extra: number, side: number): number {
    return this.increment(extra, CONTENT_GAPS + side);
  }
  contentGaps(extra: number, side: number): number {
    return this.get(extra, CONTENT_GAPS + side);
  }

  /** Sequence number of a segment without payload ahead of what was captured; 0 when there is none, or it was reached. */
  aheadSequence(extra: number, side: number): number {
    return this.get(extra, AHEAD_SEQUENCE + side);
  }
  setAheadSequence(extra: number, side: number, sequence: number): void {
    this.put(extra, AHEAD_SEQUENCE + side, sequence);
  }

  /** Sequence number at which the oldest hole of a side begins. */
  holeStart(extra: number, side: number): number {
    return this.get(extra, HOLE_START + side);
  }
  /** Time at which the segment behind the hole was captured. */
  holeTimeNs(extra: number, side: number): number {
    const row = extra - 1;
    return this.rows.doublesOf(row)[((this.rows.baseOf(row) + HOLE_TIME) >> 1) + side] as number;
  }
  setHole(extra: number, side: number, start: number, timeNs: number): void {
    this.put(extra, HOLE_START + side, start);
    const row = extra - 1;
    this.rows.doublesOf(row)[((this.rows.baseOf(row) + HOLE_TIME) >> 1) + side] = timeNs;
  }

  /** Sequence number of the last RST behind the first; 0 when there was none. */
  lastRst(extra: number, side: number): number {
    return this.get(extra, LAST_RST + side);
  }
  setLastRst(extra: number, side: number, sequence: number): void {
    this.put(extra, LAST_RST + side, sequence);
  }

  /** Microseconds from the last payload of the RST's receiver to the first RST, at most 2^32-1. */
  payloadToRstUs(extra: number): number {
    return this.get(extra, PAYLOAD_TO_RST_US) >>> 0;
  }
  setPayloadToRstUs(extra: number, us: number): void {
    this.put(extra, PAYLOAD_TO_RST_US, clampUs(us));
  }

  /** ICMP errors that quote a segment of the flow. */
  icmpErrors(extra: number): number {
    return this.get(extra, ICMP_ERRORS) >>> 0;
  }
  addIcmpError(extra: number): number {
    return this.increment(extra, ICMP_ERRORS);
  }

  /** Row (`IcmpRows`) of the first of them; 0 when none was kept. */
  firstIcmpError(extra: number): number {
    return this.get(extra, FIRST_ICMP_ERROR);
  }
  setFirstIcmpError(extra: number, row: number): void {
    this.put(extra, FIRST_ICMP_ERROR, row);
  }

  /** Row of the protocols that the flow speaks beside HTTP/1, plus 1; 0 when it has none. */
  protocols(extra: number): number {
    return this.get(extra, PROTOCOLS);
  }
  setProtocols(extra: number, row: number): void {
    this.put(extra, PROTOCOLS, row);
  }

  /** A letter of the history behind those of the flow's own row. */
  historyLetter(extra: number, place: number): number {
    return (this.get(extra, HISTORY + ((place / 6) | 0)) >>> ((place % 6) * 5)) & 0x1f;
  }
  setHistoryLetter(extra: number, place: number, letter: number): void {
    const word = HISTORY + ((place / 6) | 0);
    this.put(extra, word, this.get(extra, word) | (letter << ((place % 6) * 5)));
  }

  private get(extra: number, word: number): number {
    const row = extra - 1;
    return this.rows.slabOf(row)[this.rows.baseOf(row) + word] as number;
  }

  private put(extra: number, word: number, value: number): void {
    const row = extra - 1;
    this.rows.slabOf(row)[this.rows.baseOf(row) + word] = value;
  }

  private increment(extra: number, word: number): number {
    const value = this.get(extra, word) + 1;
    this.put(extra, word, value);
    return value >>> 0;
  }
}
