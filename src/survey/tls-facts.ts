/**
 * The facts of one flow's TLS in terms of client and server, without a word of judgement. A cursor, like `FlowFacts`.
 */
import type { Texts } from '../http/shared-texts.js';
import { alertLevelName, alertName, isTls13 } from '../tls/protocol.js';
import { ENCRYPTED_ALERT, type TlsRows } from '../tls/tls-row.js';

/** Protocols of an ALPN list that are told. */
const MOST_PROTOCOLS = 8;

/** An alert; level and description are null where it is encrypted. */
export interface TlsAlert {
  readonly frame: number;
  readonly from: 'client' | 'server';
  readonly level: 'warning' | 'fatal' | null;
  /** As in the standard: `handshake_failure`. */
  readonly description: string | null;
  /** Number of the description; -1 where it is encrypted. */
  readonly code: number;
}

/** Cursor over the facts of TLS connections. Frames are 0 and versions 0 where there is none. */
export class TlsFacts {
  private readonly rows: TlsRows;
  private readonly texts: Texts;
  private tls = -1;
  private client = 0;

  constructor(rows: TlsRows, texts: Texts) {
    this.rows = rows;
    this.texts = texts;
  }

  /** Moves to a row of TLS. @param clientSide the side that is the client, as in the flow's row */
  at(tls: number, clientSide: number): this {
    this.tls = tls;
    this.client = clientSide;
    return this;
  }

  get clientHelloFrame(): number {
    return this.rows.clientHelloFrame(this.tls);
  }
  get serverHelloFrame(): number {
    return this.rows.serverHelloFrame(this.tls);
  }
  get helloRetryFrame(): number {
    return this.rows.retryFrame(this.tls);
  }
  /** The server name of the ClientHello as it was sent, not safe to print; null without one. */
  get sni(): string | null {
    return this.texts.latin1(this.rows.serverName(this.tls));
  }
  /** The first eight protocols that the client offers, as they were sent. */
  get alpnOffered(): string[] {
    return protocolsIn(this.texts.octets(this.rows.protocolsOffered(this.tls)));
  }
  /** The protocol that the server chose, where it says so in clear: up to TLS 1.2. */
  get alpn(): string | null {
    return this.texts.latin1(this.rows.protocolChosen(this.tls));
  }
  /** Version fields of the hellos: not above TLS 1.2, whatever the extensions say. */
  get clientLegacyVersion(): number {
    return this.rows.offeredLegacyVersion(this.tls);
  }
  get serverLegacyVersion(): number {
    return this.rows.chosenLegacyVersion(this.tls);
  }
  /** The highest version that the client offers. */
  get offeredVersion(): number {
    return this.rows.offeredVersion(this.tls);
  }
  /** The version that the server chose. */
  get version(): number {
    return this.rows.chosenVersion(this.tls);
  }
  /** Number of the cipher suite that the server chose; -1 without one. */
  get cipher(): number {
    return this.rows.cipher(this.tls);
  }

  /** The frame from which nothing but the lengths of records can be seen: application data, or up to TLS 1.2 a ChangeCipherSpec. */
  get encryptedFromFrame(): number {
    const { rows, tls } = this;
    const frames = [rows.dataFrame(tls, 0), rows.dataFrame(tls, 1)];
    // In TLS 1.3 a ChangeCipherSpec means nothing. Source: RFC 8446 appendix D.4.
    if (!isTls13(this.version)) frames.push(rows.cipherChangeFrame(tls, 0), rows.cipherChangeFrame(tls, 1));
    const seen = frames.filter((frame) => frame !== 0);
    return seen.length === 0 ? 0 : Math.min(...seen);
  }

  get clientAlertCount(): number {
    return this.rows.alerts(this.tls, this.client);
  }
  get serverAlertCount(): number {
    return this.rows.alerts(this.tls, 1 - this.client);
  }
  /** The first and the last alert of each side, in the order of their frames. */
  get alerts(): TlsAlert[] {
    const alerts = [...this.alertsOf('client', this.client), ...this.alertsOf('server', 1 - this.client)];
    return alerts.sort((a, b) => a.frame - b.frame);
  }
  /** Frame of the first close_notify that could be read. */
  get clientCloseNotifyFrame(): number {
    return this.rows.closeFrame(this.tls, this.client);
  }
  get serverCloseNotifyFrame(): number {
    return this.rows.closeFrame(this.tls, 1 - this.client);
  }

  private alertsOf(from: TlsAlert['from'], side: number): TlsAlert[] {
    const { rows, tls } = this;
    const count = rows.alerts(tls, side);
    if (count === 0) return [];
    const first = alertOf(from, rows.firstAlertFrame(tls, side), rows.firstAlert(tls, side));
    if (count === 1) return [first];
    return [first, alertOf(from, rows.lastAlertFrame(tls, side), rows.lastAlert(tls, side))];
  }
}

function alertOf(from: TlsAlert['from'], frame: number, code: number): TlsAlert {
  if (code === ENCRYPTED_ALERT) return { frame, from, level: null, description: null, code: -1 };
  const number = code & 0xff;
  return { frame, from, level: alertLevelName(code >>> 8), description: alertName(number), code: number };
}

/** Texts that each have their length in front. */
function protocolsIn(list: Uint8Array): string[] {
  const protocols: string[] = [];
  for (let at = 0; at < list.length && protocols.length < MOST_PROTOCOLS; ) {
    const end = at + 1 + (list[at] as number);
    protocols.push(Buffer.from(list.subarray(at + 1, end)).toString('latin1'));
    at = end;
  }
  return protocols;
}
