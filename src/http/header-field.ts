/**
 * One field of an HTTP/1 head: which it is, and what it says. Source: RFC 9110 section 5.
 */
import { FieldName, type Head, type HeadSpan, setSpan } from './head.js';
import { isBlank, LOWER_CASE, listHasToken, octetsOf, skipSpaces } from './line-octets.js';

const COLON = 0x3a;

/** Names by `FieldName`, in lower case. */
const NAMES = [
  '',
  'host',
  'user-agent',
  'server',
  'via',
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
].map(octetsOf);

/** Fields by the first letter of their name, in lower case. */
const fieldsByFirstLetter: number[][] = Array.from({ length: 256 }, () => []);
for (const [field, name] of NAMES.entries()) {
  if (name.length > 0) fieldsByFirstLetter[name[0] as number]?.push(field);
}

/** Takes the field in the line `bytes[at … end)`, which is without its line end. */
export function parseField(bytes: Uint8Array, at: number, end: number, head: Head): void {
  takeField(fieldNameOf(bytes, at, end), bytes, at, end, head);
}

/** Which field a line holds, as `FieldName`. Only names with the same first letter are compared. */
export function fieldNameOf(bytes: Uint8Array, at: number, end: number): number {
  const fields = fieldsByFirstLetter[(bytes[at] as number) | LOWER_CASE] as number[];
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as number;
    if (isName(bytes, at, end, NAMES[field] as Uint8Array)) return field;
  }
  return FieldName.None;
}

/** Takes a field whose name is known. */
export function takeField(name: number, bytes: Uint8Array, at: number, end: number, head: Head): void {
  if (name === FieldName.None) return;
  const from = at + (NAMES[name] as Uint8Array).length + 1;
  const value = head.valueOf(name);
  if (value !== null) setValue(bytes, from, end, value);
  else if (name === FieldName.ContentLength) parseContentLength(bytes, from, end, head);
  else if (name === FieldName.TransferEncoding) parseTransferEncoding(bytes, from, end, head);
  else head.hasConnectionClose = listHasToken(bytes, from, end, 'close') || head.hasConnectionClose;
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
  head.isChunked = listHasToken(bytes, from, end, 'chunked');
  if (head.isChunked && head.contentLength >= 0) head.hasConflictingLengths = true;
}

function setValue(bytes: Uint8Array, from: number, end: number, span: HeadSpan): void {
  let valueEnd = end;
  while (valueEnd > from && isBlank(bytes[valueEnd - 1] as number)) valueEnd--;
  setSpan(span, skipSpaces(bytes, from, valueEnd), valueEnd);
}
