/**
 * Options at the end of a pcapng block: u16 code, u16 length, value padded to 4 octets, ended by code 0 or by the block.
 * Source: draft-ietf-opsawg-pcapng section 3.5.
 */
import { u16, u16le } from '../bytes/read.js';

/** opt_comment, valid in every block. */
export const OPTION_COMMENT = 1;

const OPTION_ABSENT = -1;
const OPTION_BROKEN = -2;

const OPTION_END = 0;
const OPTION_HEADER_BYTES = 4;

/** The octets in which the options of one block stand. */
export interface OptionArea {
  readonly bytes: Uint8Array;
  readonly at: number;
  /** One past the last octet: where the block's second length stands. */
  readonly end: number;
  readonly littleEndian: boolean;
}

/**
 * Offset of the value of the first option with this code at or after `from`; negative when there is none, or when an
 * option before it says that it is longer than its block, so that nothing behind it can be found.
 * `from` is the start of an option: the area's own start, or `optionAfter` of an earlier value.
 */
export function findOption(area: OptionArea, from: number, code: number): number {
  const { bytes, end, littleEndian } = area;
  let at = from;
  while (at + OPTION_HEADER_BYTES <= end) {
    const foundCode = littleEndian ? u16le(bytes, at) : u16(bytes, at);
    const length = littleEndian ? u16le(bytes, at + 2) : u16(bytes, at + 2);
    if (foundCode === OPTION_END) return OPTION_ABSENT;
    if (at + OPTION_HEADER_BYTES + length > end) return OPTION_BROKEN;
    if (foundCode === code) return at + OPTION_HEADER_BYTES;
    at += OPTION_HEADER_BYTES + ((length + 3) & ~3);
  }
  return OPTION_ABSENT;
}

/** Length in octets of the option whose value is at this offset. */
export function optionLength(area: OptionArea, valueAt: number): number {
  return area.littleEndian ? u16le(area.bytes, valueAt - 2) : u16(area.bytes, valueAt - 2);
}

/** Where the option after the one whose value is at this offset begins. */
export function optionAfter(area: OptionArea, valueAt: number): number {
  return valueAt + ((optionLength(area, valueAt) + 3) & ~3);
}

/** Offset of the value of the first option with this code and exactly this length, else null. */
export function optionOfLength(area: OptionArea, code: number, length: number): number | null {
  const valueAt = findOption(area, area.at, code);
  return valueAt >= 0 && optionLength(area, valueAt) === length ? valueAt : null;
}

/** Whether every option of the area lies within it. */
export function optionsAreWhole(area: OptionArea): boolean {
  // No option has the end's code, so the search goes through all of them.
  return findOption(area, area.at, OPTION_END) !== OPTION_BROKEN;
}

const UTF8 = new TextDecoder('utf-8');

/** The text of the option whose value is at this offset: UTF-8, to the first NUL, at most `maxBytes` octets of it. */
export function optionText(area: OptionArea, valueAt: number, maxBytes: number): string {
  const value = area.bytes.subarray(valueAt, valueAt + Math.min(optionLength(area, valueAt), maxBytes));
  const nulAt = value.indexOf(0);
  return UTF8.decode(nulAt < 0 ? value : value.subarray(0, nulAt));
}
