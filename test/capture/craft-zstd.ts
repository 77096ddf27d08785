/** zstd frames made octet by octet, without a compressor: blocks that are stored or repeat one octet. */
import { concat } from './craft-capture.js';

/** One block of a frame. */
export interface CraftBlock {
  /** 0 stored, 1 one octet repeated, 2 compressed, 3 reserved. */
  readonly type: number;
  readonly size: number;
  readonly body: Uint8Array;
}

export interface CraftZstdOptions {
  /** The content size that the header tells; none where absent. */
  readonly contentBytes?: number;
  /** The octet that tells the size of the window: 1 MiB where absent. */
  readonly window?: number;
  /** Four octets behind the last block. */
  readonly checksum?: Uint8Array;
  readonly dictionary?: number;
  /** Bits of the descriptor to be changed. */
  readonly descriptor?: number;
}

const WINDOW_1_MIB = 0x50;
const BLOCK_BYTES = 100_000;

/** Blocks that store octets. */
export function storedBlocks(content: Uint8Array, size = BLOCK_BYTES): CraftBlock[] {
  const blocks: CraftBlock[] = [];
  for (let at = 0; at < content.length || blocks.length === 0; at += size) {
    const body = content.subarray(at, at + size);
    blocks.push({ type: 0, size: body.length, body });
  }
  return blocks;
}

/** A frame of such blocks. Source: RFC 8878 section 3.1.1. */
export function zstdFrame(blocks: readonly CraftBlock[], options: CraftZstdOptions = {}): Uint8Array {
  const { contentBytes, window = WINDOW_1_MIB, checksum, dictionary, descriptor = 0 } = options;
  const flags =
    (contentBytes === undefined ? 0 : 0x80) |
    (checksum === undefined ? 0 : 0x04) |
    (dictionary === undefined ? 0 : 1);
  return concat(
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, flags ^ descriptor, window),
    dictionary === undefined ? new Uint8Array(0) : Uint8Array.of(dictionary),
    contentBytes === undefined ? new Uint8Array(0) : uint32(contentBytes),
    ...blocks.map((block, index) => zstdBlock(block, index === blocks.length - 1)),
    checksum ?? new Uint8Array(0),
  );
}

/** A frame that stores octets. */
export function zstdStored(content: Uint8Array, options: CraftZstdOptions = {}): Uint8Array {
  return zstdFrame(storedBlocks(content), { contentBytes: content.length, ...options });
}

/** A frame that is skipped. Source: RFC 8878 section 3.1.2. */
export function skippableFrame(content: Uint8Array, variant = 0): Uint8Array {
  return concat(Uint8Array.of(0x50 + variant, 0x2a, 0x4d, 0x18), uint32(content.length), content);
}

function zstdBlock({ type, size, body }: CraftBlock, isLast: boolean): Uint8Array {
  const header = (isLast ? 1 : 0) | (type << 1) | (size << 3);
  return concat(Uint8Array.of(header, header >> 8, header >> 16), body);
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}
