import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { XxHash64 } from './xxhash64.js';
import { plainHeader, uint32, type ZstdFrameHeader } from './zstd-header.js';

/** The content of one zstd frame: its header, its blocks and its checksum in, octets out. */
export interface ZstdDecompressor {
  /** Takes a block with its header, whose octets may be overwritten afterwards. @returns whether it is sound */
  block(octets: Uint8Array, isLast: boolean): Promise<boolean>;
  /** Takes the checksum behind the last block. @returns whether it is right */
  checksum(octets: Uint8Array): Promise<boolean>;
  /** Content of the blocks so far that was not taken yet. */
  take(): Uint8Array[];
  close(): void;
}

/** zlib of Node.js from 22.15 and 23.8 on. */
type CreateZstdDecompress = () => zlib.BrotliDecompress;

const createZstdDecompress = (zlib as { createZstdDecompress?: CreateZstdDecompress }).createZstdDecompress;

/** A decompressor for a frame with this header: that of Node.js where it has one, else one in JavaScript. */
export function zstdDecompressor(frame: ZstdFrameHeader): ZstdDecompressor {
  return createZstdDecompress === undefined
    ? new ScriptDecompressor(frame)
    : new NativeDecompressor(frame, createZstdDecompress());
}

class NativeDecompressor implements ZstdDecompressor {
  private readonly stream: zlib.BrotliDecompress;
  private chunks: Uint8Array[] = [];
  private isBroken = false;
  private onBroken: () => void = () => {};

  constructor(frame: ZstdFrameHeader, stream: zlib.BrotliDecompress) {
    this.stream = stream;
    stream.on('data', (chunk: Uint8Array) => this.chunks.push(chunk));
    stream.on('error', () => {
      this.isBroken = true;
      this.onBroken();
    });
    stream.write(plainHeader(frame, frame.hasChecksum));
  }

  block(octets: Uint8Array): Promise<boolean> {
    return this.write(octets);
  }

  checksum(octets: Uint8Array): Promise<boolean> {
    return this.write(octets);
  }

  take(): Uint8Array[] {
    const taken = this.chunks;
    this.chunks = [];
    return taken;
  }

  close(): void {
    this.stream.destroy();
  }

  private write(octets: Uint8Array): Promise<boolean> {
    if (this.isBroken) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.onBroken = () => resolve(false);
      this.stream.write(octets, () => resolve(!this.isBroken));
    });
  }
}

/**
 * In JavaScript, for Node.js before 22.15. fzstd checks neither checksums nor sizes and would believe any window: the
 * first are checked here, the others by whoever cuts the frame into blocks. What a block may cost in time it does not bound.
 */
export class ScriptDecompressor implements ZstdDecompressor {
  private readonly hash: XxHash64 | null;
  private readonly stream: Decompress;
  private chunks: Uint8Array[] = [];

  constructor(frame: ZstdFrameHeader) {
    this.hash = frame.hasChecksum ? new XxHash64() : null;
    this.stream = new Decompress((chunk) => {
      this.hash?.add(chunk);
      this.chunks.push(chunk);
    });
    this.stream.push(plainHeader(frame, false));
  }

  block(octets: Uint8Array, isLast: boolean): Promise<boolean> {
    try {
      // fzstd keeps what it cannot use yet.
      this.stream.push(octets.slice(), isLast);
      return Promise.resolve(true);
    } catch {
      return Promise.resolve(false);
    }
  }

  checksum(octets: Uint8Array): Promise<boolean> {
    return Promise.resolve(uint32(octets, 0) === this.hash?.low);
  }

  take(): Uint8Array[] {
    const taken = this.chunks;
    this.chunks = [];
    return taken;
  }

  close(): void {
    this.stream.ondata = () => {};
    this.chunks = [];
  }
}
