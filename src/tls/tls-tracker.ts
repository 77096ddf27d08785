/**
 * The octets of one direction of a TLS connection in, what is said before the encryption begins and the alerts out.
 *
 * Records are walked by their headers of five octets. Of a record whose inside says nothing only the length is told
 * (`bodyOctets`), so that the caller skips it without looking. Source: RFC 8446 section 5, RFC 5246 section 6.2.
 */
import { u16 } from '../bytes/read.js';
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { HelloReader, type TextKeeper } from './hello-reader.js';
import { SSLV2_HEAD_BYTES, sslv2Length } from './likeness.js';
import {
  alertLevelName,
  ContentType,
  HIGHEST_MINOR,
  isKnownHandshake,
  LARGEST_RECORD,
  RECORD_HEADER_BYTES,
} from './protocol.js';
import { ENCRYPTED_ALERT, type TlsRows } from './tls-row.js';
import { Mode, Part, TlsSide } from './tls-side.js';

const ALERT_BYTES = 2;
const HANDSHAKE_HEADER_BYTES = 4;
/** A longer hello is none. */
const LARGEST_HELLO = 64 * 1024;

/** Answer of `take` when the octets are no TLS, or no longer. */
export const NOT_TLS = -1;

/** Follows the records of all TLS connections. */
export class TlsTracker {
  /** Octets that follow those taken and hold nothing to look at: the caller skips them before it calls again. */
  bodyOctets = 0;
  private readonly rows: TlsRows;
  private readonly hellos: HelloReader;
  private readonly problems: ProblemCounters;
  /** State of the side that is read. */
  private readonly state: TlsSide;

  // The side that is read: registers, so that no object is made for a segment.
  private tls = 0;
  private side = 0;
  private frame = 0;

  constructor(rows: TlsRows, texts: TextKeeper, problems: ProblemCounters) {
    this.rows = rows;
    this.state = new TlsSide(rows);
    this.hellos = new HelloReader(rows, texts);
    this.problems = problems;
  }

  /** Takes the next octets of a side; returns where those begin that were not taken, `NOT_TLS` when they are no TLS. */
  take(tls: number, side: number, bytes: Uint8Array, from: number, end: number, frame: number): number {
    this.place(tls, side, frame);
    let at = from;
    while (at < end && this.bodyOctets === 0) {
      at = this.step(bytes, at, end);
      if (at === NOT_TLS) {
        this.lose();
        return NOT_TLS;
      }
    }
    return at;
  }

  /** Takes the head of an SSL 2.0 ClientHello, all of whose `SSLV2_HEAD_BYTES` are there. */
  takeSslv2Hello(tls: number, side: number, bytes: Uint8Array, at: number, frame: number): number {
    this.place(tls, side, frame);
    const version = u16(bytes, at + 3);
    if (this.rows.clientHelloFrame(tls) === 0) this.rows.setClientHello(tls, frame, version, version, 0, 0);
    this.bodyOctets = sslv2Length(bytes, at) - SSLV2_HEAD_BYTES;
    return at + SSLV2_HEAD_BYTES;
  }

  /**
   * Octets of a side are missing where something was to be read. False when the next record cannot be found; otherwise
   * `bodyOctets` says how many more are to be skipped.
   */
  skip(tls: number, side: number, octets: number, frame: number): boolean {
    this.place(tls, side, frame);
    const remaining = this.state.recordRemaining;
    if (octets > remaining) {
      this.lose();
      return false;
    }
    if (this.state.mode === Mode.Alert) this.rows.addAlert(tls, side, frame, ENCRYPTED_ALERT);
    this.dropMessage();
    this.bodyOctets = remaining - octets;
    return true;
  }

  /** Forgets what is kept of hellos that are not whole: the connection is closed. */
  release(tls: number): void {
    this.hellos.drop(tls);
  }

  private place(tls: number, side: number, frame: number): void {
    this.tls = tls;
    this.side = side;
    this.frame = frame;
    this.state.at(tls, side);
    this.bodyOctets = 0;
  }

  private step(bytes: Uint8Array, at: number, end: number): number {
    switch (this.state.mode) {
      case Mode.RecordHeader:
        return this.stepRecordHeader(bytes, at, end);
      case Mode.Alert:
        return this.stepAlert(bytes, at, end);
      case Mode.HandshakeHeader:
        return this.stepHandshakeHeader(bytes, at, end);
      default:
        return this.stepHello(bytes, at, end);
    }
  }

  private stepRecordHeader(bytes: Uint8Array, at: number, end: number): number {
    const { state } = this;
    const to = state.gather(Part.Record, RECORD_HEADER_BYTES, bytes, at, end);
    if (state.gathered(Part.Record) < RECORD_HEADER_BYTES) return to;
    state.setGathered(Part.Record, 0);
    return this.beginRecord() ? to : NOT_TLS;
  }

  /** A record header was gathered; false when it is none. */
  private beginRecord(): boolean {
    const { rows, tls, side, frame, state } = this;
    const length = state.recordLength;
    const isHeader = state.octet(Part.Record, 1) === 3 && state.octet(Part.Record, 2) <= HIGHEST_MINOR;
    if (!isHeader || length > LARGEST_RECORD) return false;
    switch (state.octet(Part.Record, 0)) {
      case ContentType.ChangeCipherSpec:
        rows.noteCipherChange(tls, side, frame);
        // Between a HelloRetryRequest and the second hellos it only pleases middleboxes. Source: RFC 8446 appendix D.4.
        if (rows.retryFrame(tls) === 0 || rows.serverHelloFrame(tls) !== 0) state.setOpaque();
        break;
      case ContentType.Alert:
        this.beginAlert(length);
        return true;
      case ContentType.Handshake:
        this.beginHandshake(length);
        return true;
      case ContentType.ApplicationData:
        rows.noteData(tls, side, frame);
        break;
      case ContentType.Heartbeat:
        break;
      default:
        return false;
    }
    this.bodyOctets = length;
    return true;
  }

  /** An alert that is not encrypted has two octets. */
  private beginAlert(length: number): void {
    if (length === ALERT_BYTES) {
      this.state.mode = Mode.Alert;
      this.state.recordRemaining = length;
    } else {
      this.rows.addAlert(this.tls, this.side, this.frame, ENCRYPTED_ALERT);
      this.bodyOctets = length;
    }
  }

  private stepAlert(bytes: Uint8Array, at: number, end: number): number {
    const { rows, tls, side, frame, state } = this;
    const to = state.gather(Part.Record, ALERT_BYTES, bytes, at, end);
    state.recordRemaining = ALERT_BYTES - state.gathered(Part.Record);
    if (state.recordRemaining > 0) return to;
    const level = state.octet(Part.Record, 0);
    const description = state.octet(Part.Record, 1);
    const isReadable = alertLevelName(level) !== null;
    rows.addAlert(tls, side, frame, isReadable ? (level << 8) | description : ENCRYPTED_ALERT);
    if (isReadable && description === 0) rows.noteClose(tls, side, frame);
    state.setGathered(Part.Record, 0);
    state.mode = Mode.RecordHeader;
    return to;
  }

  private beginHandshake(length: number): void {
    if (this.state.isOpaque) {
      this.bodyOctets = length;
      return;
    }
    this.state.recordRemaining = length;
    this.goOnInRecord();
  }

  /** Decides what the next octets of a record of the handshake are. */
  private goOnInRecord(): void {
    const { state } = this;
    if (state.recordRemaining > 0 && state.messageRemaining > 0 && !state.isHello) {
      this.bodyOctets = Math.min(state.recordRemaining, state.messageRemaining);
      this.consume(this.bodyOctets);
    }
    if (state.recordRemaining === 0) state.mode = Mode.RecordHeader;
    else state.mode = state.messageRemaining === 0 ? Mode.HandshakeHeader : Mode.Hello;
  }

  private stepHandshakeHeader(bytes: Uint8Array, at: number, end: number): number {
    const { state } = this;
    const last = Math.min(end, at + state.recordRemaining);
    const to = state.gather(Part.Message, HANDSHAKE_HEADER_BYTES, bytes, at, last);
    state.recordRemaining -= to - at;
    if (state.gathered(Part.Message) === HANDSHAKE_HEADER_BYTES) this.beginMessage();
    else if (state.recordRemaining === 0) state.mode = Mode.RecordHeader;
    return to;
  }

  /** The header of a message was gathered; what is no message means that the handshake is encrypted. */
  private beginMessage(): void {
    const { state } = this;
    const length = state.messageLength;
    state.setGathered(Part.Message, 0);
    state.messageType = state.octet(Part.Message, 0);
    if (!isKnownHandshake(state.messageType) || (state.isHello && length > LARGEST_HELLO)) {
      this.bodyOctets = state.recordRemaining;
      state.beginAnew();
      return;
    }
    state.messageRemaining = length;
    this.goOnInRecord();
  }

  private stepHello(bytes: Uint8Array, at: number, end: number): number {
    const { state, tls, side, frame } = this;
    const inMessage = state.messageRemaining;
    const octets = Math.min(end - at, state.recordRemaining, inMessage);
    this.consume(octets);
    this.hellos.take(tls, side, state.messageType, bytes, at, at + octets, octets === inMessage, frame);
    this.goOnInRecord();
    return at + octets;
  }

  /** Octets are missing inside a handshake message: what came of a hello is read. */
  private dropMessage(): void {
    const { state, tls, side, frame } = this;
    if (state.messageRemaining > 0 && state.isHello) this.hellos.end(tls, side, state.messageType, frame);
    this.state.beginAnew();
  }

  /** The boundaries of records are lost. */
  private lose(): void {
    this.problems.add(PROBLEM['tls-stream-lost']);
    this.dropMessage();
    this.bodyOctets = 0;
  }

  private consume(octets: number): void {
    this.state.recordRemaining -= octets;
    this.state.messageRemaining -= octets;
  }
}
