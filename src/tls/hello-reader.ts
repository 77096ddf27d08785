import { OctetKeeper } from '../bytes/octet-keeper.js';
import { Hello, parseHello } from './hello.js';
import { HandshakeType } from './protocol.js';
import type { TlsRows } from './tls-row.js';

/** Octets of one hello that are kept while the rest is to come: what matters stands in front. */
const MOST_OF_HELLO = 16 * 1024;
/** Octets of all hellos together. */
const MOST_OCTETS_KEPT = 16 * 1024 * 1024;

/** Where texts are kept; the answer is an id, 0 for none. */
export interface TextKeeper {
  intern(source: Uint8Array, at: number, length: number): number;
}

/** The bodies of hellos in, in one piece or many; what they say goes into the rows. Only the first of each kind counts. */
export class HelloReader {
  private readonly rows: TlsRows;
  private readonly texts: TextKeeper;
  /** Beginnings of hellos that are split, by `tls * 2 + side`. */
  private readonly kept = new OctetKeeper(MOST_OCTETS_KEPT);
  private readonly hello = new Hello();

  constructor(rows: TlsRows, texts: TextKeeper) {
    this.rows = rows;
    this.texts = texts;
  }

  /** Takes the next octets of a hello of type `type`; `isLast` when they are its last. */
  take(
    tls: number,
    side: number,
    type: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    isLast: boolean,
    frame: number,
  ): void {
    const key = tls * 2 + side;
    if (isLast && this.kept.get(key) === undefined) {
      this.read(tls, type, bytes, at, end, frame);
      return;
    }
    this.kept.appendUpTo(MOST_OF_HELLO, key, bytes, at, end);
    if (isLast) this.end(tls, side, type, frame);
  }

  /** The rest of a hello will not come, or came: what is kept of it is read. */
  end(tls: number, side: number, type: number, frame: number): void {
    const key = tls * 2 + side;
    const octets = this.kept.get(key);
    if (octets !== undefined) this.read(tls, type, octets.bytes, 0, octets.length, frame);
    this.kept.drop(key);
  }

  /** Forgets what is kept of a connection. */
  drop(tls: number): void {
    this.kept.drop(tls * 2);
    this.kept.drop(tls * 2 + 1);
  }

  private read(tls: number, type: number, bytes: Uint8Array, at: number, end: number, frame: number): void {
    parseHello(type, bytes, at, end, this.hello);
    if (this.hello.legacyVersion === 0) return;
    if (type === HandshakeType.ClientHello) this.takeClientHello(tls, bytes, frame);
    else this.takeServerHello(tls, bytes, frame);
  }

  private takeClientHello(tls: number, bytes: Uint8Array, frame: number): void {
    const { hello, rows, texts } = this;
    if (rows.clientHelloFrame(tls) !== 0) return;
    const name = texts.intern(bytes, hello.nameAt, hello.nameLength);
    const protocols = texts.intern(bytes, hello.protocolsAt, hello.protocolsLength);
    rows.setClientHello(tls, frame, hello.legacyVersion, hello.version, name, protocols);
  }

  /** A HelloRetryRequest has the form of a ServerHello; the one behind it chooses the same. */
  private takeServerHello(tls: number, bytes: Uint8Array, frame: number): void {
    const { hello, rows } = this;
    if (rows.serverHelloFrame(tls) !== 0) return;
    if (hello.isRetry && rows.retryFrame(tls) === 0) rows.setRetryFrame(tls, frame);
    const seenIn = hello.isRetry ? 0 : frame;
    const { legacyVersion, version, cipher } = hello;
    rows.setServerHello(tls, seenIn, legacyVersion, version, cipher, this.chosenProtocol(bytes));
  }

  /** Id of the one protocol that a server names; 0 for none. */
  private chosenProtocol(bytes: Uint8Array): number {
    const { protocolsAt, protocolsLength } = this.hello;
    if (protocolsLength === 0) return 0;
    const length = Math.min(bytes[protocolsAt] as number, protocolsLength - 1);
    return this.texts.intern(bytes, protocolsAt + 1, length);
  }
}
