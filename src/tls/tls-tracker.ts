/**
 * The octets of one direction of a TLS connection in, what is said before the encryption begins and the alerts out.
 *
 * Records are walked by their headers of five octets. Of a record whose inside says nothing only the length is told
 * (`bodyOctets`), so that the caller skips it without looking. Source: RFC 8446 section 5, RFC 5246 section 6.2.
 */
import type { OctetKeeper } from '../bytes/octet-keeper.js';
import { u16 } from '../bytes/read.js';
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { Hello, parseHello } from './hello.js';
import { SSLV2_HEAD_BYTES, sslv2Length } from './likeness.js';
import {
  alertLevelName,
  ContentType,
  HandshakeType,
  isKnownHandshake,
  LARGEST_RECORD,
  RECORD_HEADER_BYTES,
} from './protocol.js';
import { ENCRYPTED_ALERT, type TlsRows, TlsWord } from './tls-row.js';

/** What the next octets of a side are. */
const Mode = { RecordHeader: 0, Alert: 1, HandshakeHeader: 2, Hello: 3 } as const;

/** The word of a side's state: mode, octets gathered of a header, the message's type, and a flag. */
const MODE_MASK = 0x7;
const GATHERED_SHIFT = 3;
const MESSAGE_GATHERED_SHIFT = 6;
const GATHERED_MASK = 0x7;
const TYPE_SHIFT = 16;
/** Handshake messages can no longer be read: they are encrypted, or their boundaries are lost. */
const OPAQUE = 1 << 9;

const ALERT_BYTES = 2;
const HANDSHAKE_HEADER_BYTES = 4;
/** A longer hello is none. */
const LARGEST_HELLO = 64 * 1024;
/** Octets of a hello that are kept while the rest is to come. */
const MOST_OF_HELLO = 16 * 1024;

/** Where texts are kept; the answer is an id, 0 for none. */
export interface TextKeeper {
  intern(source: Uint8Array, at: number, length: number): number;
}

/** Answer of `take` when the octets are no TLS, or no longer. */
export const NOT_TLS = -1;

/** Follows the records of all TLS connections. */
export class TlsTracker {
  /** Octets that follow those taken and hold nothing to look at: the caller skips them before it calls again. */
  bodyOctets = 0;
  private readonly rows: TlsRows;
  private readonly texts: TextKeeper;
  private readonly hellos: OctetKeeper;
  private readonly problems: ProblemCounters;
  private readonly hello = new Hello();

  // The side that is read: registers, so that no object is made for a segment.
  private tls = 0;
  private side = 0;
  private frame = 0;

  /** @param hellos keeps the beginnings of hellos that are split, under `tls * 2 + side` */
  constructor(rows: TlsRows, texts: TextKeeper, hellos: OctetKeeper, problems: ProblemCounters) {
    this.rows = rows;
    this.texts = texts;
    this.hellos = hellos;
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
    const remaining = this.word(TlsWord.RecordRemaining);
    if (octets > remaining) {
      this.lose();
      return false;
    }
    if (this.mode === Mode.Alert) this.rows.addAlert(tls, side, frame, ENCRYPTED_ALERT);
    this.dropMessage();
    this.setWord(TlsWord.State, OPAQUE);
    this.setWord(TlsWord.RecordRemaining, 0);
    this.bodyOctets = remaining - octets;
    return true;
  }

  /** Forgets what is kept of hellos that are not whole: the connection is closed. */
  release(tls: number): void {
    this.hellos.drop(tls * 2);
    this.hellos.drop(tls * 2 + 1);
  }

  private place(tls: number, side: number, frame: number): void {
    this.tls = tls;
    this.side = side;
    this.frame = frame;
    this.bodyOctets = 0;
  }

  private step(bytes: Uint8Array, at: number, end: number): number {
    switch (this.mode) {
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
    const to = this.gather(GATHERED_SHIFT, TlsWord.RecordHeader, RECORD_HEADER_BYTES, bytes, at, end);
    if (this.gathered(GATHERED_SHIFT) < RECORD_HEADER_BYTES) return to;
    this.setGathered(GATHERED_SHIFT, 0);
    return this.beginRecord() ? to : NOT_TLS;
  }

  /** A record header was gathered; false when it is none. */
  private beginRecord(): boolean {
    const { rows, tls, side, frame } = this;
    const octet = (index: number) => rows.octet(tls, side, TlsWord.RecordHeader, index);
    const length = (octet(3) << 8) | octet(4);
    if (octet(1) !== 3 || octet(2) > 4 || length > LARGEST_RECORD) return false;
    switch (octet(0)) {
      case ContentType.ChangeCipherSpec:
        rows.noteCipherChange(tls, side, frame);
        // Between a HelloRetryRequest and the second hellos it only pleases middleboxes. Source: RFC 8446 appendix D.4.
        if (rows.retryFrame(tls) === 0 || rows.serverHelloFrame(tls) !== 0) this.setState(OPAQUE, OPAQUE);
        break;
      case ContentType.Alert:
        return this.beginAlert(length);
      case ContentType.Handshake:
        return this.beginHandshake(length);
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
  private beginAlert(length: number): boolean {
    if (length === ALERT_BYTES) {
      this.setMode(Mode.Alert);
      this.setWord(TlsWord.RecordRemaining, length);
    } else {
      this.rows.addAlert(this.tls, this.side, this.frame, ENCRYPTED_ALERT);
      this.bodyOctets = length;
    }
    return true;
  }

  private stepAlert(bytes: Uint8Array, at: number, end: number): number {
    const to = this.gather(GATHERED_SHIFT, TlsWord.RecordHeader, ALERT_BYTES, bytes, at, end);
    const { rows, tls, side, frame } = this;
    this.setWord(TlsWord.RecordRemaining, ALERT_BYTES - this.gathered(GATHERED_SHIFT));
    if (this.word(TlsWord.RecordRemaining) > 0) return to;
    const level = rows.octet(tls, side, TlsWord.RecordHeader, 0);
    const description = rows.octet(tls, side, TlsWord.RecordHeader, 1);
    const isReadable = alertLevelName(level) !== null;
    rows.addAlert(tls, side, frame, isReadable ? (level << 8) | description : ENCRYPTED_ALERT);
    if (isReadable && description === 0) rows.noteClose(tls, side, frame);
    this.setGathered(GATHERED_SHIFT, 0);
    this.setMode(Mode.RecordHeader);
    return to;
  }

  private beginHandshake(length: number): boolean {
    if ((this.word(TlsWord.State) & OPAQUE) !== 0) {
      this.bodyOctets = length;
      return true;
    }
    this.setWord(TlsWord.RecordRemaining, length);
    this.goOnInRecord();
    return true;
  }

  /** Decides what the next octets of a record of the handshake are. */
  private goOnInRecord(): void {
    const inRecord = this.word(TlsWord.RecordRemaining);
    const inMessage = this.word(TlsWord.MessageRemaining);
    if (inRecord === 0) this.setMode(Mode.RecordHeader);
    else if (inMessage === 0) this.setMode(Mode.HandshakeHeader);
    else if (this.isHello) this.setMode(Mode.Hello);
    else {
      const octets = Math.min(inRecord, inMessage);
      this.consume(octets);
      this.bodyOctets = octets;
      this.goOnInRecord();
    }
  }

  private stepHandshakeHeader(bytes: Uint8Array, at: number, end: number): number {
    const inRecord = this.word(TlsWord.RecordRemaining);
    const last = Math.min(end, at + inRecord);
    const to = this.gather(
      MESSAGE_GATHERED_SHIFT,
      TlsWord.HandshakeHeader,
      HANDSHAKE_HEADER_BYTES,
      bytes,
      at,
      last,
    );
    this.setWord(TlsWord.RecordRemaining, inRecord - (to - at));
    if (this.gathered(MESSAGE_GATHERED_SHIFT) === HANDSHAKE_HEADER_BYTES) this.beginMessage();
    else if (this.word(TlsWord.RecordRemaining) === 0) this.setMode(Mode.RecordHeader);
    return to;
  }

  /** The header of a message was gathered; what is no message means that the handshake is encrypted. */
  private beginMessage(): void {
    const { rows, tls, side } = this;
    const octet = (index: number) => rows.octet(tls, side, TlsWord.HandshakeHeader, index);
    const length = (octet(1) << 16) | (octet(2) << 8) | octet(3);
    this.setGathered(MESSAGE_GATHERED_SHIFT, 0);
    this.setState(0xff << TYPE_SHIFT, octet(0) << TYPE_SHIFT);
    if (!isKnownHandshake(octet(0)) || (this.isHello && length > LARGEST_HELLO)) {
      this.bodyOctets = this.word(TlsWord.RecordRemaining);
      this.setWord(TlsWord.State, OPAQUE);
      this.setWord(TlsWord.RecordRemaining, 0);
      return;
    }
    this.setWord(TlsWord.MessageRemaining, length);
    this.goOnInRecord();
  }

  private stepHello(bytes: Uint8Array, at: number, end: number): number {
    const inMessage = this.word(TlsWord.MessageRemaining);
    const octets = Math.min(end - at, this.word(TlsWord.RecordRemaining), inMessage);
    const kept = this.hellos.get(this.key);
    this.consume(octets);
    if (octets === inMessage && kept === undefined) this.takeHello(bytes, at, at + octets);
    else {
      this.hellos.appendUpTo(MOST_OF_HELLO, this.key, bytes, at, at + octets);
      if (octets === inMessage) this.takeKeptHello();
    }
    this.goOnInRecord();
    return at + octets;
  }

  private takeKeptHello(): void {
    const kept = this.hellos.get(this.key);
    if (kept !== undefined) this.takeHello(kept.bytes, 0, kept.length);
    this.hellos.drop(this.key);
  }

  /** The body of a hello, or its beginning when the rest is missing. Only the first of each kind counts. */
  private takeHello(bytes: Uint8Array, at: number, end: number): void {
    const { hello, rows, texts, tls, frame } = this;
    const type = this.messageType;
    parseHello(type, bytes, at, end, hello);
    if (hello.legacyVersion === 0) return;
    if (type === HandshakeType.ClientHello) {
      if (rows.clientHelloFrame(tls) !== 0) return;
      const name = texts.intern(bytes, hello.nameAt, hello.nameLength);
      const protocols = texts.intern(bytes, hello.protocolsAt, hello.protocolsLength);
      rows.setClientHello(tls, frame, hello.legacyVersion, hello.version, name, protocols);
      return;
    }
    if (rows.serverHelloFrame(tls) !== 0) return;
    if (hello.isRetry && rows.retryFrame(tls) === 0) rows.setRetryFrame(tls, frame);
    const chosen =
      hello.protocolsLength === 0
        ? 0
        : texts.intern(bytes, hello.protocolsAt + 1, chosenLength(bytes, hello));
    rows.setServerHello(
      tls,
      hello.isRetry ? 0 : frame,
      hello.legacyVersion,
      hello.version,
      hello.cipher,
      chosen,
    );
  }

  /** Octets are missing inside a handshake message: what came of a hello is read. */
  private dropMessage(): void {
    if (this.word(TlsWord.MessageRemaining) > 0 && this.isHello) this.takeKeptHello();
    this.setWord(TlsWord.MessageRemaining, 0);
  }

  /** The boundaries of records are lost. */
  private lose(): void {
    this.problems.add(PROBLEM['tls-stream-lost']);
    this.dropMessage();
    this.setWord(TlsWord.State, OPAQUE);
    this.setWord(TlsWord.RecordRemaining, 0);
    this.bodyOctets = 0;
  }

  private consume(octets: number): void {
    this.setWord(TlsWord.RecordRemaining, this.word(TlsWord.RecordRemaining) - octets);
    this.setWord(TlsWord.MessageRemaining, this.word(TlsWord.MessageRemaining) - octets);
  }

  /** Gathers octets of a header until there are `needed`; returns where the next begin. */
  private gather(
    shift: number,
    word: number,
    needed: number,
    bytes: Uint8Array,
    from: number,
    end: number,
  ): number {
    let count = this.gathered(shift);
    let at = from;
    for (; at < end && count < needed; at++, count++) {
      this.rows.setOctet(this.tls, this.side, word, count, bytes[at] as number);
    }
    this.setGathered(shift, count);
    return at;
  }

  private gathered(shift: number): number {
    return (this.word(TlsWord.State) >>> shift) & GATHERED_MASK;
  }
  private setGathered(shift: number, count: number): void {
    this.setState(GATHERED_MASK << shift, count << shift);
  }
  private get mode(): number {
    return this.word(TlsWord.State) & MODE_MASK;
  }
  private setMode(mode: number): void {
    this.setState(MODE_MASK, mode);
  }
  private get messageType(): number {
    return (this.word(TlsWord.State) >>> TYPE_SHIFT) & 0xff;
  }
  private get isHello(): boolean {
    return this.messageType === HandshakeType.ClientHello || this.messageType === HandshakeType.ServerHello;
  }
  /** Replaces the bits of `mask` in the word of the side's state. */
  private setState(mask: number, bits: number): void {
    this.setWord(TlsWord.State, (this.word(TlsWord.State) & ~mask) | bits);
  }
  private word(word: number): number {
    return this.rows.word(this.tls, this.side, word);
  }
  private setWord(word: number, value: number): void {
    this.rows.setWord(this.tls, this.side, word, value);
  }
  /** Number under which octets of the present side are kept. */
  private get key(): number {
    return this.tls * 2 + this.side;
  }
}

/** Octets of the one protocol that a server names. */
function chosenLength(bytes: Uint8Array, { protocolsAt, protocolsLength }: Hello): number {
  return Math.min(bytes[protocolsAt] as number, protocolsLength - 1);
}
