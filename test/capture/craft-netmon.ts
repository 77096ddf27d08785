import { type CraftFrame, concat, OctetWriter } from './craft-capture.js';

/** A record to be written. */
export interface CraftNetmonFrame extends CraftFrame {
  /** Media type in its trailer; Ethernet where absent. */
  readonly mediaType?: number;
  /** The captured length as written. */
  readonly captured?: number;
  /** The distance from the start as written, for versions before 2.3. */
  readonly offset?: bigint;
}

export interface CraftNetmonOptions {
  readonly version?: readonly [major: number, minor: number];
  /** Media type in the file header. */
  readonly mediaType?: number;
  /** Where the first record begins; 0x48 as in Message Analyzer's files, 0x80 in others. */
  readonly firstAt?: number;
  /** What stands between the records: holes. */
  readonly hole?: Uint8Array;
  /** The entries of the table, from the offsets of the records. */
  readonly table?: (offsets: readonly number[]) => readonly number[];
  /** The offset of the table as written. */
  readonly tableOffset?: number;
  /** The length of the table as written. */
  readonly tableBytes?: number;
  /** What follows the table. */
  readonly tail?: Uint8Array;
}

/** When every file made here says that it began, in nanoseconds since 1970. */
export const START_NS = 1_700_000_000_250_000_000n;

const FILETIME_1970 = 116_444_736_000_000_000n;

/** Trailer of a 2.x record by minor version. */
function trailer(minor: number, { timeNs, mediaType = 1 }: CraftNetmonFrame): Uint8Array {
  const out = new OctetWriter(true);
  if (minor >= 1) out.u16(mediaType);
  if (minor >= 2) out.u32(0xffffffff);
  if (minor >= 3) out.i64(timeNs / 100n + FILETIME_1970).u8(0xff);
  return out.bytes();
}

function record([major, minor]: readonly [number, number], frame: CraftNetmonFrame): Uint8Array {
  const { timeNs, data, originalLength = data.length, captured = data.length } = frame;
  const out = new OctetWriter(true);
  if (major === 1) {
    out
      .u32(Number(frame.offset ?? timeNs / 1_000_000n - START_NS / 1_000_000n))
      .u16(originalLength)
      .u16(captured);
    return out.raw(data).bytes();
  }
  out.i64(BigInt.asIntN(64, frame.offset ?? timeNs / 1000n - START_NS / 1000n));
  return out.u32(originalLength).u32(captured).raw(data).raw(trailer(minor, frame)).bytes();
}

function header(options: CraftNetmonOptions, tableOffset: number, tableBytes: number): Uint8Array {
  const [major, minor] = options.version ?? [2, 3];
  const out = new OctetWriter(true);
  out
    .u32(major === 1 ? 0x53535452 : 0x55424d47)
    .u8(minor)
    .u8(major)
    .u16(options.mediaType ?? 1);
  const start = new Date(Number(START_NS / 1_000_000n));
  const { year, month, day } = {
    year: start.getUTCFullYear(),
    month: start.getUTCMonth() + 1,
    day: start.getUTCDate(),
  };
  out.u16(year).u16(month).u16(start.getUTCDay()).u16(day);
  out.u16(start.getUTCHours()).u16(start.getUTCMinutes()).u16(start.getUTCSeconds());
  out.u16(start.getUTCMilliseconds()).u32(tableOffset).u32(tableBytes);
  const firstAt = options.firstAt ?? 0x80;
  return out.raw(new Uint8Array(firstAt - out.length)).bytes();
}

/** A Network Monitor file; 2.3 where nothing else is said. */
export function craftNetmon(
  frames: readonly CraftNetmonFrame[],
  options: CraftNetmonOptions = {},
): Uint8Array {
  const { version = [2, 3], firstAt = 0x80, hole = new Uint8Array(0), tail = new Uint8Array(0) } = options;
  const offsets: number[] = [];
  const parts: Uint8Array[] = [];
  let at = firstAt;
  for (const frame of frames) {
    const octets = record(version, frame);
    offsets.push(at);
    parts.push(octets, hole);
    at += octets.length + hole.length;
  }
  const entries = options.table?.(offsets) ?? offsets;
  const table = new OctetWriter(true);
  for (const entry of entries) table.u32(entry);
  const start = header(options, options.tableOffset ?? at, options.tableBytes ?? table.length);
  return concat(start, ...parts, table.bytes(), tail);
}
