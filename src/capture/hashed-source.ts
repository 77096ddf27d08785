import { createHash } from 'node:crypto';
import type { RandomAccess, SourceFailure, StoredSource } from './byte-source.js';

const DRAIN_BYTES = 1024 * 1024;

/** A stored source whose octets are hashed as they are read, and to their end by `finish`; no hash when reading fails. */
export class HashedSource implements StoredSource, RandomAccess {
  sha256: string | null = null;
  readonly compression = null;
  private readonly inner: StoredSource;
  private hash = createHash('sha256');
  /** Whether octets were read out of order, so that all of them must be hashed at the end. */
  private isScattered = false;
  private released = false;

  /** @param inner nothing may have been read from it. */
  constructor(inner: StoredSource) {
    this.inner = inner;
  }

  get failure(): SourceFailure | null {
    return this.inner.failure;
  }

  get bytesRead(): number {
    return this.inner.bytesRead;
  }

  get bytesTotal(): number | null {
    return this.inner.bytesTotal;
  }

  get randomAccess(): RandomAccess | undefined {
    return this.inner.randomAccess === undefined ? undefined : this;
  }

  seek(offset: number): void {
    this.isScattered = true;
    this.inner.randomAccess?.seek(offset);
  }

  readAt(target: Uint8Array, at: number, length: number, offset: number): number {
    return this.inner.randomAccess?.readAt(target, at, length, offset) ?? 0;
  }

  peek(length: number): Promise<Uint8Array> {
    return this.inner.peek(length);
  }

  read(target: Uint8Array, at: number, length: number): number | Promise<number> {
    const octets = this.inner.read(target, at, length);
    return typeof octets === 'number'
      ? this.hashed(target, at, octets)
      : octets.then((count) => this.hashed(target, at, count));
  }

  async finish(): Promise<void> {
    if (this.released) return;
    if (this.isScattered) this.startAgain();
    const rest = new Uint8Array(DRAIN_BYTES);
    while ((await this.read(rest, 0, rest.length)) > 0);
    if (this.failure === null) this.sha256 = this.hash.digest('hex');
    await this.abandon();
  }

  abandon(): Promise<void> {
    this.released = true;
    return this.inner.abandon();
  }

  private startAgain(): void {
    this.hash = createHash('sha256');
    this.inner.randomAccess?.seek(0);
  }

  private hashed(target: Uint8Array, at: number, octets: number): number {
    if (octets > 0) this.hash.update(target.subarray(at, at + octets));
    return octets;
  }
}
