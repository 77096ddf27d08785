/**
 * The body of a ClientHello or ServerHello in, what was offered and chosen out.
 *
 * A body that was cut is read as far as it goes: every length is held against the octets that are there. Source: RFC 8446
 * section 4.1, RFC 5246 section 7.4.1, RFC 6066 section 3 (server name), RFC 7301 (application protocols).
 */
import { u16 } from '../bytes/read.js';
import { HandshakeType, laterVersion } from './protocol.js';

const RANDOM_BYTES = 32;

/** Extensions that are read. Source: IANA, TLS ExtensionType Values. */
const SERVER_NAME = 0;
const APPLICATION_PROTOCOLS = 16;
const SUPPORTED_VERSIONS = 43;

const HOST_NAME = 0;

/** The random of a ServerHello that asks for another ClientHello. Source: RFC 8446 section 4.1.3. */
const RETRY_RANDOM = Uint8Array.from(
  'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'.match(/../g) ?? [],
  (octet) => Number.parseInt(octet, 16),
);

/** What a hello says, overwritten by every `parseHello`. Positions are in the octets that were parsed. */
export class Hello {
  /** The version field: the highest offered or the chosen one up to TLS 1.2; 0 when it was cut off. */
  legacyVersion = 0;
  /** The highest offered, or the chosen version, extensions included. */
  version = 0;
  /** Cipher suite that the server chose; -1 when it was cut off, and of a client. */
  cipher = -1;
  /** The server asks for another ClientHello. */
  isRetry = false;
  /** The server name, and the list of application protocols (each with its length in front); length 0 for none. */
  nameAt = 0;
  nameLength = 0;
  protocolsAt = 0;
  protocolsLength = 0;

  clear(): void {
    this.legacyVersion = 0;
    this.version = 0;
    this.cipher = -1;
    this.isRetry = false;
    this.nameLength = 0;
    this.protocolsLength = 0;
  }
}

/** Reads the body `at … end` of a hello of type `type` (`HandshakeType`). */
export function parseHello(type: number, bytes: Uint8Array, at: number, end: number, hello: Hello): void {
  hello.clear();
  if (end - at < 2 + RANDOM_BYTES) return;
  hello.legacyVersion = u16(bytes, at);
  hello.version = hello.legacyVersion;
  const isServer = type === HandshakeType.ServerHello;
  hello.isRetry = isServer && isRetryRandom(bytes, at + 2);
  const session = skipVector(1, bytes, at + 2 + RANDOM_BYTES, end);
  parseExtensions(
    isServer,
    bytes,
    isServer ? chosenEnd(bytes, session, end, hello) : offeredEnd(bytes, session, end),
    end,
    hello,
  );
}

/** Cipher suite and compression of a server; returns where they end. */
function chosenEnd(bytes: Uint8Array, at: number, end: number, hello: Hello): number {
  if (at + 3 > end) return end;
  hello.cipher = u16(bytes, at);
  return at + 3;
}

/** Where the lists of cipher suites and compressions of a client end. */
function offeredEnd(bytes: Uint8Array, at: number, end: number): number {
  return skipVector(1, bytes, skipVector(2, bytes, at, end), end);
}

/** Where a list ends that begins with its length of one or two octets; `end` when it does not fit. */
function skipVector(lengthBytes: 1 | 2, bytes: Uint8Array, at: number, end: number): number {
  if (at + lengthBytes > end) return end;
  const length = lengthBytes === 1 ? (bytes[at] as number) : u16(bytes, at);
  return Math.min(at + lengthBytes + length, end);
}

function parseExtensions(
  isServer: boolean,
  bytes: Uint8Array,
  from: number,
  end: number,
  hello: Hello,
): void {
  const listEnd = skipVector(2, bytes, from, end);
  let at = from + 2;
  while (at + 4 <= listEnd) {
    const type = u16(bytes, at);
    const bodyEnd = Math.min(at + 4 + u16(bytes, at + 2), listEnd);
    if (type === SERVER_NAME && !isServer) parseServerName(bytes, at + 4, bodyEnd, hello);
    else if (type === APPLICATION_PROTOCOLS) parseProtocols(bytes, at + 4, bodyEnd, hello);
    else if (type === SUPPORTED_VERSIONS) parseVersions(isServer, bytes, at + 4, bodyEnd, hello);
    at = bodyEnd;
  }
}

/** The first host name of the list. */
function parseServerName(bytes: Uint8Array, from: number, end: number, hello: Hello): void {
  let at = from + 2;
  while (at + 3 <= end) {
    const length = u16(bytes, at + 1);
    if (bytes[at] === HOST_NAME) {
      hello.nameAt = at + 3;
      hello.nameLength = Math.min(length, end - at - 3);
      return;
    }
    at += 3 + length;
  }
}

function parseProtocols(bytes: Uint8Array, from: number, end: number, hello: Hello): void {
  if (end - from < 3) return;
  hello.protocolsAt = from + 2;
  hello.protocolsLength = Math.min(u16(bytes, from), end - from - 2);
}

function parseVersions(isServer: boolean, bytes: Uint8Array, from: number, end: number, hello: Hello): void {
  if (isServer) {
    if (from + 2 <= end) hello.version = u16(bytes, from);
    return;
  }
  for (let at = from + 1; at + 2 <= end; at += 2) hello.version = laterVersion(hello.version, u16(bytes, at));
}

function isRetryRandom(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < RANDOM_BYTES; i++) {
    if (bytes[at + i] !== RETRY_RANDOM[i]) return false;
  }
  return true;
}
