/**
 * Blocks of a pcapng, made one at a time: a section, its interfaces, its frames with comments.
 *
 * Least significant octet first, times in nanoseconds since 1970. Source: draft-ietf-opsawg-pcapng sections 3.5, 4.1 to 4.3 and 4.6.
 */
import { BLOCK, MIN_BLOCK_BYTES } from './pcapng-block.js';
import { OPTION_COMMENT } from './pcapng-options.js';

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const UNKNOWN_LENGTH = 0xffffffff;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const ISB_IFDROP = 5;
const NANOSECONDS = 9;
const OPTION_HEADER_BYTES = 4;
/** An option says its length in 16 bits. */
const MOST_OPTION_BYTES = 0xffff;

const UTF8 = new TextEncoder();

/** An option: its code, and its octets or text. */
type Option = readonly [code: number, value: Uint8Array | string];

/** An interface as it is described in the file. */
export interface WrittenInterface {
  /** LINKTYPE value, 16 bits. */
  readonly linkType: number;
  /** Longest number of octets kept of a frame; 0 for no limit. */
  readonly snapLength: number;
  readonly name: string | null;
}

/** A frame as it is written. */
export interface WrittenFrame {
  /** Which of the interfaces described so far, from 0. */
  readonly interfaceIndex: number;
  /** Since 1970, not before it. */
  readonly timeNs: bigint;
  readonly octets: Uint8Array;
  /** Octets that the frame had on the wire. */
  readonly originalLength: number;
  readonly comments: readonly string[];
}

/** The block that begins a file. @param application what wrote it */
export function sectionBlock(application: string, comments: readonly string[]): Uint8Array {
  const body = new DataView(new ArrayBuffer(16));
  body.setUint32(0, BYTE_ORDER_MAGIC, true);
  body.setUint16(4, 1, true);
  body.setUint32(8, UNKNOWN_LENGTH, true);
  body.setUint32(12, UNKNOWN_LENGTH, true);
  return block(BLOCK.sectionHeader, body, NOTHING, [
    ...commentOptions(comments),
    [SHB_USERAPPL, application],
  ]);
}

/** The description of an interface, whose index is the number of those before it. */
export function interfaceBlock({ linkType, snapLength, name }: WrittenInterface): Uint8Array {
  const body = new DataView(new ArrayBuffer(8));
  body.setUint16(0, linkType, true);
  body.setUint32(4, snapLength, true);
  const named: Option[] = name === null ? [] : [[IF_NAME, name]];
  return block(BLOCK.interfaceDescription, body, NOTHING, [
    ...named,
    [IF_TSRESOL, Uint8Array.of(NANOSECONDS)],
  ]);
}

/** A frame. */
export function frameBlock(frame: WrittenFrame): Uint8Array {
  const body = new DataView(new ArrayBuffer(20));
  body.setUint32(0, frame.interfaceIndex, true);
  body.setUint32(4, Number((frame.timeNs >> 32n) & 0xffffffffn), true);
  body.setUint32(8, Number(frame.timeNs & 0xffffffffn), true);
  body.setUint32(12, frame.octets.length, true);
  body.setUint32(16, frame.originalLength, true);
  return block(BLOCK.enhancedPacket, body, frame.octets, commentOptions(frame.comments));
}

/** What an interface dropped from the start of the capture to this time. */
export function statisticsBlock(interfaceIndex: number, timeNs: bigint, droppedFrames: number): Uint8Array {
  const body = new DataView(new ArrayBuffer(12));
  body.setUint32(0, interfaceIndex, true);
  body.setUint32(4, Number((timeNs >> 32n) & 0xffffffffn), true);
  body.setUint32(8, Number(timeNs & 0xffffffffn), true);
  const dropped = new DataView(new ArrayBuffer(8));
  dropped.setBigUint64(0, BigInt(droppedFrames), true);
  return block(BLOCK.interfaceStatistics, body, NOTHING, [[ISB_IFDROP, new Uint8Array(dropped.buffer)]]);
}

const NOTHING = new Uint8Array(0);

function commentOptions(comments: readonly string[]): Option[] {
  return comments.map((comment) => [OPTION_COMMENT, comment]);
}

function block(type: number, body: DataView, data: Uint8Array, options: readonly Option[]): Uint8Array {
  const values = options.map(([code, value]) => ({ code, octets: optionOctets(value) }));
  const optionBytes = values.reduce(
    (sum, { octets }) => sum + OPTION_HEADER_BYTES + padded(octets.length),
    0,
  );
  const endBytes = values.length === 0 ? 0 : OPTION_HEADER_BYTES;
  const length = MIN_BLOCK_BYTES + body.byteLength + padded(data.length) + optionBytes + endBytes;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  bytes.set(new Uint8Array(body.buffer), 8);
  bytes.set(data, 8 + body.byteLength);
  let at = 8 + body.byteLength + padded(data.length);
  for (const { code, octets } of values) {
    view.setUint16(at, code, true);
    view.setUint16(at + 2, octets.length, true);
    bytes.set(octets, at + OPTION_HEADER_BYTES);
    at += OPTION_HEADER_BYTES + padded(octets.length);
  }
  view.setUint32(length - 4, length, true);
  return bytes;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

/** A text that is too long is cut between two characters. */
function optionOctets(value: Uint8Array | string): Uint8Array {
  if (typeof value !== 'string') return value;
  const octets = UTF8.encode(value);
  if (octets.length <= MOST_OPTION_BYTES) return octets;
  let end = MOST_OPTION_BYTES;
  while (((octets[end] as number) & 0xc0) === 0x80) end--;
  return octets.subarray(0, end);
}
