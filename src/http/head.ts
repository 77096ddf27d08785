/**
 * The head of an HTTP/1 message: start line and the header fields that this project looks at.
 *
 * Octets in, positions out: a `Head` is filled in place and holds where each value lies, so that nothing is copied
 * until it is kept. Source: RFC 9112 sections 2 to 6.
 */

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const COLON = 0x3a;

/** Where a value lies: octets `at … at + length`; length 0 when there is none. */
export interface Span {
  at: number;
  length: number;
}

/** The parts of a head, overwritten by every `parseHead`. Spans are positions in the octets that were parsed. */
export class Head {
  isRequest = false;
  /** Octets from the first octet of the start line to behind the empty line. */
  length = 0;
  status = 0;
  /** The start line ended without `HTTP/…`: HTTP/0.9. */
  isSimple = false;
  readonly method: Span = { at: 0, length: 0 };
  readonly target: Span = { at: 0, length: 0 };
  readonly reason: Span = { at: 0, length: 0 };
  readonly host: Span = { at: 0, length: 0 };
  readonly userAgent: Span = { at: 0, length: 0 };
  readonly server: Span = { at: 0, length: 0 };
  readonly contentType: Span = { at: 0, length: 0 };
  readonly via: Span = { at: 0, length: 0 };
  /** Content-Length, -1 when absent or no number. */
  contentLength = -1;
  isChunked = false;
  hasConnectionClose = false;
  hasConflictingLengths = false;

  clear(): void {
    this.status = 0;
    this.isSimple = false;
    this.method.length = 0;
    this.target.length = 0;
    this.reason.length = 0;
    this.host.length = 0;
    this.userAgent.length = 0;
    this.server.length = 0;
    this.contentType.length = 0;
    this.via.length = 0;
    this.contentLength = -1;
    this.isChunked = false;
    this.hasConnectionClose = false;
    this.hasConflictingLengths = false;
  }
}

/** What the first octets of a message look like. */
export const Likeness = { No: 0, Request: 1, Response: 2, TooShort: 3 } as const;

/** Methods that are believed without an HTTP version behind them. Source: RFC 9110 section 9.3, RFC 4918, and what balancers send. */
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PATCH',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'SEARCH',
  'REPORT',
  'CHECKOUT',
  'MERGE',
  'NOTIFY',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'POLL',
  'BPROPPATCH',
  'RPC_IN_DATA',
  'RPC_OUT_DATA',
  'BITS_POST',
  'CCM_POST',
  'M-SEARCH',
  'MKACTIVITY',
  'VERSION-CONTROL',
  'LINK',
  'UNLINK',
  'PURGE',
] as const;

const methodsByFirstLetter: Uint8Array[][] = Array.from({ length: 256 }, () => []);
for (const method of METHODS) {
  methodsByFirstLetter[method.charCodeAt(0)]?.push(
    Uint8Array.from(`${method} `, (letter) => letter.charCodeAt(0)),
  );
}
const RESPONSE_START = Uint8Array.from('HTTP/1.', (letter) => letter.charCodeAt(0));
/** Octets of `HTTP/1.1 `. */
const STATUS_LINE_START = 9;
const NO_METHODS: Uint8Array[] = [];

/** What the octets `at … end` begin with: a request, a response, neither, or the beginning of either. */
export function likenessOf(bytes: Uint8Array, at: number, end: number): number {
  const response = matchStart(bytes, at, end, RESPONSE_START);
  if (response !== Likeness.No) return likenessOfStatusLine(bytes, at, end);
  const methods = methodsByFirstLetter[bytes[at] as number] ?? NO_METHODS;
  let likeness: number = Likeness.No;
  for (let i = 0; i < methods.length; i++) {
    const match = matchStart(bytes, at, end, methods[i] as Uint8Array);
    if (match === Likeness.Request) return Likeness.Request;
    if (match === Likeness.TooShort) likeness = Likeness.TooShort;
  }
  return likeness;
}

/** `HTTP/1.` begins a response only with the rest of the version and a blank behind it: a request line ends in it. */
function likenessOfStatusLine(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < STATUS_LINE_START) return Likeness.TooShort;
  return isBlank(bytes[at + STATUS_LINE_START - 1] as number) ? Likeness.Response : Likeness.No;
}

function matchStart(bytes: Uint8Array, at: number, end: number, start: Uint8Array): number {
  const length = end - at < start.length ? end - at : start.length;
  for (let i = 0; i < length; i++) {
    if (bytes[at + i] !== start[i]) return Likeness.No;
  }
  return length === start.length ? Likeness.Request : Likeness.TooShort;
}

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

/** The start line, `bytes[at … end)` without its line end. */
export function parseStartLine(bytes: Uint8Array, at: number, end: number, head: Head): void {
  head.isRequest = matchStart(bytes, at, end, RESPONSE_START) !== Likeness.Request;
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

const LOWER_CASE = 0x20;

/** Names of the fields that are read, in lower case. */
const HOST = octetsOf('host');
const USER_AGENT = octetsOf('user-agent');
const SERVER = octetsOf('server');
const VIA = octetsOf('via');
const TRANSFER_ENCODING = octetsOf('transfer-encoding');
const CONTENT_LENGTH = octetsOf('content-length');
const CONTENT_TYPE = octetsOf('content-type');
const CONNECTION = octetsOf('connection');

/** Header fields by the length of their name; only names of a listed length are compared. */
export function parseField(bytes: Uint8Array, at: number, end: number, head: Head): void {
  switch ((bytes[at] as number) | LOWER_CASE) {
    case 0x68:
      if (isName(bytes, at, end, HOST)) setValue(bytes, at + 5, end, head.host);
      return;
    case 0x75:
      if (isName(bytes, at, end, USER_AGENT)) setValue(bytes, at + 11, end, head.userAgent);
      return;
    case 0x73:
      if (isName(bytes, at, end, SERVER)) setValue(bytes, at + 7, end, head.server);
      return;
    case 0x76:
      if (isName(bytes, at, end, VIA)) setValue(bytes, at + 4, end, head.via);
      return;
    case 0x74:
      if (isName(bytes, at, end, TRANSFER_ENCODING)) parseTransferEncoding(bytes, at + 18, end, head);
      return;
    case 0x63:
      parseFieldWithC(bytes, at, end, head);
      return;
  }
}

function parseFieldWithC(bytes: Uint8Array, at: number, end: number, head: Head): void {
  if (isName(bytes, at, end, CONTENT_LENGTH)) parseContentLength(bytes, at + 15, end, head);
  else if (isName(bytes, at, end, CONTENT_TYPE)) setValue(bytes, at + 13, end, head.contentType);
  else if (isName(bytes, at, end, CONNECTION)) {
    head.hasConnectionClose = head.hasConnectionClose || containsToken(bytes, at + 11, end, 'close');
  }
}

/** Whether the field's name is the given one (lower case) and a colon follows. Source: RFC 9110 section 5.1. */
function isName(bytes: Uint8Array, at: number, end: number, name: Uint8Array): boolean {
  const { length } = name;
  if (end - at <= length || bytes[at + length] !== COLON) return false;
  for (let i = 1; i < length; i++) {
    if (((bytes[at + i] as number) | LOWER_CASE) !== name[i]) return false;
  }
  return true;
}

/** Conflicting lengths: the later field does not count. Source: RFC 9112 section 6.3. */
function parseContentLength(bytes: Uint8Array, from: number, end: number, head: Head): void {
  let length = 0;
  const at = skipSpaces(bytes, from, end);
  let i = at;
  for (; i < end; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    length = length * 10 + digit;
  }
  if (i === at || length > Number.MAX_SAFE_INTEGER) return;
  if (head.contentLength >= 0 && head.contentLength !== length) head.hasConflictingLengths = true;
  else head.contentLength = length;
  if (head.isChunked) head.hasConflictingLengths = true;
}

function parseTransferEncoding(bytes: Uint8Array, from: number, end: number, head: Head): void {
  head.isChunked = containsToken(bytes, from, end, 'chunked');
  if (head.isChunked && head.contentLength >= 0) head.hasConflictingLengths = true;
}

function containsToken(bytes: Uint8Array, from: number, end: number, token: string): boolean {
  const last = end - token.length;
  for (let at = from; at <= last; at++) {
    let i = 0;
    while (i < token.length && ((bytes[at + i] as number) | LOWER_CASE) === token.charCodeAt(i)) i++;
    if (i === token.length) return true;
  }
  return false;
}

function setValue(bytes: Uint8Array, from: number, end: number, span: Span): void {
  let valueEnd = end;
  while (valueEnd > from && isBlank(bytes[valueEnd - 1] as number)) valueEnd--;
  setSpan(span, skipSpaces(bytes, from, valueEnd), valueEnd);
}

/** Lets a span cover `at … end`. */
export function setSpan(span: Span, at: number, end: number): void {
  span.at = at;
  span.length = end - at;
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

function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
