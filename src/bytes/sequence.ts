/**
 * Arithmetic on 32-bit TCP sequence numbers.
 *
 * A sequence number is any number whose low 32 bits count (signed and unsigned forms are the same number).
 * Two numbers exactly 2^31 apart have no order: `sequenceDelta` is then -2^31 in both directions.
 * Source: RFC 9293 section 3.4, RFC 1982.
 */

/** Signed distance in octets from `from` to `to`: positive when `to` lies ahead. Range -2^31 … 2^31-1. */
export function sequenceDelta(from: number, to: number): number {
  return (to - from) | 0;
}

/** The sequence number `octets` further on, as a signed 32-bit integer. */
export function sequenceAdd(sequence: number, octets: number): number {
  return (sequence + octets) | 0;
}

/** The sequence number in the form that people and other tools print: 0 … 2^32-1. */
export function sequenceAsUnsigned(sequence: number): number {
  return sequence >>> 0;
}
