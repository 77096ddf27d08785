/**
 * Octets of an HTTP/1 head in, a `Head` filled out. Source: RFC 9112 sections 2 to 6.
 */
import { type Head, setSpan } from './head.js';
import { parseField } from './header-field.js';
import { Likeness, matchStart, VERSION_START } from './likeness.js';
import { findLineEnd, findSpace, skipSpaces, trimmedEnd } from './line-octets.js';

const SPACE = 0x20;

/**
 * Parses the head that begins at `at`. False when its end is not in the octets yet.
 * @param end one past the last octet that is there
 */
export function parseHead(bytes: Uint8Array, at: number, end: number, head: Head): boolean {
  head.clear();
  let lineEnd = findLineEnd(bytes, at, end);
  if (lineEnd < 0) return false;
  parseStartLine(bytes, at, trimmedEnd(bytes, at, lineEnd), head);
  if (head.isSimple) {
    head.length = lineEnd + 1 - at;
    return true;
  }
  let lineAt = lineEnd + 1;
  for (;;) {
    lineEnd = findLineEnd(bytes, lineAt, end);
    if (lineEnd < 0) return false;
    const textEnd = trimmedEnd(bytes, lineAt, lineEnd);
    if (textEnd === lineAt) break;
    parseField(bytes, lineAt, textEnd, head);
    lineAt = lineEnd + 1;
  }
  head.length = lineEnd + 1 - at;
  return true;
}

/** The start line, `bytes[at … end)` without its line end. */
export function parseStartLine(bytes: Uint8Array, at: number, end: number, head: Head): void {
  head.isRequest = matchStart(bytes, at, end, VERSION_START) !== Likeness.Request;
  const firstSpace = findSpace(bytes, at, end);
  if (head.isRequest) {
    setSpan(head.method, at, firstSpace);
    parseTarget(bytes, Math.min(firstSpace + 1, end), end, head);
    return;
  }
  const statusAt = skipSpaces(bytes, firstSpace, end);
  head.status = parseStatus(bytes, statusAt, end);
  setSpan(head.reason, skipSpaces(bytes, Math.min(statusAt + 3, end), end), end);
}

/** The target is the second word, whatever follows it; only a line whose last word is a version is HTTP/1. */
function parseTarget(bytes: Uint8Array, at: number, end: number, head: Head): void {
  let versionAt = end;
  while (versionAt > at && bytes[versionAt - 1] !== SPACE) versionAt--;
  head.isSimple = !isHttpVersion(bytes, versionAt, end);
  setSpan(head.target, at, head.isSimple ? end : Math.min(findSpace(bytes, at, end), end));
}

function isHttpVersion(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    end - at >= 5 &&
    bytes[at] === 0x48 &&
    bytes[at + 1] === 0x54 &&
    bytes[at + 2] === 0x54 &&
    bytes[at + 3] === 0x50 &&
    bytes[at + 4] === 0x2f
  );
}

/** The digits at the front, at most three; 0 when there are none. Shorter numbers are sent by broken servers and kept as they are. */
export function parseStatus(bytes: Uint8Array, at: number, end: number): number {
  let status = 0;
  for (let i = at; i < end && i < at + 3; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    status = status * 10 + digit;
  }
  return status;
}
