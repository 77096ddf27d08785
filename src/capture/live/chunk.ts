/** Octets on their way to a file: whole blocks of pcapng, written at once. */

/** Room of a chunk: two frames of the greatest length that is read, and more. */
export const CHUNK_BYTES = 1024 * 1024;

/** Whole blocks, to be written to the file of this number in the order of making. */
export class Chunk {
  readonly octets = new Uint8Array(CHUNK_BYTES);
  readonly view = new DataView(this.octets.buffer);
  used = 0;
  frames = 0;
  /** Which file of the recording, from 0. */
  fileIndex = 0;

  /** Whether a block of this length still fits. */
  hasRoom(length: number): boolean {
    return this.used + length <= this.octets.length;
  }

  /** Appends a block. */
  put(block: Uint8Array): void {
    this.octets.set(block, this.used);
    this.used += block.length;
  }

  /** Takes it for a file. */
  begin(fileIndex: number): this {
    this.used = 0;
    this.frames = 0;
    this.fileIndex = fileIndex;
    return this;
  }
}
