import { StreamState } from './stream-row.js';

const LF = 0x0a;
const CR = 0x0d;

/** A larger chunk cannot be counted: its size is taken for damage. */
const LARGEST_CHUNK = Number.MAX_SAFE_INTEGER / 32;

/**
 * The lines around the chunks of a body: sizes with their extensions, the line end behind a chunk, and trailers.
 * Octet by octet, for a segment may end anywhere. Source: RFC 9112 section 7.1.
 */
export class ChunkFraming {
  /** State (`StreamState`) in which the next octets are read. */
  state = 0;
  /** Size read so far, or octets of the chunk that begins; in a trailer 1 once its line has a character. */
  value = 0;
  /** The last line of the body was read. */
  isEnd = false;
  /** The size is no size. */
  isBroken = false;

  /** Reads on from a state and value; returns where the octets begin that are no framing, `end` when all were. */
  read(state: number, value: number, bytes: Uint8Array, from: number, end: number): number {
    this.state = state;
    this.value = value;
    this.isEnd = false;
    this.isBroken = false;
    for (let at = from; at < end; at++) {
      const octet = bytes[at] as number;
      if (octet === LF) this.endLine();
      else this.takeOctet(octet);
      if (this.isBroken) return end;
      if (this.isEnd || this.state === StreamState.ChunkData) return at + 1;
    }
    return end;
  }

  private endLine(): void {
    if (this.state === StreamState.ChunkEnd) {
      this.state = StreamState.ChunkSize;
      this.value = 0;
    } else if (this.state === StreamState.Trailer) {
      this.isEnd = this.value === 0;
      this.value = 0;
    } else {
      this.state = this.value === 0 ? StreamState.Trailer : StreamState.ChunkData;
    }
  }

  private takeOctet(octet: number): void {
    if (octet === CR) return;
    if (this.state === StreamState.Trailer) this.value = 1;
    if (this.state !== StreamState.ChunkSize) return;
    const digit = hexDigit(octet);
    if (digit < 0) this.state = StreamState.ChunkExtension;
    else this.value = this.value * 16 + digit;
    this.isBroken = this.value > LARGEST_CHUNK;
  }
}

function hexDigit(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
