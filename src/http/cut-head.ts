/**
 * The head of an HTTP/1 message of which only the beginning was captured: what can be told of it for sure.
 */
import { type Head, setSpan } from './head.js';
import { parseField } from './header-field.js';
import { Likeness, likenessOf, matchStart, VERSION_START } from './likeness.js';
import { findLineEnd, findSpace, isBlank, skipSpaces, trimmedEnd } from './line-octets.js';
import { parseStartLine, parseStatus } from './parse-head.js';

const CR = 0x0d;
/** Octets of `HTTP/1.1`. */
const VERSION_OCTETS = 8;
const STATUS_DIGITS = 3;

/**
 * Parses what is there of a head that ends at `end` without its empty line: the start line and the fields whose lines
 * are whole. A start line without its end counts when it is whole up to the status code, or to ` HTTP/1.` of a request.
 * False when there is less. `head.length` is then the length of the whole lines.
 */
export function parseCutHead(bytes: Uint8Array, at: number, end: number, head: Head): boolean {
  head.clear();
  const likeness = likenessOf(bytes, at, end);
  if (likeness !== Likeness.Request && likeness !== Likeness.Response) return false;
  let lineEnd = findLineEnd(bytes, at, end);
  if (lineEnd < 0) {
    head.length = 0;
    head.isRequest = likeness === Likeness.Request;
    return head.isRequest
      ? parseCutRequestLine(bytes, at, end, head)
      : parseCutStatusLine(bytes, at, end, head);
  }
  parseStartLine(bytes, at, trimmedEnd(bytes, at, lineEnd), head);
  if (head.isSimple) return false;
  let lineAt = lineEnd + 1;
  for (lineEnd = findLineEnd(bytes, lineAt, end); lineEnd >= 0; lineEnd = findLineEnd(bytes, lineAt, end)) {
    parseField(bytes, lineAt, trimmedEnd(bytes, lineAt, lineEnd), head);
    lineAt = lineEnd + 1;
  }
  head.length = lineAt - at;
  return true;
}

function parseCutRequestLine(bytes: Uint8Array, at: number, end: number, head: Head): boolean {
  const methodEnd = findSpace(bytes, at, end);
  const targetEnd = findSpace(bytes, methodEnd + 1, end);
  if (targetEnd === methodEnd + 1) return false;
  if (matchStart(bytes, targetEnd + 1, end, VERSION_START) !== Likeness.Request) return false;
  setSpan(head.method, at, methodEnd);
  setSpan(head.target, methodEnd + 1, targetEnd);
  return true;
}

/** The code is whole when something stands behind it; of the reason nobody knows whether it is. */
function parseCutStatusLine(bytes: Uint8Array, at: number, end: number, head: Head): boolean {
  const statusAt = skipSpaces(bytes, at + VERSION_OCTETS, end);
  const statusEnd = statusAt + STATUS_DIGITS;
  if (statusEnd >= end) return false;
  const behind = bytes[statusEnd] as number;
  head.status = parseStatus(bytes, statusAt, statusEnd);
  setSpan(head.reason, statusEnd, statusEnd);
  return head.status >= 100 && (isBlank(behind) || behind === CR);
}
