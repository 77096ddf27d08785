/**
 * Where lines, words and blanks of an HTTP/1 head lie. Octets in, positions out. Source: RFC 9112 section 2.2.
 */

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;

/** Makes a small letter of a capital one; what is no letter may become something else. */
export const LOWER_CASE = 0x20;

/** Index of the LF that ends the empty line behind a head, looked for from `from` on; -1 when it is not there. */
export function findHeadEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (bytes[i] !== LF) continue;
    if (i + 1 < end && bytes[i + 1] === LF) return i + 1;
    if (i + 2 < end && bytes[i + 1] === CR && bytes[i + 2] === LF) return i + 2;
  }
  return -1;
}

/** Index of the next LF; -1 when it is not there. */
export function findLineEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] === LF) return at;
  }
  return -1;
}

/** End of a line's text without the CR in front of its LF. */
export function trimmedEnd(bytes: Uint8Array, at: number, lineEnd: number): number {
  return lineEnd > at && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
}

/** Index of the next blank; `end` when there is none. */
export function findSpace(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at; i < end; i++) {
    if (bytes[i] === SPACE) return i;
  }
  return end;
}

/** Index of the first octet that is neither a blank nor a tab. */
export function skipSpaces(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isBlank(bytes[i] as number)) i++;
  return i;
}

/** A blank or a tab. */
export function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB;
}

/** The octets of a text of ISO 8859-1. */
export function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/**
 * Whether the list in `bytes[from … end)` has an element that is this token or begins with it and goes on with parameters.
 * Source: RFC 9110 sections 5.6.1, 5.6.2 and 5.6.6.
 * @param token of letters, in lower case: the case of those in the list does not count
 */
export function listHasToken(bytes: Uint8Array, from: number, end: number, token: string): boolean {
  const last = end - token.length;
  for (let at = from; at <= last; at++) {
    let i = 0;
    while (i < token.length && ((bytes[at + i] as number) | LOWER_CASE) === token.charCodeAt(i)) i++;
    if (i === token.length && isElement(bytes, from, at, at + i, end)) return true;
  }
  return false;
}

/** Nothing but what stands between the elements of a list, or begins parameters, is beside `bytes[at … tokenEnd)`. */
function isElement(bytes: Uint8Array, from: number, at: number, tokenEnd: number, end: number): boolean {
  const before = bytes[at - 1] as number;
  const behind = bytes[tokenEnd] as number;
  const beginsElement = at === from || before === COMMA || isBlank(before);
  return beginsElement && (tokenEnd === end || behind === COMMA || behind === SEMICOLON || isBlank(behind));
}
