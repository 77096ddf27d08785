import { HandshakeType } from './protocol.js';
import { type TlsRows, TlsWord } from './tls-row.js';

/** What the next octets of a side are. */
export const Mode = { RecordHeader: 0, Alert: 1, HandshakeHeader: 2, Hello: 3 } as const;

/** Which octets are gathered: those of a record's header or of an alert, and those of a message's header. */
export const Part = { Record: 0, Message: 1 } as const;

/** The word of a side's state: mode, octets gathered of each part, the message's type, and a flag. */
const MODE_MASK = 0x7;
const GATHERED_SHIFTS = [3, 6] as const;
const GATHERED_MASK = 0x7;
const OPAQUE = 1 << 9;
const TYPE_SHIFT = 16;
const PART_WORDS = [TlsWord.RecordHeader, TlsWord.HandshakeHeader] as const;

/** Where one side of a TLS connection has got to: a cursor, `at(tls, side)`, then the properties of that side. */
export class TlsSide {
  private readonly rows: TlsRows;
  private tls = 0;
  private side = 0;

  constructor(rows: TlsRows) {
    this.rows = rows;
  }

  /** Moves to a side of a row. */
  at(tls: number, side: number): void {
    this.tls = tls;
    this.side = side;
  }

  get mode(): number {
    return this.word(TlsWord.State) & MODE_MASK;
  }
  set mode(mode: number) {
    this.setState(MODE_MASK, mode);
  }

  /** Handshake messages can no longer be read: they are encrypted, or their boundaries are lost. */
  get isOpaque(): boolean {
    return (this.word(TlsWord.State) & OPAQUE) !== 0;
  }
  setOpaque(): void {
    this.setState(OPAQUE, OPAQUE);
  }

  /** Octets still to come of a record whose octets are read, and of a handshake message. */
  get recordRemaining(): number {
    return this.word(TlsWord.RecordRemaining);
  }
  set recordRemaining(octets: number) {
    this.setWord(TlsWord.RecordRemaining, octets);
  }
  get messageRemaining(): number {
    return this.word(TlsWord.MessageRemaining);
  }
  set messageRemaining(octets: number) {
    this.setWord(TlsWord.MessageRemaining, octets);
  }

  get messageType(): number {
    return (this.word(TlsWord.State) >>> TYPE_SHIFT) & 0xff;
  }
  set messageType(type: number) {
    this.setState(0xff << TYPE_SHIFT, type << TYPE_SHIFT);
  }
  get isHello(): boolean {
    return this.messageType === HandshakeType.ClientHello || this.messageType === HandshakeType.ServerHello;
  }

  /** The next octets begin a record; what came before is forgotten, and handshake messages cannot be read any more. */
  beginAnew(): void {
    this.setWord(TlsWord.State, OPAQUE);
    this.recordRemaining = 0;
    this.messageRemaining = 0;
  }

  /** Octets gathered of a part. */
  gathered(part: 0 | 1): number {
    return (this.word(TlsWord.State) >>> GATHERED_SHIFTS[part]) & GATHERED_MASK;
  }
  setGathered(part: 0 | 1, count: number): void {
    this.setState(GATHERED_MASK << GATHERED_SHIFTS[part], count << GATHERED_SHIFTS[part]);
  }
  /** One of the octets gathered. */
  octet(part: 0 | 1, index: number): number {
    return this.rows.octet(this.tls, this.side, PART_WORDS[part], index);
  }
  /** Length that the gathered header of a record, or of a message, announces. */
  get recordLength(): number {
    return (this.octet(Part.Record, 3) << 8) | this.octet(Part.Record, 4);
  }
  get messageLength(): number {
    const { Message } = Part;
    return (this.octet(Message, 1) << 16) | (this.octet(Message, 2) << 8) | this.octet(Message, 3);
  }

  /** Gathers octets of a part until there are `needed`; returns where the next begin. */
  gather(part: 0 | 1, needed: number, bytes: Uint8Array, from: number, end: number): number {
    let count = this.gathered(part);
    let at = from;
    for (; at < end && count < needed; at++, count++) {
      this.rows.setOctet(this.tls, this.side, PART_WORDS[part], count, bytes[at] as number);
    }
    this.setGathered(part, count);
    return at;
  }

  /** Replaces the bits of `mask` in the word of the state. */
  private setState(mask: number, bits: number): void {
    this.setWord(TlsWord.State, (this.word(TlsWord.State) & ~mask) | bits);
  }
  private word(word: number): number {
    return this.rows.word(this.tls, this.side, word);
  }
  private setWord(word: number, value: number): void {
    this.rows.setWord(this.tls, this.side, word, value);
  }
}
