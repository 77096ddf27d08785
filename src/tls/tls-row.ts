import { type SharedRows, SlabRows } from '../bytes/slab.js';

/**
 * TLS connections, one row each: what the hellos say, the alerts of both sides, and where each side's stream has got to.
 * Side arguments are 0 for A and 1 for B, as in the flow's row. Frames are 0 where there is none.
 */
const CLIENT_HELLO_FRAME = 0;
const SERVER_HELLO_FRAME = 1;
const RETRY_FRAME = 2;
const SERVER_NAME = 3;
const PROTOCOLS_OFFERED = 4;
const PROTOCOL_CHOSEN = 5;
const OFFERED_VERSIONS = 6;
const CHOSEN_VERSIONS = 7;
const CIPHER = 8;

const SIDES = 10;
const WORDS_PER_SIDE = 13;
const TLS_ROW_WORDS = SIDES + 2 * WORDS_PER_SIDE;

const CIPHER_CHANGE_FRAME = 0;
const DATA_FRAME = 1;
const ALERTS = 2;
const FIRST_ALERT_FRAME = 3;
const LAST_ALERT_FRAME = 4;
const ALERT_CODES = 5;
const CLOSE_FRAME = 6;
const STATE = 7;
const RECORD_HEADER = 8;
const HANDSHAKE_HEADER = 10;
const RECORD_REMAINING = 11;
const MESSAGE_REMAINING = 12;

const U16 = 0xffff;

/** An alert that cannot be read, for it is encrypted or was cut. */
export const ENCRYPTED_ALERT = 0;

/** Words of a side that `TlsRows.state` holds beside its flags. */
export const TlsWord = {
  /** What the next octets are, how many of them are gathered, and what happened before: see `TlsTracker`. */
  State: STATE,
  /** The header of the record, five octets in two words. */
  RecordHeader: RECORD_HEADER,
  /** The header of the handshake message. */
  HandshakeHeader: HANDSHAKE_HEADER,
  /** Octets still to come of a record whose octets are read, and of a handshake message. */
  RecordRemaining: RECORD_REMAINING,
  MessageRemaining: MESSAGE_REMAINING,
} as const;

/** Rows of TLS connections, numbered from 0. */
export class TlsRows {
  private readonly rows: SlabRows;

  /** @param rows rows that another thread fills; new ones where absent */
  constructor(rows: SlabRows = new SlabRows(TLS_ROW_WORDS)) {
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

  /** Frames in which the first hello of each kind was complete. */
  clientHelloFrame(tls: number): number {
    return this.get(tls, CLIENT_HELLO_FRAME) >>> 0;
  }
  serverHelloFrame(tls: number): number {
    return this.get(tls, SERVER_HELLO_FRAME) >>> 0;
  }
  /** Frame of the first HelloRetryRequest. */
  retryFrame(tls: number): number {
    return this.get(tls, RETRY_FRAME) >>> 0;
  }
  setRetryFrame(tls: number, frame: number): void {
    this.put(tls, RETRY_FRAME, frame);
  }

  /** Ids of texts: the server name, the list of protocols that the client offers (ALPN), and what the server chose. */
  serverName(tls: number): number {
    return this.get(tls, SERVER_NAME);
  }
  protocolsOffered(tls: number): number {
    return this.get(tls, PROTOCOLS_OFFERED);
  }
  protocolChosen(tls: number): number {
    return this.get(tls, PROTOCOL_CHOSEN);
  }

  /** Version fields of the hellos, 0 when there is none, and the version that follows from their extensions. */
  offeredLegacyVersion(tls: number): number {
    return this.get(tls, OFFERED_VERSIONS) >>> 16;
  }
  offeredVersion(tls: number): number {
    return this.get(tls, OFFERED_VERSIONS) & U16;
  }
  chosenLegacyVersion(tls: number): number {
    return this.get(tls, CHOSEN_VERSIONS) >>> 16;
  }
  chosenVersion(tls: number): number {
    return this.get(tls, CHOSEN_VERSIONS) & U16;
  }
  /** Number of the cipher suite that the server chose; -1 for none. */
  cipher(tls: number): number {
    return this.get(tls, CIPHER) - 1;
  }

  /** Sets what the first ClientHello says; the last two are ids of texts. */
  setClientHello(
    tls: number,
    frame: number,
    legacyVersion: number,
    version: number,
    serverName: number,
    protocols: number,
  ): void {
    this.put(tls, CLIENT_HELLO_FRAME, frame);
    this.put(tls, OFFERED_VERSIONS, (legacyVersion << 16) | version);
    this.put(tls, SERVER_NAME, serverName);
    this.put(tls, PROTOCOLS_OFFERED, protocols);
  }
  /** Sets what the ServerHello says; a HelloRetryRequest sets the same but for the frame. `cipher` is -1 for none. */
  setServerHello(
    tls: number,
    frame: number,
    legacyVersion: number,
    version: number,
    cipher: number,
    protocol: number,
  ): void {
    this.put(tls, SERVER_HELLO_FRAME, frame);
    this.put(tls, CHOSEN_VERSIONS, (legacyVersion << 16) | version);
    this.put(tls, CIPHER, cipher + 1);
    this.put(tls, PROTOCOL_CHOSEN, protocol);
  }

  /** Frames of the side's first ChangeCipherSpec and first application data. */
  cipherChangeFrame(tls: number, side: number): number {
    return this.ofSide(tls, side, CIPHER_CHANGE_FRAME) >>> 0;
  }
  noteCipherChange(tls: number, side: number, frame: number): void {
    if (this.cipherChangeFrame(tls, side) === 0) this.setOfSide(tls, side, CIPHER_CHANGE_FRAME, frame);
  }
  dataFrame(tls: number, side: number): number {
    return this.ofSide(tls, side, DATA_FRAME) >>> 0;
  }
  noteData(tls: number, side: number, frame: number): void {
    if (this.dataFrame(tls, side) === 0) this.setOfSide(tls, side, DATA_FRAME, frame);
  }

  /** Alerts that a side sent: how many, and frame and code of the first and the last. */
  alerts(tls: number, side: number): number {
    return this.ofSide(tls, side, ALERTS) >>> 0;
  }
  firstAlertFrame(tls: number, side: number): number {
    return this.ofSide(tls, side, FIRST_ALERT_FRAME) >>> 0;
  }
  lastAlertFrame(tls: number, side: number): number {
    return this.ofSide(tls, side, LAST_ALERT_FRAME) >>> 0;
  }
  /** Level times 256 plus description, or `ENCRYPTED_ALERT`. */
  firstAlert(tls: number, side: number): number {
    return this.ofSide(tls, side, ALERT_CODES) >>> 16;
  }
  lastAlert(tls: number, side: number): number {
    return this.ofSide(tls, side, ALERT_CODES) & U16;
  }
  addAlert(tls: number, side: number, frame: number, code: number): void {
    const before = this.alerts(tls, side);
    if (before === 0) this.setOfSide(tls, side, FIRST_ALERT_FRAME, frame);
    const first = before === 0 ? code : this.firstAlert(tls, side);
    this.setOfSide(tls, side, ALERTS, before + 1);
    this.setOfSide(tls, side, LAST_ALERT_FRAME, frame);
    this.setOfSide(tls, side, ALERT_CODES, (first << 16) | code);
  }

  /** Frame of the side's first readable close_notify. */
  closeFrame(tls: number, side: number): number {
    return this.ofSide(tls, side, CLOSE_FRAME) >>> 0;
  }
  noteClose(tls: number, side: number, frame: number): void {
    if (this.closeFrame(tls, side) === 0) this.setOfSide(tls, side, CLOSE_FRAME, frame);
  }

  /** A word of the side's state (`TlsWord`), and its octets in network order. */
  word(tls: number, side: number, word: number): number {
    return this.ofSide(tls, side, word);
  }
  setWord(tls: number, side: number, word: number, value: number): void {
    this.setOfSide(tls, side, word, value);
  }
  /** Octet `index` of the words from `word` on. */
  octet(tls: number, side: number, word: number, index: number): number {
    return (this.ofSide(tls, side, word + (index >> 2)) >>> ((index & 3) << 3)) & 0xff;
  }
  setOctet(tls: number, side: number, word: number, index: number, octet: number): void {
    const shift = (index & 3) << 3;
    const at = word + (index >> 2);
    this.setOfSide(tls, side, at, (this.ofSide(tls, side, at) & ~(0xff << shift)) | (octet << shift));
  }

  private ofSide(tls: number, side: number, word: number): number {
    return this.get(tls, SIDES + side * WORDS_PER_SIDE + word);
  }
  private setOfSide(tls: number, side: number, word: number, value: number): void {
    this.put(tls, SIDES + side * WORDS_PER_SIDE + word, value);
  }
  private get(tls: number, word: number): number {
    return this.rows.slabOf(tls)[this.rows.baseOf(tls) + word] as number;
  }
  private put(tls: number, word: number, value: number): void {
    this.rows.slabOf(tls)[this.rows.baseOf(tls) + word] = value;
  }
}
