import { createHash } from 'node:crypto';
import type { SourceFailure, StoredSource } from './byte-source.js';

const DRAIN_BYTES = 1024 * 1024;

/** A stored source whose octets are hashed as they are read, and to their end by `finish`; no hash when reading fails. */
export class HashedSource implements StoredSource {
  sha256: string | null = null;
  readonly compression = null;
  private readonly inner: StoredSource;
  private readonly hash = createHash('sha256');
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
    const rest = new Uint8Array(DRAIN_BYTES);
    while ((await this.read(rest, 0, rest.length)) > 0);
    if (this.failure === null) this.sha256 = this.hash.digest('hex');
    await this.abandon();
  }

  abandon(): Promise<void> {
    this.released = true;
    return this.inner.abandon();
  }

  private hashed(target: Uint8Array, at: number, octets: number): number {
    if (octets > 0) this.hash.update(target.subarray(at, at + octets));
    return octets;
  }
}
