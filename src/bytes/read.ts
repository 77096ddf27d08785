/**
 * Integers at an offset of a byte array.
 *
 * In: any `Uint8Array` and an offset that the caller has checked. Out: plain numbers, never objects.
 * The only shifts of the project are here and in `slab.ts`. Nothing here checks bounds: a decoder checks a header's
 * length once and then reads its fields.
 */

/** Unsigned 16-bit integer in network order. */
export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

/** Unsigned 16-bit integer, least significant octet first. */
export function u16le(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

/** Signed 32-bit integer in network order: the form in which sequence numbers and addresses are kept. */
export function i32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

/** Signed 32-bit integer, least significant octet first. */
export function i32le(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Unsigned 32-bit integer in network order. */
export function u32(bytes: Uint8Array, at: number): number {
  return i32(bytes, at) >>> 0;
}

/** Unsigned 32-bit integer, least significant octet first. */
export function u32le(bytes: Uint8Array, at: number): number {
  return i32le(bytes, at) >>> 0;
}
