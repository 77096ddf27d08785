import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { readFailure, type SourceFailure, type StoredSource } from './byte-source.js';

/** A regular file, read synchronously into the caller's array: no Buffer and no promise per read. */
export class FileSource implements StoredSource {
  failure: SourceFailure | null = null;
  readonly compression = null;
  readonly sha256 = null;
  readonly bytesTotal: number;
  bytesRead = 0;
  private descriptor: number | null;
  private background: Promise<number> | null = null;

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

  /** As `read`, by a thread of the system. One such read at a time. */
  readInBackground(target: Uint8Array, at: number, length: number): Promise<number> {
    const { descriptor } = this;
    if (descriptor === null || this.failure !== null) return Promise.resolve(0);
    this.background = new Promise((resolve) => {
      read(descriptor, target, at, length, null, (error, octets) => {
        if (error === null) this.bytesRead += octets;
        else this.failure = readFailure(error);
        resolve(error === null ? octets : 0);
      });
    });
    return this.background;
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

  async abandon(): Promise<void> {
    const { descriptor } = this;
    this.descriptor = null;
    // The number of a descriptor that is closed may be given to another file: nothing may read from it any more.
    await this.background;
    if (descriptor !== null) closeSync(descriptor);
  }
}
