import { crc32, createInflateRaw } from 'node:zlib';

/** Most octets that one call of the decompressor puts out. */
const OUTPUT_CHUNK_BYTES = 16 * 1024;
/** Compressed octets of a member kept so that a broken one can be gone through again. */
const REPLAY_BYTES = 1024 * 1024;
const TRAILER_OCTETS = 8;

/**
 * The compressed body and the trailer of one gzip member. Source: RFC 1951, RFC 1952 section 2.3.1.
 *
 * zlib drops what it had put out in the call in which it meets an error: up to 16 KiB, which may be the whole of a small
 * capture. A body that breaks within its first mebibyte is therefore gone through again, the last piece octet by octet.
 */
export class GzipMember {
  /** Octets put out and not yet taken, in order. */
  readonly output: Uint8Array[] = [];
  private readonly inflater = new RawInflater();
  private readonly trailer = new Uint8Array(TRAILER_OCTETS);
  private trailerOctets = 0;
  private bodyEnded = false;
  private checksum = 0;
  private size = 0;
  private replay: Uint8Array[] = [];
  private replayBytes = 0;

  /** Whether the member is complete. */
  get done(): boolean {
    return this.trailerOctets === TRAILER_OCTETS;
  }

  /**
   * Takes one piece; a few kilobytes, since a piece grows up to a thousandfold.
   * @returns how many octets of it belonged to the member, or null when the member is broken there.
   */
  async feed(piece: Uint8Array): Promise<number | null> {
    if (this.bodyEnded) return this.feedTrailer(piece, 0);
    const consumed = await this.inflater.feed(piece);
    if (consumed === null) {
      await this.salvage(piece);
      return null;
    }
    this.keep(this.inflater.take());
    if (consumed === piece.length) {
      this.remember(piece);
      return consumed;
    }
    this.bodyEnded = true;
    this.close();
    return this.feedTrailer(piece, consumed);
  }

  /** Releases the decompressor. */
  close(): void {
    this.replay = [];
    this.inflater.close();
  }

  private feedTrailer(piece: Uint8Array, from: number): number | null {
    const octets = Math.min(piece.length - from, TRAILER_OCTETS - this.trailerOctets);
    this.trailer.set(piece.subarray(from, from + octets), this.trailerOctets);
    this.trailerOctets += octets;
    return this.done && !this.trailerMatches() ? null : from + octets;
  }

  private trailerMatches(): boolean {
    const trailer = new DataView(this.trailer.buffer);
    return trailer.getUint32(0, true) === this.checksum && trailer.getUint32(4, true) === this.size % 2 ** 32;
  }

  private keep(chunks: Uint8Array[]): void {
    for (const chunk of chunks) {
      this.checksum = crc32(chunk, this.checksum);
      this.size += chunk.length;
      this.output.push(chunk);
    }
  }

  private remember(piece: Uint8Array): void {
    this.replayBytes += piece.length;
    if (this.replayBytes > REPLAY_BYTES) this.replay = [];
    else this.replay.push(piece.slice());
  }

  private async salvage(brokenPiece: Uint8Array): Promise<void> {
    // What the decompressor put out in full calls before the failing one is good in any case.
    const good = this.inflater.take();
    if (this.replayBytes > REPLAY_BYTES) return this.keep(good);
    const again = new RawInflater();
    for (const piece of this.replay) {
      await again.feed(piece);
      again.take();
    }
    for (let at = 0; at < brokenPiece.length; at++) {
      const fed = await again.feed(brokenPiece.subarray(at, at + 1));
      this.keep(again.take());
      if (fed === null) break;
    }
    again.close();
  }
}

/** zlib's raw inflate, fed piece by piece; all output of a piece is there when `feed` resolves. */
class RawInflater {
  private readonly inflate = createInflateRaw({ chunkSize: OUTPUT_CHUNK_BYTES });
  private chunks: Uint8Array[] = [];
  private onBroken: () => void = () => {};
  private broken = false;

  constructor() {
    this.inflate.on('data', (chunk: Uint8Array) => this.chunks.push(chunk));
    this.inflate.on('error', () => {
      this.broken = true;
      this.onBroken();
    });
  }

  /** @returns octets consumed, fewer than given when the body ended in the piece; null when the piece is broken. */
  feed(piece: Uint8Array): Promise<number | null> {
    if (this.broken) return Promise.resolve(null);
    const before = this.inflate.bytesWritten;
    return new Promise((resolve) => {
      this.onBroken = () => resolve(null);
      this.inflate.write(piece, () => resolve(this.broken ? null : this.inflate.bytesWritten - before));
    });
  }

  take(): Uint8Array[] {
    const taken = this.chunks;
    this.chunks = [];
    return taken;
  }

  close(): void {
    this.inflate.destroy();
  }
}
