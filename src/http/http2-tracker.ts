/**
 * The octets of one direction of HTTP/2 in clear text in, GOAWAY and RST_STREAM out.
 *
 * Frames are walked by their headers of nine octets; of all others only the length is told (`bodyOctets`). Heads are not
 * read: HPACK needs all that came before. Source: RFC 9113 sections 3.4, 4.1, 6.4 and 6.8.
 */
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { type Http2Rows, Http2Word } from './http2-row.js';
import { octetsOf } from './line-octets.js';

const PREFACE = octetsOf('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const HEADER_BYTES = 9;
const SETTING_BYTES = 6;
/** Octets of a GOAWAY, and of an RST_STREAM, that are read. */
const GOAWAY_BYTES = 8;
const RESET_BYTES = 4;

/** Types of frames that are looked at. */
const FrameType = { Reset: 3, Settings: 4, Goaway: 7 } as const;

/** What the octets of a stream look like. */
export const Http2Likeness = { No: 0, TooShort: 1, Preface: 2, Settings: 3 } as const;

/** Octets with which every likeness can be told. */
export const HTTP2_LIKENESS_BYTES = PREFACE.length;

/** Error codes by their number. Source: RFC 9113 section 7. */
const ERRORS = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

/** Name of an error code, as `CANCEL`; its number, as `0x20`, for one without a name. */
export function http2ErrorName(error: number): string {
  return ERRORS[error] ?? `0x${error.toString(16)}`;
}

/** What `at … end` begins with: the preface of a client, or the SETTINGS with which a server begins. */
export function http2LikenessOf(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === PREFACE[0]) {
    for (let i = 0; i < PREFACE.length && at + i < end; i++) {
      if (bytes[at + i] !== PREFACE[i]) return Http2Likeness.No;
    }
    return end - at < PREFACE.length ? Http2Likeness.TooShort : Http2Likeness.Preface;
  }
  return likenessOfSettings(bytes, at, end);
}

/** Not more settings than there are numbers for that are in use, type 4, no flag, stream 0. */
function likenessOfSettings(bytes: Uint8Array, at: number, end: number): number {
  const octets = end - at;
  if (bytes[at] !== 0 || (octets > 1 && bytes[at + 1] !== 0)) return Http2Likeness.No;
  if (octets > 2 && (bytes[at + 2] as number) % SETTING_BYTES !== 0) return Http2Likeness.No;
  if (octets > 3 && bytes[at + 3] !== FrameType.Settings) return Http2Likeness.No;
  for (let i = 4; i < HEADER_BYTES && i < octets; i++) if (bytes[at + i] !== 0) return Http2Likeness.No;
  return octets < HEADER_BYTES ? Http2Likeness.TooShort : Http2Likeness.Settings;
}

/** What the next octets of a side are; the octets gathered follow in the same word. */
const Mode = { Header: 0, Reset: 1, Goaway: 2, Preface: 3 } as const;
const NEEDED = [HEADER_BYTES, RESET_BYTES, GOAWAY_BYTES, PREFACE.length] as const;
const MODE_MASK = 0x3;
const COUNT_SHIFT = 2;
const COUNT_MASK = 0x1f;
/** The first frame of the side, which must be SETTINGS, has come. */
const HAS_BEGUN = 1 << 8;

/** Answer of `take` when the octets are no HTTP/2, or no longer. */
export const NOT_HTTP2 = -1;

/** Follows the frames of all connections of HTTP/2. */
export class Http2Tracker {
  /** Octets that follow those taken and hold nothing to look at: the caller skips them before it calls again. */
  bodyOctets = 0;
  private readonly rows: Http2Rows;
  private readonly problems: ProblemCounters;

  // The side that is read: registers, so that no object is made for a segment.
  private http2 = 0;
  private side = 0;
  private frame = 0;

  constructor(rows: Http2Rows, problems: ProblemCounters) {
    this.rows = rows;
    this.problems = problems;
  }

  /** The octets that come next from this side are the client's preface. */
  expectPreface(http2: number, side: number): void {
    this.rows.setWord(http2, side, Http2Word.State, Mode.Preface);
  }

  /** Takes the next octets of a side; returns where those begin that were not taken, `NOT_HTTP2` when they are no HTTP/2. */
  take(http2: number, side: number, bytes: Uint8Array, from: number, end: number, frame: number): number {
    this.http2 = http2;
    this.side = side;
    this.frame = frame;
    this.bodyOctets = 0;
    let at = from;
    while (at < end && this.bodyOctets === 0) {
      at = this.gather(bytes, at, end);
      if (this.count < (NEEDED[this.mode] as number)) continue;
      if (this.endPart()) continue;
      this.problems.add(PROBLEM['http2-stream-lost']);
      return NOT_HTTP2;
    }
    return at;
  }

  /** Octets of a side are missing where something was to be read: frames can no longer be found. */
  lose(): void {
    this.problems.add(PROBLEM['http2-stream-lost']);
  }

  /** All octets of a part were gathered; false when they are no frame. */
  private endPart(): boolean {
    const { rows, http2, side, frame } = this;
    switch (this.mode) {
      case Mode.Preface:
        rows.setPrefaceFrame(http2, frame);
        this.setState(Mode.Header);
        return true;
      case Mode.Reset:
        rows.addReset(http2, side, frame, this.u32(0));
        break;
      case Mode.Goaway:
        rows.addGoaway(http2, side, frame, this.u32(0) & 0x7fffffff, this.u32(4));
        break;
      default:
        return this.beginFrame();
    }
    this.bodyOctets = rows.word(http2, side, Http2Word.Remaining);
    this.setState(Mode.Header | HAS_BEGUN);
    return true;
  }

  private beginFrame(): boolean {
    const { rows, http2, side } = this;
    const length = this.u32(0) >>> 8;
    const type = rows.octet(http2, side, 3);
    const hasBegun = (rows.word(http2, side, Http2Word.State) & HAS_BEGUN) !== 0;
    if (!hasBegun && type !== FrameType.Settings) return false;
    if (type === FrameType.Reset || type === FrameType.Goaway) return this.beginEnding(type, length);
    this.setState(Mode.Header | HAS_BEGUN);
    this.bodyOctets = length;
    return true;
  }

  /** A frame that ends a stream or the connection. */
  private beginEnding(type: number, length: number): boolean {
    const isReset = type === FrameType.Reset;
    const needed = isReset ? RESET_BYTES : GOAWAY_BYTES;
    if (isReset ? length !== needed : length < needed) return false;
    this.rows.setWord(this.http2, this.side, Http2Word.Remaining, length - needed);
    this.setState((isReset ? Mode.Reset : Mode.Goaway) | HAS_BEGUN);
    return true;
  }

  /** Gathers octets of the present part; those of the preface are known and only counted. */
  private gather(bytes: Uint8Array, from: number, end: number): number {
    const { rows, http2, side } = this;
    const needed = NEEDED[this.mode] as number;
    let { count } = this;
    let at = from;
    for (; at < end && count < needed; at++, count++) {
      if (needed !== PREFACE.length) rows.setOctet(http2, side, count, bytes[at] as number);
    }
    const state = rows.word(http2, side, Http2Word.State) & ~(COUNT_MASK << COUNT_SHIFT);
    rows.setWord(http2, side, Http2Word.State, state | (count << COUNT_SHIFT));
    return at;
  }

  private get mode(): number {
    return this.rows.word(this.http2, this.side, Http2Word.State) & MODE_MASK;
  }
  private get count(): number {
    return (this.rows.word(this.http2, this.side, Http2Word.State) >>> COUNT_SHIFT) & COUNT_MASK;
  }
  private setState(state: number): void {
    this.rows.setWord(this.http2, this.side, Http2Word.State, state);
  }
  private u32(index: number): number {
    const { rows, http2, side } = this;
    let value = 0;
    for (let i = index; i < index + 4; i++) value = (value << 8) | rows.octet(http2, side, i);
    return value >>> 0;
  }
}
