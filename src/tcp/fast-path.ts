/**
 * The frequent kinds of segment, each taken in one go over the words of a flow's row: SYN; SYN, ACK; the acknowledgment
 * that completes the handshake; data and acknowledgments in order; FIN, ACK; the first RST.
 *
 * `SegmentTracker` has one general way that is right for every segment and made of small steps; these are short cuts for
 * segments about which nothing is odd, and change exactly the same words. A test runs both ways over the same segments.
 * Why they exist: the optimiser stops inlining accessors in code this busy, and five frames in six come this way.
 */
import type { Packet } from '../decode/packet.js';
import { ACK, FIN, RST, SYN } from '../decode/tcp.js';
import { EndpointState } from './endpoint-state-names.js';
import { FlowFlag } from './flow-flag.js';
import {
  CLOSE_TIME,
  clampUs,
  FILES,
  FIN_FRAME,
  FIN_SHIFT,
  FIN_TO_RST_US,
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
  RST_FRAME,
  RST_WINDOW_AND_HOPS,
  SEGMENTS,
  SYN_ACK_FRAME,
  SYN_SHIFT,
} from './flow-layout.js';
import {
  HISTORY_LENGTH_SHIFT,
  HISTORY_LETTER_COUNT,
  HISTORY_LETTERS_IN_ROW,
  HistoryLetter,
} from './history-letters.js';
import type { SegmentPlace } from './segment-place.js';

/** The flags that make a segment what it is; the others (PSH, URG, ECE, CWR) change nothing here. */
const KIND = SYN | FIN | RST | ACK;

/** Facts that a flow may have had from its first segment on. */
const FROM_THE_START = FlowFlag.Ipv6 | FlowFlag.TupleReused;
const SYN_ONLY = FlowFlag.SynSeen | FlowFlag.SequenceKnownA;
const SYN_AND_SYN_ACK = SYN_ONLY | FlowFlag.SynAckSeen | FlowFlag.SequenceKnownB;

/** `FlowRow.historySeen` after nothing but SYN segments of side A: a SYN with another flag leaves another letter. */
const HISTORY_OF_SYN = (1 << (HistoryLetter.Syn - 1)) | (1 << HISTORY_LENGTH_SHIFT);

/** The same after SYN segments of side A and SYN, ACK segments of side B. */
const HISTORY_OF_SYN_AND_SYN_ACK =
  (1 << (HistoryLetter.Syn - 1)) |
  (1 << (HistoryLetter.SynAck - 1 + HISTORY_LETTER_COUNT)) |
  (2 << HISTORY_LENGTH_SHIFT);

const NS_PER_US = 1000;

/** Takes a segment of a known flow. False, with nothing changed, when it is not of a frequent kind. */
export function takeFast(
  words: Int32Array,
  doubles: Float64Array,
  base: number,
  side: number,
  packet: Packet,
  place: SegmentPlace,
): boolean {
  if (packet.capturedPayloadLength !== packet.payloadLength) return false;
  const kind = packet.flags & KIND;
  if (((words[base + FLAGS] as number) & FlowFlag.Steady) === 0) {
    if (packet.payloadLength > 0) return false;
    if (kind === (SYN | ACK)) return answerSyn(words, doubles, base, side, packet, place);
    return kind === ACK && completeHandshake(words, doubles, base, side, packet, place);
  }
  if (kind === ACK) return advance(words, doubles, base, side, packet, place);
  if (packet.payloadLength > 0) return false;
  if (kind === (FIN | ACK)) return close(words, doubles, base, side, packet, place);
  return (kind === RST || kind === (RST | ACK)) && reset(words, doubles, base, side, packet, place);
}

/** A new flow, from its SYN without payload. */
export function openFast(
  words: Int32Array,
  doubles: Float64Array,
  base: number,
  packet: Packet,
  place: SegmentPlace,
): boolean {
  if ((packet.flags & KIND) !== SYN || packet.payloadLength > 0) return false;
  const { fileOffset } = place;
  words[base + FLAGS] = (words[base + FLAGS] as number) | SYN_ONLY;
  doubles[(base + FIRST_TIME) >> 1] = place.timeNs;
  doubles[(base + LAST_TIME) >> 1] = place.timeNs;
  words[base + FIRST_FRAME] = place.frameNumber;
  words[base + LAST_FRAME] = place.frameNumber;
  words[base + OFFSET_LOW] = fileOffset;
  words[base + OFFSET_LOW + 1] = fileOffset;
  if (fileOffset > LARGEST_WORD)
    words[base + OFFSET_HIGH] = Math.floor(fileOffset / 0x1_0000_0000) * 0x1_0001;
  words[base + FILES] = place.file * 0x1_0001;
  words[base + SEGMENTS] = 1;
  words[base + INITIAL_SEQUENCE] = packet.sequence;
  words[base + NEXT_SEQUENCE] = (packet.sequence + 1) | 0;
  words[base + FLAG_COUNTS] = 1 << SYN_SHIFT;
  words[base + HOPS_AND_STATES] = packet.hopLimit | (EndpointState.SynSent << 16);
  words[base + HISTORY] = HistoryLetter.Syn;
  words[base + HISTORY_SEEN] = HISTORY_OF_SYN;
  return true;
}

/** The SYN, ACK that answers the only SYN. */
function answerSyn(
  words: Int32Array,
  doubles: Float64Array,
  base: number,
  side: number,
  packet: Packet,
  place: SegmentPlace,
): boolean {
  const facts = words[base + FLAGS] as number;
  if (side !== 1 || (facts & ~FROM_THE_START) !== SYN_ONLY || words[base + SEGMENTS + 1] !== 0) return false;
  if (words[base + NEXT_SEQUENCE] !== packet.acknowledgment) return false;
  if (words[base + HISTORY_SEEN] !== HISTORY_OF_SYN) return false;
  words[base + FLAGS] = facts | SYN_AND_SYN_ACK;
  words[base + SYN_ACK_FRAME] = place.frameNumber;
  words[base + SEGMENTS + 1] = 1;
  words[base + INITIAL_SEQUENCE + 1] = packet.sequence;
  words[base + NEXT_SEQUENCE + 1] = (packet.sequence + 1) | 0;
  words[base + HIGHEST_ACK + 1] = packet.acknowledgment;
  words[base + FLAG_COUNTS + 1] = 1 << SYN_SHIFT;
  const { Established, SynSent } = EndpointState;
  const states = (Established << 16) | (SynSent << 20) | (Established << 24);
  words[base + HOPS_AND_STATES] =
    ((words[base + HOPS_AND_STATES] as number) & 0xff) | (packet.hopLimit << 8) | states;
  appendLetter(words, base, 1, HistoryLetter.SynAck);
  noteLast(words, doubles, base, place);
  return true;
}

/** The client's acknowledgment of the SYN, ACK, its second segment. */
function completeHandshake(
  words: Int32Array,
  doubles: Float64Array,
  base: number,
  side: number,
  packet: Packet,
  place: SegmentPlace,
): boolean {
  const facts = words[base + FLAGS] as number;
  if (side !== 0 || (facts & ~FROM_THE_START) !== SYN_AND_SYN_ACK || words[base + SEGMENTS] !== 1)
    return false;
  if (words[base + NEXT_SEQUENCE] !== packet.sequence || packet.window === 0) return false;
  if (words[base + NEXT_SEQUENCE + 1] !== packet.acknowledgment) return false;
  if (words[base + HISTORY_SEEN] !== HISTORY_OF_SYN_AND_SYN_ACK) return false;
  words[base + FLAGS] = facts | FlowFlag.HandshakeAckSeen | FlowFlag.Steady;
  words[base + HANDSHAKE_ACK_FRAME] = place.frameNumber;
  words[base + HANDSHAKE_US] = clampUs(
    Math.round((place.timeNs - (doubles[(base + FIRST_TIME) >> 1] as number)) / NS_PER_US),
  );
  words[base + SEGMENTS] = 2;
  words[base + HIGHEST_ACK] = packet.acknowledgment;
  appendLetter(words, base, 0, HistoryLetter.Ack);
  noteLast(words, doubles, base, place);
  return true;
}

/** Data or an acknowledgment in order on a steady flow. */
function advance(
  words: Int32Array,
  doubles: Float64Array,
  base: number,
  side: number,
  packet: Packet,
  place: SegmentPlace,
): boolean {
  const { payloadLength, sequence, acknowledgment } = packet;
  const own = base + side;
  if (words[own + NEXT_SEQUENCE] !== sequence || packet.window === 0) return false;
  if (((acknowledgment - (words[base + NEXT_SEQUENCE + 1 - side] as number)) | 0) > 0) return false;
  const letter = payloadLength > 0 ? HistoryLetter.Data : HistoryLetter.Ack;
  if (!isLetterSeen(words, base, side, letter)) {
    if (!hasRoom(words, base)) return false;
    appendLetter(words, base, side, letter);
  }
  const before = words[own + HIGHEST_ACK] as number;
  if (before === 0 || ((acknowledgment - before) | 0) > 0) words[own + HIGHEST_ACK] = acknowledgment;
  words[own + SEGMENTS] = (words[own + SEGMENTS] as number) + 1;
  if (payloadLength > 0) {
    words[own + NEXT_SEQUENCE] = (sequence + payloadLength) | 0;
    words[base + FLAGS] = (words[base + FLAGS] as number) | (FlowFlag.DataA << side);
    const low = words[own + PAYLOAD_LOW] as number;
    const sum = (low + payloadLength) | 0;
    words[own + PAYLOAD_LOW] = sum;
    if (sum >>> 0 < low >>> 0) {
      words[base + PAYLOAD_HIGH] = (words[base + PAYLOAD_HIGH] as number) + (side === 0 ? 0x1_0000 : 1);
    }
  }
  noteLast(words, doubles, base, place);
  return true;
}

function hasRoom(words: Int32Array, base: number): boolean {
  return (words[base + HISTORY_SEEN] as number) >>> HISTORY_LENGTH_SHIFT < HISTORY_LETTERS_IN_ROW;
}

/** The first FIN of a side, with ACK and without payload, in order on a steady flow. */
function close(
  words: Int32Array,
  doubles: Float64Array,
  base: number,
  side: number,
  packet: Packet,
  place: SegmentPlace,
): boolean {
  if (words[base + NEXT_SEQUENCE + side] !== packet.sequence || words[base + FIN_FRAME + side] !== 0)
    return false;
  if (!hasRoomFor(words, base, side, HistoryLetter.Fin)) return false;
  if (!takeAck(words, base, side, packet.acknowledgment)) return false;
  noteLetter(words, base, side, HistoryLetter.Fin);
  if (words[base + FIN_FRAME + 1 - side] === 0) {
    const sinceLastNs = place.timeNs - (doubles[(base + LAST_TIME) >> 1] as number);
    doubles[(base + CLOSE_TIME) >> 1] = place.timeNs;
    words[base + IDLE_BEFORE_CLOSE_US] = clampUs(Math.round(sinceLastNs / NS_PER_US));
  }
  words[base + FIN_FRAME + side] = place.frameNumber;
  words[base + FLAG_COUNTS + side] = (words[base + FLAG_COUNTS + side] as number) + (1 << FIN_SHIFT);
  words[base + SEGMENTS + side] = (words[base + SEGMENTS + side] as number) + 1;
  words[base + NEXT_SEQUENCE + side] = (packet.sequence + 1) | 0;
  changeState(words, base, side, EndpointState.Closed);
  noteLast(words, doubles, base, place);
  return true;
}

/** The first RST of a steady flow, without payload. */
function reset(
  words: Int32Array,
  doubles: Float64Array,
  base: number,
  side: number,
  packet: Packet,
  place: SegmentPlace,
): boolean {
  if (!hasRoomFor(words, base, side, HistoryLetter.Rst)) return false;
  noteLetter(words, base, side, HistoryLetter.Rst);
  const peer = 1 - side;
  let facts = (words[base + FLAGS] as number) & ~FlowFlag.Steady;
  if (side === 1) facts |= FlowFlag.RstByB;
  if (words[base + NEXT_SEQUENCE + side] === packet.sequence) facts |= FlowFlag.RstSequenceExpected;
  if ((packet.flags & ACK) !== 0) {
    facts |= FlowFlag.RstHasAck;
    if (words[base + NEXT_SEQUENCE + peer] === packet.acknowledgment) facts |= FlowFlag.RstAcksAll;
  }
  words[base + FLAGS] = facts;
  words[base + RST_FRAME] = place.frameNumber;
  words[base + RST_WINDOW_AND_HOPS] = (packet.window << 16) | packet.hopLimit;
  if (words[base + FIN_FRAME] === 0 && words[base + FIN_FRAME + 1] === 0) {
    const sinceLastNs = place.timeNs - (doubles[(base + LAST_TIME) >> 1] as number);
    words[base + IDLE_BEFORE_CLOSE_US] = clampUs(Math.round(sinceLastNs / NS_PER_US));
  } else {
    const sinceFinNs = place.timeNs - (doubles[(base + CLOSE_TIME) >> 1] as number);
    words[base + FIN_TO_RST_US] = clampUs(Math.round(sinceFinNs / NS_PER_US));
  }
  doubles[(base + CLOSE_TIME) >> 1] = place.timeNs;
  words[base + FLAG_COUNTS + side] = (words[base + FLAG_COUNTS + side] as number) + 1;
  words[base + SEGMENTS + side] = (words[base + SEGMENTS + side] as number) + 1;
  const areBothClosed =
    stateOf(words, base, side) === EndpointState.Closed &&
    stateOf(words, base, peer) === EndpointState.Closed;
  if (!areBothClosed) changeState(words, base, side, EndpointState.Reset);
  noteLast(words, doubles, base, place);
  return true;
}

/** Takes an acknowledgment number; false, with nothing changed, when it covers octets that were not captured. */
function takeAck(words: Int32Array, base: number, side: number, acknowledgment: number): boolean {
  if (((acknowledgment - (words[base + NEXT_SEQUENCE + 1 - side] as number)) | 0) > 0) return false;
  const before = words[base + HIGHEST_ACK + side] as number;
  if (before === 0 || ((acknowledgment - before) | 0) > 0) words[base + HIGHEST_ACK + side] = acknowledgment;
  return true;
}

function isLetterSeen(words: Int32Array, base: number, side: number, letter: number): boolean {
  return ((words[base + HISTORY_SEEN] as number) & (1 << (letter - 1 + side * HISTORY_LETTER_COUNT))) !== 0;
}

/** The letter is recorded already, or the row has room for it. */
function hasRoomFor(words: Int32Array, base: number, side: number, letter: number): boolean {
  return hasRoom(words, base) || isLetterSeen(words, base, side, letter);
}

function noteLetter(words: Int32Array, base: number, side: number, letter: number): void {
  if (!isLetterSeen(words, base, side, letter)) appendLetter(words, base, side, letter);
}

function appendLetter(words: Int32Array, base: number, side: number, letter: number): void {
  const seen = words[base + HISTORY_SEEN] as number;
  const place = seen >>> HISTORY_LENGTH_SHIFT;
  const word = base + HISTORY + ((place / 6) | 0);
  words[word] = (words[word] as number) | ((letter | (side << 4)) << ((place % 6) * 5));
  words[base + HISTORY_SEEN] =
    (seen | (1 << (letter - 1 + side * HISTORY_LETTER_COUNT))) + (1 << HISTORY_LENGTH_SHIFT);
}

function stateOf(words: Int32Array, base: number, side: number): number {
  return ((words[base + HOPS_AND_STATES] as number) >>> (16 + (side << 3))) & 0xf;
}

function changeState(words: Int32Array, base: number, side: number, state: number): void {
  const shift = 16 + (side << 3);
  const word = words[base + HOPS_AND_STATES] as number;
  const before = (word >>> shift) & 0xf;
  words[base + HOPS_AND_STATES] = (word & ~(0xff << shift)) | (state << shift) | (before << (shift + 4));
}

function noteLast(words: Int32Array, doubles: Float64Array, base: number, place: SegmentPlace): void {
  const { fileOffset } = place;
  words[base + LAST_FRAME] = place.frameNumber;
  doubles[(base + LAST_TIME) >> 1] = place.timeNs;
  words[base + OFFSET_LOW + 1] = fileOffset;
  if (((words[base + FILES] as number) & 0xffff) !== place.file) noteFile(words, base, place.file);
  if (fileOffset > LARGEST_WORD || ((words[base + OFFSET_HIGH] as number) & 0xffff) !== 0)
    noteOffsetHigh(words, base, fileOffset);
}

function noteFile(words: Int32Array, base: number, file: number): void {
  words[base + FILES] = ((words[base + FILES] as number) & ~0xffff) | file;
}

function noteOffsetHigh(words: Int32Array, base: number, fileOffset: number): void {
  const high = Math.floor(fileOffset / 0x1_0000_0000);
  words[base + OFFSET_HIGH] = ((words[base + OFFSET_HIGH] as number) & ~0xffff) | high;
}
