import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { type RandomAccess, readFailure, type SourceFailure, type StoredSource } from './byte-source.js';

/** A regular file, read synchronously into the caller's array: no Buffer and no promise per read. */
export class FileSource implements StoredSource, RandomAccess {
  failure: SourceFailure | null = null;
  readonly compression = null;
  readonly sha256 = null;
  readonly bytesTotal: number;
  bytesRead = 0;
  readonly randomAccess = this;
  private descriptor: number | null;
  /** Where the next read begins; null as long as that is where the one before ended. */
  private position: number | null = null;
  /** What is being read into arrays. */
  private readonly ahead = new Set<Promise<number>>();

  /** Opens the file. Throws what the operating system says (`ENOENT`, `EACCES`, …). */
  constructor(path: string) {
    this.descriptor = openSync(path, 'r');
    this.bytesTotal = fstatSync(this.descriptor).size;
  }

  read(target: Uint8Array, at: number, length: number): number {
    if (this.descriptor === null || this.failure !== null) return 0;
    try {
      const octets = readSync(this.descriptor, target, at, length, this.position);
      this.bytesRead += octets;
      if (this.position !== null) this.notePlace(this.position + octets);
      return octets;
    } catch (error) {
      this.failure = readFailure(error);
      return 0;
    }
  }

  seek(offset: number): void {
    this.position = offset;
  }

  readAt(target: Uint8Array, at: number, length: number, offset: number): number {
    if (this.descriptor === null || this.failure !== null) return 0;
    try {
      return readSync(this.descriptor, target, at, length, offset);
    } catch (error) {
      this.failure = readFailure(error);
      return 0;
    }
  }

  async readAhead(target: Uint8Array, at: number, length: number, offset: number): Promise<number> {
    const { descriptor } = this;
    if (descriptor === null || this.failure !== null) return 0;
    const reading = new Promise<number>((resolve) => {
      read(descriptor, target, at, length, offset, (error, octets) => {
        if (error !== null) this.failure = readFailure(error);
        resolve(error === null ? octets : 0);
      });
    });
    this.ahead.add(reading);
    const octets = await reading;
    this.ahead.delete(reading);
    this.bytesRead = Math.min(this.bytesRead + octets, this.bytesTotal);
    return octets;
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

  /** Octets read twice are not progress. */
  private notePlace(position: number): void {
    this.position = position;
    this.bytesRead = Math.min(this.bytesRead, this.bytesTotal);
  }

  finish(): Promise<void> {
    return this.abandon();
  }

  async abandon(): Promise<void> {
    // The number of a closed file may be that of another one while it is still being read from.
    await Promise.all(this.ahead);
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }
}
