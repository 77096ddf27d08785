/**
 * The file header of Network Monitor, and what differs between the versions of the format.
 *
 * Source: "Network Monitor Capture File Format" of the help of Network Monitor 3.4; version 1 is as Wireshark reads and writes it.
 */
import { u16le, u32le } from '../bytes/read.js';
import { CaptureError } from './capture-error.js';
import type { CaptureFormat } from './frame-reader.js';

/** Octets of the header that are used; the first frame of Message Analyzer's files follows them. */
export const SMALLEST_HEADER_BYTES = 72;
/** Octets of the header with its reserved part; the first frame of other programs' files follows them. */
export const WHOLE_HEADER_BYTES = 128;

const MINOR_AT = 4;
const MAJOR_AT = 5;
const MEDIA_TYPE_AT = 6;
const START_AT = 8;
const TABLE_OFFSET_AT = 0x18;
const TABLE_LENGTH_AT = 0x1c;
const NS_PER_MS = 1_000_000n;
/** "GMBU" and "RTSS". */
const MAGICS: ReadonlySet<number> = new Set([0x55424d47, 0x53535452]);

/** How records are laid out in one version of the format. */
export interface NetmonLayout {
  readonly format: CaptureFormat;
  readonly major: 1 | 2;
  /** Octets of a record before the frame's. */
  readonly recordHeaderBytes: number;
  /** Offset of the 16-bit (version 1) or 32-bit length on the wire; the captured length follows it. */
  readonly lengthsAt: number;
  /** Octets behind the frame's: the media type (2.1), a process (2.2), a FILETIME and the index of a time zone (2.3). */
  readonly trailerBytes: number;
  /** Offset of the FILETIME in the trailer; null where there is none. */
  readonly filetimeAt: number | null;
}

const VERSION_1: NetmonLayout = {
  format: 'Network Monitor 1',
  major: 1,
  recordHeaderBytes: 8,
  lengthsAt: 4,
  trailerBytes: 0,
  filetimeAt: null,
};

/** By minor version; later ones are laid out like the last. */
const VERSIONS_2: readonly NetmonLayout[] = [
  [0, null] as const,
  [2, null] as const,
  [6, null] as const,
  [15, 6] as const,
].map(([trailerBytes, filetimeAt]) => ({
  format: 'Network Monitor 2',
  major: 2,
  recordHeaderBytes: 16,
  lengthsAt: 8,
  trailerBytes,
  filetimeAt,
}));

/** The file header, in plain numbers. */
export interface NetmonHeader {
  readonly layout: NetmonLayout;
  /** Whether the minor version is one that is not known. */
  readonly isVersionUnusual: boolean;
  /** Media type of the records that name none. */
  readonly mediaType: number;
  /** Start of the capture in nanoseconds since 1970, as if it were UTC: the file does not tell the zone. */
  readonly startNs: bigint;
  /** Offset of the frame table; 0 when the capture was never closed. */
  readonly tableOffset: number;
  /** Octets of the frame table. */
  readonly tableBytes: number;
}

/** Whether a file that begins with these octets (at least 4) is a Network Monitor capture. */
export function looksLikeNetmon(first: Uint8Array): boolean {
  return first.length >= 4 && MAGICS.has(u32le(first, 0));
}

/** The file header at `at`, all of which is there. Throws `CaptureError` 'bad-header' when the major version is unknown. */
export function readNetmonHeader(bytes: Uint8Array, at: number): NetmonHeader {
  const major = bytes[at + MAJOR_AT] as number;
  const minor = bytes[at + MINOR_AT] as number;
  const layout = major === 1 ? VERSION_1 : VERSIONS_2[Math.min(minor, VERSIONS_2.length - 1)];
  if (layout === undefined || (major !== 1 && major !== 2)) {
    throw new CaptureError(
      'bad-header',
      `The file says that it is Network Monitor version ${major}.${minor}; only 1 and 2 are known`,
      'Convert it with the program that wrote it.',
    );
  }
  return {
    layout,
    isVersionUnusual: major === 1 ? minor !== 1 : minor >= VERSIONS_2.length,
    mediaType: u16le(bytes, at + MEDIA_TYPE_AT),
    startNs: systemTimeNs(bytes, at + START_AT),
    tableOffset: u32le(bytes, at + TABLE_OFFSET_AT),
    tableBytes: u32le(bytes, at + TABLE_LENGTH_AT),
  };
}

/** SYSTEMTIME: year, month from 1, day of the week, day, hour, minute, second, millisecond. */
function systemTimeNs(bytes: Uint8Array, at: number): bigint {
  const field = (index: number) => u16le(bytes, at + 2 * index);
  // Months and days out of range run over, as in Wireshark; setUTCFullYear knows no two-digit years.
  const date = new Date(0);
  date.setUTCFullYear(field(0), field(1) - 1, field(3));
  date.setUTCHours(field(4), field(5), field(6), field(7));
  return BigInt(date.getTime()) * NS_PER_MS;
}
