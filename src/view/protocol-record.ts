/** What a flow speaks beside HTTP/1, as it is published: the parts `tls`, `http2` and `upgrade` of a flow's record. */
import type { FlowFacts } from '../survey/flow-facts.js';
import type { TlsFacts } from '../survey/tls-facts.js';
import { cipherText, tlsVersionName } from '../tls/protocol.js';
import { ownText, packetText, type SafeText, type Secrets } from './safe-text.js';

/** Longest server name and name of a protocol. */
const LONGEST_NAME = 255;

/** TLS of a flow; null where it was not seen. */
export interface TlsRecord {
  readonly sni: SafeText | null;
  readonly alpnOffered: readonly SafeText[];
  readonly alpn: SafeText | null;
  readonly clientVersion: SafeText | null;
  readonly offeredVersion: SafeText | null;
  readonly version: SafeText | null;
  readonly cipher: SafeText | null;
  readonly clientHelloFrame: number | null;
  readonly helloRetryFrame: number | null;
  readonly serverHelloFrame: number | null;
  readonly encryptedFromFrame: number | null;
  /** How many alerts were sent: by the client, by the server. */
  readonly alertCounts: readonly [number, number];
  readonly alerts: readonly {
    readonly frame: number;
    readonly from: SafeText;
    readonly level: SafeText | null;
    readonly description: SafeText | null;
  }[];
  readonly closeNotify: readonly [number | null, number | null];
}

/** HTTP/2 in clear text; null where it was not seen. */
export interface Http2Record {
  readonly prefaceFrame: number | null;
  readonly goaway: readonly {
    readonly frame: number;
    readonly from: SafeText;
    readonly lastStream: number;
    readonly error: SafeText;
    readonly count: number;
  }[];
  readonly rstStream: readonly {
    readonly from: SafeText;
    readonly count: number;
    readonly firstFrame: number;
    readonly firstError: SafeText;
    readonly lastFrame: number;
    readonly lastError: SafeText;
  }[];
}

/** How HTTP/1 ended in favour of something else; null where it did not. */
export interface UpgradeRecord {
  readonly frame: number;
  readonly status: number;
  readonly protocol: SafeText | null;
}

/** TLS of the flow that the cursor is on; null without it. */
export function tlsRecord(flow: FlowFacts, secrets: Secrets): TlsRecord | null {
  const tls = flow.tls();
  if (tls === null) return null;
  const name = (raw: string | null) => (raw === null ? null : packetText(raw, secrets, LONGEST_NAME));
  return {
    sni: name(tls.sni),
    alpnOffered: tls.alpnOffered.map((raw) => packetText(raw, secrets, LONGEST_NAME)),
    alpn: name(tls.alpn),
    clientVersion: versionText(tls.clientLegacyVersion),
    offeredVersion: versionText(tls.offeredVersion),
    version: versionText(tls.version),
    cipher: tls.cipher < 0 ? null : ownText(cipherText(tls.cipher)),
    clientHelloFrame: frameOf(tls.clientHelloFrame),
    helloRetryFrame: frameOf(tls.helloRetryFrame),
    serverHelloFrame: frameOf(tls.serverHelloFrame),
    encryptedFromFrame: frameOf(tls.encryptedFromFrame),
    alertCounts: [tls.clientAlertCount, tls.serverAlertCount],
    alerts: alertRecords(tls),
    closeNotify: [frameOf(tls.clientCloseNotifyFrame), frameOf(tls.serverCloseNotifyFrame)],
  };
}

function alertRecords(tls: TlsFacts): TlsRecord['alerts'] {
  return tls.alerts.map(({ frame, from, level, description }) => ({
    frame,
    from: ownText(from),
    level: level === null ? null : ownText(level),
    description: description === null ? null : ownText(description),
  }));
}

/** HTTP/2 of the flow that the cursor is on; null without it. */
export function http2Record(flow: FlowFacts): Http2Record | null {
  const http2 = flow.http2();
  if (http2 === null) return null;
  return {
    prefaceFrame: frameOf(http2.prefaceFrame),
    goaway: http2.goaways.map(({ frame, from, lastStream, error, count }) => ({
      frame,
      from: ownText(from),
      lastStream,
      error: ownText(error),
      count,
    })),
    rstStream: http2.resets.map((each) => ({
      ...each,
      from: ownText(each.from),
      firstError: ownText(each.firstError),
      lastError: ownText(each.lastError),
    })),
  };
}

/** The upgrade of the flow that the cursor is on; null without one. */
export function upgradeRecord(flow: FlowFacts, secrets: Secrets): UpgradeRecord | null {
  if (flow.upgradeFrame === 0) return null;
  const protocol = flow.upgradeProtocol;
  return {
    frame: flow.upgradeFrame,
    status: flow.upgradeStatus,
    protocol: protocol === null ? null : packetText(protocol, secrets, LONGEST_NAME),
  };
}

function versionText(version: number): SafeText | null {
  return version === 0 ? null : ownText(tlsVersionName(version));
}

function frameOf(frame: number): number | null {
  return frame === 0 ? null : frame;
}
