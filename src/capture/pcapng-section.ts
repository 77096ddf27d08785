/** Section Header Block. Source: draft-ietf-opsawg-pcapng section 4.1. */
import { u16, u16le, u32, u32le } from '../bytes/read.js';
import { BLOCK } from './pcapng-block.js';

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const MAGIC_AT = 8;
const MAJOR_AT = 12;
const MINOR_AT = 14;

/** Octets of a section header before its options. */
export const SECTION_OPTIONS_AT = 24;

/** Whether a file that begins with these octets (at least 12) is pcapng. */
export function looksLikePcapng(first: Uint8Array): boolean {
  return first.length >= 12 && u32(first, 0) === BLOCK.sectionHeader && sectionByteOrder(first, 0) !== null;
}

/** Byte order of the section whose header block is at `at`: true for least significant octet first, null for neither. */
export function sectionByteOrder(bytes: Uint8Array, at: number): boolean | null {
  if (u32le(bytes, at + MAGIC_AT) === BYTE_ORDER_MAGIC) return true;
  return u32(bytes, at + MAGIC_AT) === BYTE_ORDER_MAGIC ? false : null;
}

/** Version of the section whose header block is at `at`. Only 1.0 and 1.2 (the same thing) are defined. */
export function sectionVersion(
  bytes: Uint8Array,
  at: number,
  littleEndian: boolean,
): { major: number; minor: number } {
  const short = littleEndian ? u16le : u16;
  return { major: short(bytes, at + MAJOR_AT), minor: short(bytes, at + MINOR_AT) };
}
