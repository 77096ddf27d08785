import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFailure, type SourceFailure, type StoredSource } from './byte-source.js';

/** A regular file, read synchronously into the caller's array: no Buffer and no promise per read. */
export class FileSource implements StoredSource {
  failure: SourceFailure | null = null;
  readonly compression = null;
  readonly sha256 = null;
  readonly bytesTotal: number;
  bytesRead = 0;
  private descriptor: number | null;

  /** Opens the file. Throws what the operating system says (`ENOENT`, `EACCES`, …). */
  constructor(path: string) {
    this.descriptor = openSync(path, 'r');
    this.bytesTotal = fstatSync(this.descriptor).size;
  }

  read(target: Uint8Array, at: number, length: number): number {
    if (this.descriptor === null || this.failure !== null) return 0;
    try {
      const octets = readSync(this.descriptor, target, at, length, null);
      this.bytesRead += octets;
      return octets;
    } catch (error) {
      this.failure = readFailure(error);
      return 0;
    }
  }

  peek(length: number): Promise<Uint8Array> {
    const first = new Uint8Array(length);
    if (this.descriptor === null) return Promise.resolve(first.subarray(0, 0));
    try {
      return Promise.resolve(first.subarray(0, readSync(this.descriptor, first, 0, length, 0)));
    } catch (error) {
      this.failure = readFailure(error);
      return Promise.resolve(first.subarray(0, 0));
    }
  }

  finish(): Promise<void> {
    return this.abandon();
  }

  abandon(): Promise<void> {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
    return Promise.resolve();
  }
}
