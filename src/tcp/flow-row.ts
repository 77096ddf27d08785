import type { SlabRows } from '../bytes/slab.js';
import type { Packet } from '../decode/packet.js';
import { openFast, takeFast } from './fast-path.js';
import { CLIENT_KNOWN_BY, type ClientKnownBy, FlowFlag, KNOWN_BY_MASK, KNOWN_BY_SHIFT } from './flow-flag.js';
import {
  ADDRESS,
  CLOSE_TIME,
  clampUs,
  EXTRA,
  FILES,
  FIN_FRAME,
  FIN_SHIFT,
  FIN_TO_RST_US,
  FIRST_EXCHANGE,
  FIRST_FRAME,
  FIRST_TIME,
  FLAG_COUNTS,
  FLAGS,
  HANDSHAKE_ACK_FRAME,
  HANDSHAKE_US,
  HIGHEST_ACK,
  HISTORY,
  HISTORY_SEEN,
  HOPS_AND_STATES,
  IDLE_BEFORE_CLOSE_US,
  INITIAL_SEQUENCE,
  LARGEST_WORD,
  LAST_FRAME,
  LAST_TIME,
  NEXT_SEQUENCE,
  OFFSET_HIGH,
  OFFSET_LOW,
  PAYLOAD_HIGH,
  PAYLOAD_LOW,
  PORTS,
  RST_FRAME,
  RST_WINDOW_AND_HOPS,
  SEGMENTS,
  STREAM,
  SYN_ACK_FRAME,
  SYN_SHIFT,
  TEN_BITS,
  TWELVE_BITS,
} from './flow-layout.js';
import type { SegmentPlace } from './segment-place.js';

/**
 * One flow as a row of 32-bit words, and the only code that knows where each fact of a flow lies in it.
 *
 * A `FlowRow` is a cursor: `moveTo(flow)` places it on a row, the properties read and write that row. Nothing is
 * allocated. Sides are A, the sender of the flow's first frame, and B; who is the client is a fact of its own.
 * Arrays would cost an object per flow, so a pair of values is two words and takes the side as an argument (0 for A, 1 for B).
 */

/** Largest count of SYN and of FIN segments of a side that a row can hold. */
export const LARGEST_SYN_OR_FIN_COUNT = TEN_BITS;
/** Largest count of RST segments of a side that a row can hold. */
export const LARGEST_RST_COUNT = TWELVE_BITS;

/** A cursor over the rows of flows. */
export class FlowRow {
  private readonly rows: SlabRows;
  private words: Int32Array;
  private doubles: Float64Array;
  private base = 0;
  /** The flow the cursor is on. */
  flow = -1;

  /** @param rows rows of `FLOW_ROW_WORDS` words */
  constructor(rows: SlabRows) {
    this.rows = rows;
    this.words = new Int32Array(0);
    this.doubles = new Float64Array(0);
  }

  /** Places the cursor on a flow. */
  moveTo(flow: number): this {
    this.flow = flow;
    this.words = this.rows.slabOf(flow);
    this.doubles = this.rows.doublesOf(flow);
    this.base = this.rows.baseOf(flow);
    return this;
  }

  /** Address id of a side: the IPv4 address itself, or the index of an interned IPv6 address. */
  address(side: number): number {
    return this.words[this.base + ADDRESS + side] as number;
  }

  port(side: number): number {
    const ports = this.words[this.base + PORTS] as number;
    return side === 0 ? ports >>> 16 : ports & 0xffff;
  }

  /** Sets the identity of a new flow: address ids and ports of the sender and the receiver of its first frame. */
  setEndpoints(addressA: number, addressB: number, portA: number, portB: number): void {
    this.words[this.base + ADDRESS] = addressA;
    this.words[this.base + ADDRESS + 1] = addressB;
    this.words[this.base + PORTS] = (portA << 16) | portB;
  }

  /**
   * The side that sends from `source` to `destination`: 0, 1, or -1 when the tuple is not that of this flow.
   * @param ports both ports in one word, as they stand in the header
   * @param version `FlowFlag.Ipv6` or 0
   */
  sideOf(source: number, destination: number, ports: number, version: number): number {
    const { words, base } = this;
    if (((words[base + FLAGS] as number) & FlowFlag.Ipv6) !== version) return -1;
    const a = words[base + ADDRESS];
    const b = words[base + ADDRESS + 1];
    const known = words[base + PORTS];
    if (a === source && b === destination && known === ports) return 0;
    return a === destination && b === source && known === ((ports << 16) | (ports >>> 16)) ? 1 : -1;
  }

  /** Takes a frequent kind of segment in one go (`fast-path.ts`). False, with nothing changed, for any other. */
  takeFast(side: number, packet: Packet, place: SegmentPlace): boolean {
    return takeFast(this.words, this.doubles, this.base, side, packet, place);
  }

  /** Makes a new flow's row from its SYN in one go. False, with nothing changed, for a segment that is more than a SYN. */
  openFast(packet: Packet, place: SegmentPlace): boolean {
    return openFast(this.words, this.doubles, this.base, packet, place);
  }

  /** All flags at once (`FlowFlag`). */
  get flags(): number {
    return this.words[this.base + FLAGS] as number;
  }

  has(flag: number): boolean {
    return ((this.words[this.base + FLAGS] as number) & flag) !== 0;
  }

  hasAll(flags: number): boolean {
    return ((this.words[this.base + FLAGS] as number) & flags) === flags;
  }

  set(flag: number): void {
    this.words[this.base + FLAGS] = (this.words[this.base + FLAGS] as number) | flag;
  }

  clear(flag: number): void {
    this.words[this.base + FLAGS] = (this.words[this.base + FLAGS] as number) & ~flag;
  }

  /** The side that is the client: 0 for A, 1 for B. */
  get clientSide(): number {
    return this.has(FlowFlag.ClientIsB) ? 1 : 0;
  }

  get clientKnownBy(): ClientKnownBy {
    const index = ((this.words[this.base + FLAGS] as number) >> KNOWN_BY_SHIFT) & KNOWN_BY_MASK;
    return CLIENT_KNOWN_BY[index] as ClientKnownBy;
  }

  /** Records who the client is and how that is known. */
  setClient(side: number, knownBy: ClientKnownBy): void {
    const index = CLIENT_KNOWN_BY.indexOf(knownBy);
    this.clear(FlowFlag.ClientIsB | (KNOWN_BY_MASK << KNOWN_BY_SHIFT));
    this.set((side === 1 ? FlowFlag.ClientIsB : 0) | (index << KNOWN_BY_SHIFT));
  }

  /** Nanoseconds since the capture's epoch. */
  get firstTimeNs(): number {
    return this.doubles[(this.base + FIRST_TIME) >> 1] as number;
  }
  set firstTimeNs(value: number) {
    this.doubles[(this.base + FIRST_TIME) >> 1] = value;
  }

  get lastTimeNs(): number {
    return this.doubles[(this.base + LAST_TIME) >> 1] as number;
  }
  set lastTimeNs(value: number) {
    this.doubles[(this.base + LAST_TIME) >> 1] = value;
  }

  /** Time of the first RST or, while there was none, of the first FIN; 0 before both. */
  get closeTimeNs(): number {
    return this.doubles[(this.base + CLOSE_TIME) >> 1] as number;
  }
  set closeTimeNs(value: number) {
    this.doubles[(this.base + CLOSE_TIME) >> 1] = value;
  }

  get firstFrame(): number {
    return (this.words[this.base + FIRST_FRAME] as number) >>> 0;
  }
  set firstFrame(value: number) {
    this.words[this.base + FIRST_FRAME] = value;
  }

  get lastFrame(): number {
    return (this.words[this.base + LAST_FRAME] as number) >>> 0;
  }
  set lastFrame(value: number) {
    this.words[this.base + LAST_FRAME] = value;
  }

  /** Offset of the first frame's record in its file: the close-up reads from here. */
  get firstOffset(): number {
    const high = (this.words[this.base + OFFSET_HIGH] as number) >>> 16;
    return high * 0x1_0000_0000 + ((this.words[this.base + OFFSET_LOW] as number) >>> 0);
  }

  /** Offset of the last frame's record in its file. */
  get lastOffset(): number {
    const high = (this.words[this.base + OFFSET_HIGH] as number) & 0xffff;
    return high * 0x1_0000_0000 + ((this.words[this.base + OFFSET_LOW + 1] as number) >>> 0);
  }

  /** Index of the file that holds the first frame. */
  get firstFile(): number {
    return (this.words[this.base + FILES] as number) >>> 16;
  }

  get lastFile(): number {
    return (this.words[this.base + FILES] as number) & 0xffff;
  }

  setFirstPlace(file: number, offset: number): void {
    const high = Math.floor(offset / 0x1_0000_0000);
    this.words[this.base + OFFSET_LOW] = offset;
    this.words[this.base + OFFSET_HIGH] =
      ((this.words[this.base + OFFSET_HIGH] as number) & 0xffff) | (high << 16);
    this.words[this.base + FILES] = ((this.words[this.base + FILES] as number) & 0xffff) | (file << 16);
  }

  setLastPlace(file: number, offset: number): void {
    const high = offset > LARGEST_WORD ? Math.floor(offset / 0x1_0000_0000) : 0;
    const word = this.words[this.base + OFFSET_HIGH] as number;
    this.words[this.base + OFFSET_LOW + 1] = offset;
    this.words[this.base + OFFSET_HIGH] = (word & ~0xffff) | high;
    this.words[this.base + FILES] = ((this.words[this.base + FILES] as number) & ~0xffff) | file;
  }

  /** Segments a side sent. */
  segments(side: number): number {
    return (this.words[this.base + SEGMENTS + side] as number) >>> 0;
  }

  /** Octets of payload a side sent, repeats counted again, by the length in the IP header. */
  payloadBytes(side: number): number {
    const word = this.words[this.base + PAYLOAD_HIGH] as number;
    const high = (word >>> (side === 0 ? 16 : 0)) & 0xffff;
    return high * 0x1_0000_0000 + ((this.words[this.base + PAYLOAD_LOW + side] as number) >>> 0);
  }

  /** Counts one segment and its payload. */
  addSegment(side: number, payloadBytes: number): void {
    const { words, base } = this;
    words[base + SEGMENTS + side] = (words[base + SEGMENTS + side] as number) + 1;
    if (payloadBytes > 0) this.addPayload(side, payloadBytes);
  }

  private addPayload(side: number, payloadBytes: number): void {
    const { words, base } = this;
    const before = words[base + PAYLOAD_LOW + side] as number;
    const after = (before + payloadBytes) | 0;
    words[base + PAYLOAD_LOW + side] = after;
    if (after >>> 0 < before >>> 0) {
      words[base + PAYLOAD_HIGH] = (words[base + PAYLOAD_HIGH] as number) + (side === 0 ? 0x1_0000 : 1);
    }
  }

  /** Sequence number of the SYN, or one before the first octet seen. */
  initialSequence(side: number): number {
    return this.words[this.base + INITIAL_SEQUENCE + side] as number;
  }
  setInitialSequence(side: number, sequence: number): void {
    this.words[this.base + INITIAL_SEQUENCE + side] = sequence;
  }

  /** One past the highest sequence number a side has sent. */
  nextSequence(side: number): number {
    return this.words[this.base + NEXT_SEQUENCE + side] as number;
  }
  setNextSequence(side: number, sequence: number): void {
    this.words[this.base + NEXT_SEQUENCE + side] = sequence;
  }

  /** Highest acknowledgment number a side has sent. */
  highestAck(side: number): number {
    return this.words[this.base + HIGHEST_ACK + side] as number;
  }
  setHighestAck(side: number, acknowledgment: number): void {
    this.words[this.base + HIGHEST_ACK + side] = acknowledgment;
  }

  synCount(side: number): number {
    return (this.words[this.base + FLAG_COUNTS + side] as number) >>> SYN_SHIFT;
  }
  finCount(side: number): number {
    return ((this.words[this.base + FLAG_COUNTS + side] as number) >>> FIN_SHIFT) & TEN_BITS;
  }
  rstCount(side: number): number {
    return (this.words[this.base + FLAG_COUNTS + side] as number) & TWELVE_BITS;
  }

  /** Counts a SYN. False when the counter is full. */
  addSyn(side: number): boolean {
    if (this.synCount(side) === LARGEST_SYN_OR_FIN_COUNT) return false;
    this.addToFlagCounts(side, 1 << SYN_SHIFT);
    return true;
  }
  /** Counts a FIN. False when the counter is full. */
  addFin(side: number): boolean {
    if (this.finCount(side) === LARGEST_SYN_OR_FIN_COUNT) return false;
    this.addToFlagCounts(side, 1 << FIN_SHIFT);
    return true;
  }
  /** Counts an RST. False when the counter is full. */
  addRst(side: number): boolean {
    if (this.rstCount(side) === LARGEST_RST_COUNT) return false;
    this.addToFlagCounts(side, 1);
    return true;
  }

  /** Frame of the first SYN, ACK; 0 when none was captured. */
  get synAckFrame(): number {
    return (this.words[this.base + SYN_ACK_FRAME] as number) >>> 0;
  }
  set synAckFrame(value: number) {
    this.words[this.base + SYN_ACK_FRAME] = value;
  }

  /** Frame in which the client acknowledged the SYN, ACK; 0 when none was captured. */
  get handshakeAckFrame(): number {
    return (this.words[this.base + HANDSHAKE_ACK_FRAME] as number) >>> 0;
  }
  set handshakeAckFrame(value: number) {
    this.words[this.base + HANDSHAKE_ACK_FRAME] = value;
  }

  /** Frame of a side's first FIN; 0 when it sent none. */
  finFrame(side: number): number {
    return (this.words[this.base + FIN_FRAME + side] as number) >>> 0;
  }
  setFinFrame(side: number, frame: number): void {
    this.words[this.base + FIN_FRAME + side] = frame;
  }

  /** Frame of the flow's first RST; 0 when there was none. */
  get rstFrame(): number {
    return (this.words[this.base + RST_FRAME] as number) >>> 0;
  }
  set rstFrame(value: number) {
    this.words[this.base + RST_FRAME] = value;
  }

  /** The side that sent the first RST. */
  get rstSide(): number {
    return this.has(FlowFlag.RstByB) ? 1 : 0;
  }

  /** Microseconds from the flow's first FIN to its first RST, at most 2^32-1; 0 unless both came in this order. */
  get finToRstUs(): number {
    return (this.words[this.base + FIN_TO_RST_US] as number) >>> 0;
  }
  set finToRstUs(value: number) {
    this.words[this.base + FIN_TO_RST_US] = clampUs(value);
  }

  /** Microseconds from the SYN to the client's acknowledgment of the SYN, ACK, at most 2^32-1; 0 when either is missing. */
  get handshakeUs(): number {
    return (this.words[this.base + HANDSHAKE_US] as number) >>> 0;
  }
  set handshakeUs(value: number) {
    this.words[this.base + HANDSHAKE_US] = clampUs(value);
  }

  /** Microseconds without a segment before the flow's first FIN or RST, at most 2^32-1. */
  get idleBeforeCloseUs(): number {
    return (this.words[this.base + IDLE_BEFORE_CLOSE_US] as number) >>> 0;
  }
  set idleBeforeCloseUs(value: number) {
    this.words[this.base + IDLE_BEFORE_CLOSE_US] = clampUs(value);
  }

  /** Window field of the first RST, as in the header. */
  get rstWindow(): number {
    return (this.words[this.base + RST_WINDOW_AND_HOPS] as number) >>> 16;
  }
  /** TTL or hop limit of the first RST. */
  get rstHopLimit(): number {
    return (this.words[this.base + RST_WINDOW_AND_HOPS] as number) & 0xff;
  }
  setRstWindowAndHopLimit(window: number, hopLimit: number): void {
    this.words[this.base + RST_WINDOW_AND_HOPS] = (window << 16) | hopLimit;
  }

  /** TTL or hop limit of a side's first segment that was no RST; 0 when it sent none. */
  hopLimit(side: number): number {
    return ((this.words[this.base + HOPS_AND_STATES] as number) >>> (side << 3)) & 0xff;
  }
  setHopLimit(side: number, hopLimit: number): void {
    const word = this.words[this.base + HOPS_AND_STATES] as number;
    this.words[this.base + HOPS_AND_STATES] = (word & ~(0xff << (side << 3))) | (hopLimit << (side << 3));
  }

  /** Connection state of a side (`EndpointState`). */
  endpointState(side: number): number {
    return ((this.words[this.base + HOPS_AND_STATES] as number) >>> (16 + (side << 3))) & 0xf;
  }
  /** The state the side had before the one it has now. */
  previousEndpointState(side: number): number {
    return ((this.words[this.base + HOPS_AND_STATES] as number) >>> (20 + (side << 3))) & 0xf;
  }
  setEndpointState(side: number, state: number): void {
    const word = this.words[this.base + HOPS_AND_STATES] as number;
    const shift = 16 + (side << 3);
    const before = (word >>> shift) & 0xf;
    this.words[this.base + HOPS_AND_STATES] =
      (word & ~(0xff << shift)) | (state << shift) | (before << (shift + 4));
  }

  /** Letters recorded so far: bits 0–21 say which letter codes of either side are there, the rest counts them. */
  get historySeen(): number {
    return this.words[this.base + HISTORY_SEEN] as number;
  }
  set historySeen(value: number) {
    this.words[this.base + HISTORY_SEEN] = value;
  }

  /** The letter code at a place of the history, 0 for none. */
  historyLetter(place: number): number {
    const word = this.words[this.base + HISTORY + ((place / 6) | 0)] as number;
    return (word >>> ((place % 6) * 5)) & 0x1f;
  }
  setHistoryLetter(place: number, letter: number): void {
    const at = this.base + HISTORY + ((place / 6) | 0);
    this.words[at] = (this.words[at] as number) | (letter << ((place % 6) * 5));
  }

  /** Row of the rarely needed facts plus 1; 0 when the flow has none. */
  get extra(): number {
    return this.words[this.base + EXTRA] as number;
  }
  set extra(value: number) {
    this.words[this.base + EXTRA] = value;
  }

  /** Row of the stream state plus 1; 0 when the flow carries no payload. */
  get stream(): number {
    return this.words[this.base + STREAM] as number;
  }
  set stream(value: number) {
    this.words[this.base + STREAM] = value;
  }

  /** The flow's first HTTP exchange plus 1; 0 when it has none. */
  get firstExchange(): number {
    return this.words[this.base + FIRST_EXCHANGE] as number;
  }
  set firstExchange(value: number) {
    this.words[this.base + FIRST_EXCHANGE] = value;
  }

  private addToFlagCounts(side: number, amount: number): void {
    this.words[this.base + FLAG_COUNTS + side] =
      (this.words[this.base + FLAG_COUNTS + side] as number) + amount;
  }
}
