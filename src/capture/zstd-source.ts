import type { ByteSource } from './byte-source.js';
import { CompressedSource } from './compressed-source.js';
import { type ZstdDecompressor, zstdDecompressor } from './zstd-decompressor.js';
import {
  BLOCK_HEADER_BYTES,
  BlockType,
  CHECKSUM_BYTES,
  DESCRIPTOR_BYTES,
  headerBytes,
  isSkippableFrame,
  isZstdFrame,
  LARGEST_BLOCK,
  LARGEST_HEADER,
  MAGIC_BYTES,
  readFrameHeader,
  uint32,
  type ZstdFrameHeader,
} from './zstd-header.js';

/** Octets that a decompressor keeps to look back on, at most: what `zstd -d` allows by default. Source: zstd(1), --memory. */
const LARGEST_WINDOW = 128 * 1024 * 1024;

type Part = 'magic' | 'skippable' | 'descriptor' | 'header' | 'block-header' | 'block' | 'checksum';

/**
 * A zstd-compressed input: any number of frames, those to be skipped among them.
 *
 * Frames and blocks are told apart here and handed to the decompressor one by one, so that it never sees a size that
 * was not checked, and all blocks in front of a broken one are delivered. Source: RFC 8878.
 */
export class ZstdSource extends CompressedSource {
  readonly compression = 'zstd';
  /** The part of the format that is being collected, and how many octets it has. */
  private part: Part = 'magic';
  private partBytes = MAGIC_BYTES;
  private readonly collected = new Uint8Array(LARGEST_HEADER + BLOCK_HEADER_BYTES + LARGEST_BLOCK);
  private collectedBytes = 0;
  private octetsToSkip = 0;
  private framesDone = 0;
  private frame: ZstdFrameHeader | null = null;
  private decompressor: ZstdDecompressor | null = null;
  private isLastBlock = false;
  private contentBytes = 0;
  private readonly decompressorOf: typeof zstdDecompressor;

  /** @param decompressorOf makes the decompressor of a frame; another only in tests */
  constructor(stored: ByteSource, decompressorOf = zstdDecompressor) {
    super(stored);
    this.decompressorOf = decompressorOf;
  }

  protected get isComplete(): boolean {
    const isBetween = this.part === 'magic' && this.collectedBytes === 0 && this.octetsToSkip === 0;
    return isBetween && this.framesDone > 0;
  }

  protected async takeStored(): Promise<void> {
    const there = this.storedEnd - this.storedAt;
    if (this.octetsToSkip > 0) {
      const skipped = Math.min(there, this.octetsToSkip);
      this.octetsToSkip -= skipped;
      this.storedAt += skipped;
      return;
    }
    const octets = Math.min(there, this.partBytes - this.collectedBytes);
    this.collected.set(
      this.storedOctets.subarray(this.storedAt, this.storedAt + octets),
      this.collectedBytes,
    );
    this.collectedBytes += octets;
    this.storedAt += octets;
    if (this.collectedBytes === this.partBytes) await this.endPart();
  }

  protected closeDecompressor(): void {
    this.decompressor?.close();
    this.decompressor = null;
  }

  private async endPart(): Promise<void> {
    const octets = this.collected.subarray(0, this.collectedBytes);
    switch (this.part) {
      case 'magic':
        return this.endMagic(octets);
      case 'skippable':
        this.octetsToSkip = uint32(octets, MAGIC_BYTES);
        this.framesDone++;
        return this.begin('magic', MAGIC_BYTES);
      case 'descriptor':
        return this.endDescriptor(octets);
      case 'header':
        return this.endHeader(octets);
      case 'block-header':
        return this.endBlockHeader(octets);
      case 'block':
        return this.endBlock(octets);
      case 'checksum':
        return this.endChecksum(octets);
    }
  }

  /** The next part begins with octets of its own. */
  private begin(part: Part, octets: number): void {
    this.collectedBytes = 0;
    this.goOn(part, octets);
  }

  /** The next part is a longer form of the present one. */
  private goOn(part: Part, octets: number): void {
    this.part = part;
    this.partBytes = octets;
  }

  private endMagic(octets: Uint8Array): void {
    if (isSkippableFrame(octets)) this.goOn('skippable', 2 * MAGIC_BYTES);
    else if (isZstdFrame(octets)) this.goOn('descriptor', DESCRIPTOR_BYTES);
    else this.break('something follows the compressed data');
  }

  private endDescriptor(octets: Uint8Array): void | Promise<void> {
    const length = headerBytes(octets);
    if (length === null) return this.break('a zstd frame has an invalid header');
    this.goOn('header', length);
    if (length === octets.length) return this.endHeader(octets);
  }

  private endHeader(octets: Uint8Array): void {
    const frame = readFrameHeader(octets);
    if (frame.hasDictionary) {
      this.break('the compressed data needs a dictionary');
      return;
    }
    if (frame.windowBytes > LARGEST_WINDOW) {
      this.break(`the compressed data needs ${frame.windowBytes} octets of memory to look back on`);
      return;
    }
    this.frame = frame;
    this.contentBytes = 0;
    this.decompressor = this.decompressorOf(frame);
    this.begin('block-header', BLOCK_HEADER_BYTES);
  }

  private endBlockHeader(octets: Uint8Array): void | Promise<void> {
    const header = uint24(octets);
    const type = (header >> 1) & 3;
    const size = header >> 3;
    this.isLastBlock = (header & 1) !== 0;
    if (type === BlockType.Reserved || size > LARGEST_BLOCK)
      return this.break('a zstd block has an invalid header');
    const body = type === BlockType.Rle ? 1 : size;
    this.goOn('block', BLOCK_HEADER_BYTES + body);
    if (body === 0) return this.endBlock(octets);
  }

  private async endBlock(octets: Uint8Array): Promise<void> {
    const isSound = await this.decompressor?.block(octets, this.isLastBlock);
    // Given up while it was being decompressed.
    if (this.ended) return;
    const content = this.decompressor?.take() ?? [];
    this.put(content);
    for (const chunk of content) this.contentBytes += chunk.length;
    if (isSound !== true) this.break('the compressed data is corrupt');
    else if (!this.isLastBlock) this.begin('block-header', BLOCK_HEADER_BYTES);
    else if (this.frame?.hasChecksum === true) this.begin('checksum', CHECKSUM_BYTES);
    else this.endFrame();
  }

  private async endChecksum(octets: Uint8Array): Promise<void> {
    const isRight = await this.decompressor?.checksum(octets);
    if (this.ended) return;
    if (isRight !== true) return this.break('the compressed data is corrupt');
    this.endFrame();
  }

  private endFrame(): void {
    const announced = this.frame?.contentBytes ?? this.contentBytes;
    this.closeDecompressor();
    this.framesDone++;
    this.begin('magic', MAGIC_BYTES);
    if (announced !== this.contentBytes) this.break('the compressed data is corrupt');
  }
}

function uint24(octets: Uint8Array): number {
  return (octets[0] as number) | ((octets[1] as number) << 8) | ((octets[2] as number) << 16);
}
