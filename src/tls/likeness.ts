/**
 * Whether octets are TLS, told by the octets alone.
 *
 * The beginning of a handshake is told by its first six octets. Where a capture begins inside a connection, or octets were
 * lost, records of any type count, but only when every record that ends within the octets is followed by another.
 */
import { u16 } from '../bytes/read.js';
import {
  ContentType,
  HandshakeType,
  HIGHEST_MINOR,
  LARGEST_RECORD,
  RECORD_HEADER_BYTES,
} from './protocol.js';

/** What octets look like. */
export const TlsLikeness = {
  No: 0,
  /** So far like TLS, but too few octets to tell. */
  TooShort: 1,
  Record: 2,
  /** The ClientHello of SSL 2.0, which older clients also send for SSL 3.0 and TLS. Source: RFC 5246 appendix E.2. */
  Sslv2Hello: 3,
} as const;

/** Octets of an SSL 2.0 ClientHello up to its variable parts: with as many every likeness can be told. */
export const SSLV2_HEAD_BYTES = 11;

/** Shortest record of application data: an authentication tag, or a block. */
const SHORTEST_APPLICATION_DATA = 16;

/** What `at … end` begins with, in a stream of which nothing is known. */
export function tlsLikenessOf(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] as number;
  if ((first & 0x80) !== 0) return likenessOfSslv2(bytes, at, end);
  if (first === ContentType.Handshake) return likenessOfHandshake(bytes, at, end);
  if (first < ContentType.ChangeCipherSpec || first > ContentType.ApplicationData) return TlsLikeness.No;
  return likenessOfLaterRecord(bytes, at, end);
}

/** The header of a record at `at`, as far as it lies before `end`. */
export function isRecordHeader(bytes: Uint8Array, at: number, end: number): boolean {
  const octets = end - at;
  const type = bytes[at] as number;
  if (type < ContentType.ChangeCipherSpec || type > ContentType.Heartbeat) return false;
  if (octets > 1 && bytes[at + 1] !== 3) return false;
  if (octets > 2 && (bytes[at + 2] as number) > HIGHEST_MINOR) return false;
  return octets < RECORD_HEADER_BYTES || lengthOf(bytes, at) <= LARGEST_RECORD;
}

/** Records from `at` to `end`, each beginning where the one before ends. */
export function areRecords(bytes: Uint8Array, at: number, end: number): boolean {
  let next = at;
  while (next < end) {
    if (!isRecordHeader(bytes, next, end)) return false;
    if (end - next < RECORD_HEADER_BYTES) return true;
    next += RECORD_HEADER_BYTES + lengthOf(bytes, next);
  }
  return true;
}

function likenessOfHandshake(bytes: Uint8Array, at: number, end: number): number {
  if (!isRecordHeader(bytes, at, end)) return TlsLikeness.No;
  if (end - at <= RECORD_HEADER_BYTES) return TlsLikeness.TooShort;
  const message = bytes[at + RECORD_HEADER_BYTES] as number;
  const isHello = message === HandshakeType.ClientHello || message === HandshakeType.ServerHello;
  return isHello || areRecords(bytes, at, end) ? TlsLikeness.Record : TlsLikeness.No;
}

/** Records that do not begin a connection: the capture began later, or what came before was no TLS. */
function likenessOfLaterRecord(bytes: Uint8Array, at: number, end: number): number {
  if (!isRecordHeader(bytes, at, end)) return TlsLikeness.No;
  if (end - at <= RECORD_HEADER_BYTES) return TlsLikeness.TooShort;
  const type = bytes[at] as number;
  const length = lengthOf(bytes, at);
  if (type === ContentType.ChangeCipherSpec && (length !== 1 || bytes[at + RECORD_HEADER_BYTES] !== 1)) {
    return TlsLikeness.No;
  }
  if (type === ContentType.ApplicationData && length < SHORTEST_APPLICATION_DATA) return TlsLikeness.No;
  return areRecords(bytes, at, end) ? TlsLikeness.Record : TlsLikeness.No;
}

/** Length with its first bit set, type 1, version, and the lengths of three parts that add up to the whole. */
function likenessOfSslv2(bytes: Uint8Array, at: number, end: number): number {
  const octets = end - at;
  if (octets > 2 && bytes[at + 2] !== HandshakeType.ClientHello) return TlsLikeness.No;
  if (octets > 4 && !isSslv2Version(bytes[at + 3] as number, bytes[at + 4] as number)) return TlsLikeness.No;
  if (octets < SSLV2_HEAD_BYTES) return TlsLikeness.TooShort;
  const ciphers = u16(bytes, at + 5);
  const session = u16(bytes, at + 7);
  const challenge = u16(bytes, at + 9);
  const isWhole =
    ciphers > 0 &&
    ciphers % 3 === 0 &&
    (session === 0 || session === 16) &&
    challenge >= 16 &&
    challenge <= 32 &&
    sslv2Length(bytes, at) === SSLV2_HEAD_BYTES + ciphers + session + challenge;
  return isWhole ? TlsLikeness.Sslv2Hello : TlsLikeness.No;
}

/** Octets of an SSL 2.0 record, its header of two octets included. */
export function sslv2Length(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) & 0x7fff) + 2;
}

function isSslv2Version(major: number, minor: number): boolean {
  return (major === 0 && minor === 2) || (major === 3 && minor <= HIGHEST_MINOR);
}

function lengthOf(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + 3);
}
