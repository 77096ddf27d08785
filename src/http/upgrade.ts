import type { Span } from './head.js';
import { LOWER_CASE } from './line-octets.js';

const LF = 0x0a;
const CR = 0x0d;
const NAME = 'upgrade:';

/** Where the value of the first Upgrade field lies in a head that goes on at `from`, in the middle of a line. Length 0: none. */
export function upgradeField(bytes: Uint8Array, from: number, end: number): Span {
  let at = nextLine(bytes, from, end);
  while (at < end && bytes[at] !== LF && bytes[at] !== CR) {
    const next = nextLine(bytes, at, end);
    if (isUpgrade(bytes, at, next)) return trimmed(bytes, at + NAME.length, next);
    at = next;
  }
  return { at: from, length: 0 };
}

function nextLine(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== LF) at++;
  return at < end ? at + 1 : end;
}

function isUpgrade(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < NAME.length) return false;
  for (let i = 0; i < NAME.length; i++) {
    if (((bytes[at + i] as number) | LOWER_CASE) !== (NAME.charCodeAt(i) | LOWER_CASE)) return false;
  }
  return true;
}

function trimmed(bytes: Uint8Array, from: number, to: number): Span {
  let at = from;
  let end = to;
  while (end > at && (bytes[end - 1] as number) <= 0x20) end--;
  while (at < end && (bytes[at] as number) <= 0x20) at++;
  return { at, length: end - at };
}
