import { isBlank, octetsOf } from './line-octets.js';

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
  methodsByFirstLetter[method.charCodeAt(0)]?.push(octetsOf(`${method} `));
}
/** What a status line begins with, and what follows the target in a request line. */
export const VERSION_START = octetsOf('HTTP/1.');
/** Octets of `HTTP/1.1 `. */
const STATUS_LINE_START = 9;
/** Octets after which `likenessOf` never says `TooShort`: the longest method and the blank behind it. */
export const LIKENESS_OCTETS = Math.max(STATUS_LINE_START, ...METHODS.map(({ length }) => length + 1));
const NO_METHODS: Uint8Array[] = [];

/** What the octets `at … end` begin with: a request, a response, neither, or the beginning of either. */
export function likenessOf(bytes: Uint8Array, at: number, end: number): number {
  const response = matchStart(bytes, at, end, VERSION_START);
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

/** `Likeness.Request` when the octets begin with `start`. */
export function matchStart(bytes: Uint8Array, at: number, end: number, start: Uint8Array): number {
  const length = end - at < start.length ? end - at : start.length;
  for (let i = 0; i < length; i++) {
    if (bytes[at + i] !== start[i]) return Likeness.No;
  }
  return length === start.length ? Likeness.Request : Likeness.TooShort;
}
