/** How far the reading of several files is: octets of all of them, as if they were one. */
import { stat } from 'node:fs/promises';
import { STANDARD_INPUT } from '../capture/open-source.js';

/** Told how far the reading is: octets so far, and in all; null where that is not known, as of a pipe. */
export type OnBytesRead = (bytesRead: number, bytesTotal: number | null) => void;

/** Adds up what readers tell of one file after the other. */
export class FilesProgress {
  readonly bytesTotal: number | null;
  private bytesBefore = 0;
  private bytesOfFile = 0;

  constructor(bytesTotal: number | null) {
    this.bytesTotal = bytesTotal;
  }

  /** The file before was read, the next one begins. */
  beginFile(): void {
    this.bytesBefore += this.bytesOfFile;
    this.bytesOfFile = 0;
  }

  /** Octets of all files when so many of this one were read. */
  bytesRead(ofFile: number): number {
    this.bytesOfFile = ofFile;
    return this.bytesBefore + ofFile;
  }
}

/** Octets of all files; null where one of them has no size, as a pipe. */
export async function bytesOf(paths: readonly string[]): Promise<number | null> {
  let bytes = 0;
  for (const path of paths) {
    const status = path === STANDARD_INPUT ? null : await stat(path).catch(() => null);
    if (status === null || !status.isFile()) return null;
    bytes += status.size;
  }
  return bytes;
}
