/**
 * What single messages mean for those that follow them: small questions about a head or the first octets of a stream.
 */
import { ExchangeFlag } from './exchange-row.js';
import type { Head } from './head.js';

/** What the head of a response says of it, as `ExchangeFlag`. */
export function responseFlags(head: Head): number {
  const { ConnectionClose, Chunked, ConflictingLengths } = ExchangeFlag;
  return (
    (head.hasConnectionClose ? ConnectionClose : 0) |
    (head.isChunked ? Chunked : 0) |
    (head.hasConflictingLengths ? ConflictingLengths : 0)
  );
}

/** Statuses whose responses have no body. Source: RFC 9112 section 6.3. */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 304 || (status >= 100 && status < 200);
}

/** `GET /` without a version is what some balancers' default probes send; anything else without a version is no HTTP. */
export function isPlausibleSimpleRequest(bytes: Uint8Array, head: Head): boolean {
  const { method, target } = head;
  return method.length === 3 && bytes[method.at] === 0x47 && target.length > 0 && bytes[target.at] === 0x2f;
}
