/** The headers of zstd: of frames and of blocks. Source: RFC 8878 section 3.1. */

/** Octets of the magic number, and of the size of a skippable frame. */
export const MAGIC_BYTES = 4;
/** Magic number and descriptor, which tell how long the header is. */
export const DESCRIPTOR_BYTES = 5;
export const BLOCK_HEADER_BYTES = 3;
export const CHECKSUM_BYTES = 4;

/** Octets to which a block decompresses at most, and those of a block that is stored. */
export const LARGEST_BLOCK = 128 * 1024;
/** Octets of the largest header: magic number, descriptor, window, dictionary and size. */
export const LARGEST_HEADER = 18;

const MAGIC = 0xfd2fb528;
const FIRST_SKIPPABLE_MAGIC = 0x184d2a50;
const LAST_SKIPPABLE_MAGIC = 0x184d2a5f;

const SINGLE_SEGMENT = 0x20;
const RESERVED = 0x08;
const CHECKSUM = 0x04;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const SIZE_BYTES = [0, 2, 4, 8] as const;

/** The kind of a block. */
export const BlockType = { Raw: 0, Rle: 1, Compressed: 2, Reserved: 3 } as const;

/** What the header of a frame says. */
export interface ZstdFrameHeader {
  /** Octets that the decompressor must look back on. */
  readonly windowBytes: number;
  /** Octets of the content; null when the header does not tell. */
  readonly contentBytes: number | null;
  readonly hasChecksum: boolean;
  readonly hasDictionary: boolean;
}

/** Whether octets begin like zstd. */
export function looksLikeZstd(first: Uint8Array): boolean {
  return first.length >= MAGIC_BYTES && (isZstdFrame(first) || isSkippableFrame(first));
}

/** Whether a frame of compressed data begins. @param octets at least four */
export function isZstdFrame(octets: Uint8Array): boolean {
  return uint32(octets, 0) === MAGIC;
}

/** Whether a frame begins whose content is not for the decompressor. @param octets at least four */
export function isSkippableFrame(octets: Uint8Array): boolean {
  const magic = uint32(octets, 0);
  return magic >= FIRST_SKIPPABLE_MAGIC && magic <= LAST_SKIPPABLE_MAGIC;
}

/** Octets of a frame's header with its magic number; null when the descriptor is invalid. @param octets the first five */
export function headerBytes(octets: Uint8Array): number | null {
  const descriptor = octets[MAGIC_BYTES] as number;
  if ((descriptor & RESERVED) !== 0) return null;
  const hasWindow = (descriptor & SINGLE_SEGMENT) === 0;
  return DESCRIPTOR_BYTES + (hasWindow ? 1 : 0) + dictionaryBytes(descriptor) + sizeBytes(descriptor);
}

/** Reads a header that is there to its end. */
export function readFrameHeader(octets: Uint8Array): ZstdFrameHeader {
  const descriptor = octets[MAGIC_BYTES] as number;
  const isSingle = (descriptor & SINGLE_SEGMENT) !== 0;
  const dictionaryAt = DESCRIPTOR_BYTES + (isSingle ? 0 : 1);
  const sizeAt = dictionaryAt + dictionaryBytes(descriptor);
  const contentBytes = contentSize(octets, sizeAt, sizeBytes(descriptor));
  const dictionary = octets.subarray(dictionaryAt, sizeAt);
  return {
    windowBytes: isSingle ? (contentBytes ?? 0) : windowSize(octets[DESCRIPTOR_BYTES] as number),
    contentBytes,
    hasChecksum: (descriptor & CHECKSUM) !== 0,
    hasDictionary: dictionary.some((octet) => octet !== 0),
  };
}

/**
 * A header for the same blocks that tells nothing but the window, which it may round up: what else the frame's own header
 * says is checked by its reader.
 */
export function plainHeader({ windowBytes }: ZstdFrameHeader, hasChecksum: boolean): Uint8Array {
  const exponent = Math.max(0, Math.ceil(Math.log2(windowBytes)) - 10);
  const magic = Uint8Array.of(MAGIC, MAGIC >> 8, MAGIC >> 16, MAGIC >> 24);
  return Uint8Array.of(...magic, hasChecksum ? CHECKSUM : 0, exponent << 3);
}

/** Little-endian number of four octets. */
export function uint32(octets: Uint8Array, at: number): number {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength).getUint32(at, true);
}

function dictionaryBytes(descriptor: number): number {
  return DICTIONARY_BYTES[descriptor & 3] as number;
}

function sizeBytes(descriptor: number): number {
  const octets = SIZE_BYTES[descriptor >> 6] as number;
  return octets === 0 && (descriptor & SINGLE_SEGMENT) !== 0 ? 1 : octets;
}

function windowSize(octet: number): number {
  const base = 2 ** (10 + (octet >> 3));
  return base + (base / 8) * (octet & 7);
}

function contentSize(octets: Uint8Array, at: number, length: number): number | null {
  if (length === 0) return null;
  let size = 0;
  for (let i = length - 1; i >= 0; i--) size = size * 256 + (octets[at + i] as number);
  return length === 2 ? size + 256 : size;
}
