/**
 * Microsoft Network Monitor 1 and 2: a file header, records, and a table of their offsets, which is at the end.
 *
 * In: a window over the file. Out: frames. The table gives their order where the input can be read at any place; a pipe or a
 * compressed input is read in the order of the file, and the table compared when it comes. Comments, processes and adapters
 * are not read. Which records are frames is decided as in Wireshark, so that frame numbers are the same.
 * Source: "Network Monitor Capture File Format" of the help of Network Monitor 3.4.
 */
import { u16le, u32le } from '../bytes/read.js';
import type { TimeBase } from '../bytes/time.js';
import { CaptureError } from './capture-error.js';
import { type FrameReader, foreignMediaType } from './frame-reader.js';
import { NetmonFileOrderReader } from './netmon-file-order-reader.js';
import { FrameTable, TABLE_ENTRY_BYTES } from './netmon-frame-table.js';
import {
  type NetmonHeader,
  readNetmonHeader,
  SMALLEST_HEADER_BYTES,
  WHOLE_HEADER_BYTES,
} from './netmon-header.js';
import { netmonLinkType } from './netmon-media-types.js';
import { NetmonTableReader } from './netmon-table-reader.js';
import { MAX_CAPTURED_BYTES } from './pcap.js';
import type { ReadWindow } from './read-window.js';

/** Octets looked at to find the first record where the table is not at hand. */
const PROBED_BYTES = 4096;

/**
 * Opens a Network Monitor capture of which the first octets are in the window.
 * Throws `CaptureError`: 'bad-header' when the header is cut off or of an unknown version, 'unsupported-format' when the first
 * record cannot be found without the frame table.
 */
export async function openNetmon(window: ReadWindow, timeBase: TimeBase): Promise<FrameReader> {
  await window.fillTo(SMALLEST_HEADER_BYTES);
  if (window.available < SMALLEST_HEADER_BYTES) {
    throw new CaptureError(
      'bad-header',
      `The file ends inside its header: that of Network Monitor has ${SMALLEST_HEADER_BYTES} octets, this file ${window.available}`,
      'Capture or copy the file again.',
    );
  }
  const header = readNetmonHeader(window.bytes, window.at);
  return tableReader(window, timeBase, header) ?? (await fileOrderReader(window, timeBase, header));
}

/** A reader by the frame table; null where the table cannot be read first or is not there. */
function tableReader(window: ReadWindow, timeBase: TimeBase, header: NetmonHeader): FrameReader | null {
  const { randomAccess, bytesTotal } = window.source;
  const { tableOffset, tableBytes } = header;
  const isThere = bytesTotal !== null && tableOffset !== 0 && tableOffset + tableBytes <= bytesTotal;
  // A table of nothing behind frames was never written.
  if (tableBytes === 0 && tableOffset > WHOLE_HEADER_BYTES) return null;
  if (randomAccess === undefined || !isThere) return null;
  const table = new FrameTable(randomAccess, tableOffset, Math.floor(tableBytes / TABLE_ENTRY_BYTES));
  return new NetmonTableReader(window, timeBase, header, table, bytesTotal);
}

async function fileOrderReader(
  window: ReadWindow,
  timeBase: TimeBase,
  header: NetmonHeader,
): Promise<FrameReader> {
  await window.fillTo(PROBED_BYTES);
  const { tableOffset, tableBytes } = header;
  const first = firstRecordAt(window, header);
  const isTableInFront = tableBytes > 0 && tableOffset !== 0 && tableOffset <= (first ?? 0);
  if (first === null || isTableInFront) throw notInARow(window);
  window.moveTo(Math.min(first, window.baseOffset + window.end));
  return new NetmonFileOrderReader(window, timeBase, header);
}

function notInARow(window: ReadWindow): CaptureError {
  const isFile = window.source.randomAccess !== undefined;
  return new CaptureError(
    'unsupported-format',
    isFile
      ? 'The frame table of this Network Monitor capture is missing, and no frame follows its header'
      : 'No frame follows the header of this Network Monitor capture, and its frame table cannot be reached from here',
    isFile
      ? 'Copy the file again: its end is missing.'
      : 'Give the file itself, not compressed and not through a pipe.',
  );
}

/** Offset of the first record, which nothing but the table tells: behind the whole header or behind its smallest part. */
function firstRecordAt({ bytes, at, end }: ReadWindow, header: NetmonHeader): number | null {
  const probe = bytes.subarray(at, Math.min(end, at + PROBED_BYTES));
  const { tableOffset } = header;
  const isWhole = tableOffset === 0 || tableOffset >= WHOLE_HEADER_BYTES;
  const reserved = probe.subarray(SMALLEST_HEADER_BYTES, WHOLE_HEADER_BYTES);
  const starts =
    isWhole && reserved.every((octet) => octet === 0)
      ? [WHOLE_HEADER_BYTES]
      : [SMALLEST_HEADER_BYTES, WHOLE_HEADER_BYTES];
  const limit = tableOffset === 0 ? Number.POSITIVE_INFINITY : tableOffset;
  const found = starts.map((start) => ({ start, records: plausibleRecords(probe, start, limit, header) }));
  const best = found.reduce((one, other) => (other.records > one.records ? other : one));
  return best.records < 0 ? null : best.start;
}

/**
 * Records of known media types that follow one another from `start` in the octets probed, up to one that cannot be; -1 when that
 * is the first.
 */
function plausibleRecords(probe: Uint8Array, start: number, limit: number, { layout }: NetmonHeader): number {
  const { recordHeaderBytes, lengthsAt, trailerBytes, major } = layout;
  let at = start;
  let records = 0;
  while (at < limit && at + recordHeaderBytes <= probe.length) {
    const captured = major === 1 ? u16le(probe, at + lengthsAt + 2) : u32le(probe, at + lengthsAt + 4);
    const trailerAt = at + recordHeaderBytes + captured;
    const isPossible = captured <= MAX_CAPTURED_BYTES && trailerAt + trailerBytes <= limit;
    if (!isPossible) return at === start ? -1 : records;
    at = trailerAt + trailerBytes;
    const isProbed = trailerBytes > 0 && trailerAt + 2 <= probe.length;
    if (!isProbed || isKnownMedia(u16le(probe, trailerAt))) records++;
  }
  return start > limit ? -1 : records;
}

function isKnownMedia(mediaType: number): boolean {
  return foreignMediaType(netmonLinkType(mediaType)) === null;
}
