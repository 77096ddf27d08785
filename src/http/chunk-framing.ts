import { StreamState } from './stream-row.js';

const LF = 0x0a;
const CR = 0x0d;

/** A larger chunk cannot be counted: its size is taken for damage. */
const LARGEST_CHUNK = Number.MAX_SAFE_INTEGER / 32;

/** In place of the size read so far: no digit of it has come yet. */
export const NO_DIGIT = -1;

/**
 * The lines around the chunks of a body: sizes with their extensions, the line end behind a chunk, and trailers.
 * Octet by octet, for a segment may end anywhere. Source: RFC 9112 section 7.1.
 */
export class ChunkFraming {
  /** State (`StreamState`) in which the next octets are read. */
  state = 0;
  /** Size read so far (`NO_DIGIT` in front of it), or octets of the chunk that begins; in a trailer 1 once its line has a character. */
  value = 0;
  /** The last line of the body was read. */
  isEnd = false;
  /** Where a size has to be there is none, or one that is too large: what follows cannot be found. */
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
      this.value = NO_DIGIT;
    } else if (this.state === StreamState.Trailer) {
      this.isEnd = this.value === 0;
      this.value = 0;
    } else if (this.value === NO_DIGIT) {
      this.isBroken = true;
    } else {
      this.state = this.value === 0 ? StreamState.Trailer : StreamState.ChunkData;
    }
  }

  private takeOctet(octet: number): void {
    if (octet === CR) return;
    if (this.state === StreamState.Trailer) this.value = 1;
    if (this.state !== StreamState.ChunkSize) return;
    const digit = hexDigit(octet);
    if (digit >= 0) this.value = this.value === NO_DIGIT ? digit : this.value * 16 + digit;
    else this.state = StreamState.ChunkExtension;
    this.isBroken = this.value === NO_DIGIT || this.value > LARGEST_CHUNK;
  }
}

function hexDigit(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
