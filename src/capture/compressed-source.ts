import type { ByteSource, Compression, SourceFailure } from './byte-source.js';

const STORED_BYTES = 64 * 1024;

/**
 * A compressed input, decompressed as it is read: no size trusted, memory bounded.
 *
 * Everything before a cut or a corruption is delivered, then the source ends with 'compressed-data-broken'. What a
 * compression adds is how stored octets become output.
 */
export abstract class CompressedSource implements ByteSource {
  failure: SourceFailure | null = null;
  abstract readonly compression: Compression;
  /** Stored octets that are not taken yet: `storedOctets[storedAt … storedEnd)`. */
  protected readonly storedOctets = new Uint8Array(STORED_BYTES);
  protected storedAt = 0;
  protected storedEnd = 0;
  protected ended = false;
  private readonly stored: ByteSource;
  private readonly output: Uint8Array[] = [];
  private outputAt = 0;

  constructor(stored: ByteSource) {
    this.stored = stored;
  }

  get bytesRead(): number {
    return this.stored.bytesRead;
  }

  get bytesTotal(): number | null {
    return this.stored.bytesTotal;
  }

  get sha256(): string | null {
    return this.stored.sha256;
  }

  async read(target: Uint8Array, at: number, length: number): Promise<number> {
    while (this.output.length === 0) {
      if (this.ended) return 0;
      await this.step();
    }
    let taken = 0;
    while (taken < length && this.output.length > 0) taken += this.take(target, at + taken, length - taken);
    return taken;
  }

  finish(): Promise<void> {
    this.release();
    return this.stored.finish();
  }

  abandon(): Promise<void> {
    this.release();
    return this.stored.abandon();
  }

  /** Takes some stored octets, at least one, of which there are some. */
  protected abstract takeStored(): void | Promise<void>;

  /** Whether the compressed data may end here. */
  protected abstract get isComplete(): boolean;

  /** Releases the decompressor; may be called twice. */
  protected abstract closeDecompressor(): void;

  /** Hands on decompressed octets. */
  protected put(chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) if (chunk.length > 0) this.output.push(chunk);
  }

  /** Ends the source because of what the compressed data is. */
  protected break(message: string): void {
    this.stop(broken(message));
  }

  private take(target: Uint8Array, at: number, length: number): number {
    const first = this.output[0] as Uint8Array;
    const octets = Math.min(length, first.length - this.outputAt);
    target.set(first.subarray(this.outputAt, this.outputAt + octets), at);
    this.outputAt += octets;
    if (this.outputAt === first.length) {
      this.output.shift();
      this.outputAt = 0;
    }
    return octets;
  }

  private release(): void {
    this.ended = true;
    this.output.length = 0;
    this.closeDecompressor();
  }

  private async step(): Promise<void> {
    if (this.storedAt === this.storedEnd && !(await this.readStored())) this.endOfStored();
    else await this.takeStored();
  }

  private async readStored(): Promise<boolean> {
    this.storedAt = 0;
    this.storedEnd = await this.stored.read(this.storedOctets, 0, STORED_BYTES);
    return this.storedEnd > 0;
  }

  private endOfStored(): void {
    const cut = this.isComplete ? null : broken('the compressed data is cut off');
    this.stop(this.stored.failure ?? cut);
  }

  private stop(failure: SourceFailure | null): void {
    this.failure = failure;
    this.ended = true;
    this.closeDecompressor();
  }
}

function broken(message: string): SourceFailure {
  return { code: 'compressed-data-broken', message };
}
