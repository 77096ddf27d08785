/**
 * Octets of a stream for the eye: lines where they are text, octets where they are not.
 */
import type { OctetRange } from './hex.js';
import { type SafeText, type Secrets, safeText } from './safe-text.js';
import { LineMasker } from './secrets.js';

/** A stretch of a stream that is text, or is not. */
export type StreamSection =
  | { readonly kind: 'text'; readonly lines: readonly SafeText[] }
  | {
      readonly kind: 'binary';
      readonly offset: number;
      readonly octets: Uint8Array;
      /** What of these octets is not to be shown, in ascending order. */
      readonly hidden: readonly OctetRange[];
    };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const DELETE = 0x7f;
/** C1 controls in ISO 8859-1. */
const FIRST_C1 = 0x80;
const BEHIND_C1 = 0xa0;

/** Characters of a line that are shown as one. */
const LONGEST_LINE = 2000;

/** Longest line of a head that is taken for text whatever is in it. */
const LONGEST_HEAD_LINE = 64 * 1024;

/** Beginning of an HTTP message: its head is text whatever is in it, so that one odd octet does not undo the masks. */
const MESSAGE_START = /^(?:HTTP\/\d|[A-Z]{3,16} \S{1,4000} HTTP\/\d)/;

/** Octets of a line that tell whether it begins a message. */
const LONGEST_START = 4096;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('latin1');

/**
 * The sections of octets that follow one another.
 * @param offset of the first octet in its stream
 */
export function streamSections(octets: Uint8Array, offset: number, secrets: Secrets): StreamSection[] {
  const sections: StreamSection[] = [];
  let lines: SafeText[] = [];
  let binaryFrom = -1;
  let isHead = false;
  const masker = secrets === 'masked' ? new LineMasker() : null;
  const endText = () => {
    if (lines.length > 0) sections.push({ kind: 'text', lines });
    lines = [];
  };
  const endBinary = (end: number) => {
    if (binaryFrom < 0) return;
    const binary = octets.subarray(binaryFrom, end);
    const hidden = secrets === 'masked' ? secretLineRanges(binary) : [];
    sections.push({ kind: 'binary', offset: offset + binaryFrom, octets: binary, hidden });
    binaryFrom = -1;
  };
  for (let at = 0; at < octets.length; ) {
    const feed = octets.indexOf(LINE_FEED, at);
    const end = feed < 0 ? octets.length : feed;
    const line = octets.subarray(at, end);
    isHead = isStart(line) || (isHead && line.length > 1 && line.length <= LONGEST_HEAD_LINE);
    const text = lineText(line) ?? (isHead ? headText(line) : null);
    // Of octets that are no text a line here and there looks like one.
    if (text === null || (binaryFrom >= 0 && !isHead)) {
      endText();
      if (binaryFrom < 0) binaryFrom = at;
    } else {
      endBinary(at);
      lines.push(...safeLines(masker === null ? text : masker.mask(text)));
    }
    at = end + 1;
  }
  endBinary(octets.length);
  endText();
  return sections;
}

function isStart(line: Uint8Array): boolean {
  return MESSAGE_START.test(latin1.decode(line.subarray(0, LONGEST_START)));
}

/** A line of a head, without its CR: octets that are no characters become visible later. */
function headText(line: Uint8Array): string {
  return latin1.decode(line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line);
}

/** A line as text, without its CR; null for octets that are none. */
function lineText(line: Uint8Array): string | null {
  const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
  let isAscii = true;
  let hasC1 = false;
  for (let at = 0; at < end; at++) {
    const octet = line[at] as number;
    if ((octet < SPACE && octet !== TAB) || octet === DELETE) return null;
    if (octet < FIRST_C1) continue;
    isAscii = false;
    if (octet < BEHIND_C1) hasC1 = true;
  }
  const content = line.subarray(0, end);
  if (isAscii) return latin1.decode(content);
  try {
    return utf8.decode(content);
  } catch {
    return hasC1 ? null : latin1.decode(content);
  }
}

/** A line, in pieces where it is long: masked before it is cut, so that no half of a secret is shown. */
function safeLines(masked: string): SafeText[] {
  if (masked.length <= LONGEST_LINE) return [safeText(masked, 12 * LONGEST_LINE)];
  const pieces: SafeText[] = [];
  for (let at = 0; at < masked.length; at += LONGEST_LINE) {
    pieces.push(safeText(masked.slice(at, at + LONGEST_LINE), 12 * LONGEST_LINE));
  }
  return pieces;
}

/** The octets of lines in which something is masked, taken as text: hidden where a stream is shown as octets. */
export function secretLineRanges(octets: Uint8Array): OctetRange[] {
  const ranges: OctetRange[] = [];
  const masker = new LineMasker();
  for (let at = 0; at < octets.length; ) {
    const feed = octets.indexOf(LINE_FEED, at);
    const end = feed < 0 ? octets.length : feed;
    const text = headText(octets.subarray(at, end));
    if (masker.mask(text) !== text) ranges.push({ at, length: text.length });
    at = end + 1;
  }
  return ranges;
}
