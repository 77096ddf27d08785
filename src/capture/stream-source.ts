import type { Readable } from 'node:stream';
import { readFailure, type SourceFailure, type StoredSource } from './byte-source.js';

const NOTHING = new Uint8Array(0);

/**
 * Anything that is not a regular file: standard input, a FIFO, a character device, a pipe from a child.
 * A chunk is pulled only when the one before it has been taken, so the writer is held back by the reader.
 */
export class StreamSource implements StoredSource {
  failure: SourceFailure | null = null;
  readonly compression = null;
  readonly sha256 = null;
  readonly bytesTotal = null;
  bytesRead = 0;
  private readonly stream: Readable;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private chunk: Uint8Array = NOTHING;
  private chunkAt = 0;
  private ended = false;

  /** @param stream in binary mode, not yet read from. */
  constructor(stream: Readable) {
    this.stream = stream;
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  async read(target: Uint8Array, at: number, length: number): Promise<number> {
    while (this.chunkAt === this.chunk.length) {
      if (!(await this.pull())) return 0;
    }
    const octets = Math.min(length, this.chunk.length - this.chunkAt);
    target.set(this.chunk.subarray(this.chunkAt, this.chunkAt + octets), at);
    this.chunkAt += octets;
    this.bytesRead += octets;
    return octets;
  }

  async peek(length: number): Promise<Uint8Array> {
    let first = NOTHING;
    while (first.length < length && (await this.pull())) first = joined(first, this.chunk);
    this.chunk = first;
    this.chunkAt = 0;
    return first.slice(0, length);
  }

  finish(): Promise<void> {
    return this.abandon();
  }

  abandon(): Promise<void> {
    this.ended = true;
    this.chunk = NOTHING;
    this.chunkAt = 0;
    this.stream.destroy();
    return Promise.resolve();
  }

  private async pull(): Promise<boolean> {
    if (this.ended) return false;
    try {
      const { done, value } = await this.chunks.next();
      this.ended = done === true;
      this.chunk = this.ended ? NOTHING : value;
    } catch (error) {
      this.failure = readFailure(error);
      this.ended = true;
      this.chunk = NOTHING;
    }
    this.chunkAt = 0;
    return !this.ended;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first, 0);
  both.set(second, first.length);
  return both;
}
