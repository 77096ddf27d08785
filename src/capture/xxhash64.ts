/**
 * xxHash of 64 bits with seed 0, of which zstd keeps the low half as the checksum of a frame.
 * Source: RFC 8878 section 3.1.1, and "xxHash fast digest algorithm" 0.1.1 with its names and constants.
 */
const STRIPE = 32;
const LANES = 4;
const ALL_BITS = (1n << 64n) - 1n;

const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;

/** The hash of octets that come piece by piece. */
export class XxHash64 {
  /** Of each lane the low and the high half: BigInt would be too slow for the lanes. */
  private readonly lanes = new Int32Array(2 * LANES);
  private readonly rest = new Uint8Array(STRIPE);
  private restLength = 0;
  private length = 0;

  constructor() {
    for (const [lane, value] of [P1 + P2, P2, 0n, -P1].entries()) {
      this.lanes[2 * lane] = Number(BigInt.asIntN(32, value));
      this.lanes[2 * lane + 1] = Number(BigInt.asIntN(32, value >> 32n));
    }
  }

  /** Adds octets. */
  add(octets: Uint8Array): void {
    this.length += octets.length;
    let at = 0;
    if (this.restLength > 0) {
      at = Math.min(STRIPE - this.restLength, octets.length);
      this.rest.set(octets.subarray(0, at), this.restLength);
      this.restLength += at;
      if (this.restLength < STRIPE) return;
      this.addStripe(this.rest, 0);
    }
    for (; at + STRIPE <= octets.length; at += STRIPE) this.addStripe(octets, at);
    this.rest.set(octets.subarray(at));
    this.restLength = octets.length - at;
  }

  /** The low 32 bits of the hash of all octets so far. */
  get low(): number {
    let hash = this.length < STRIPE ? P5 : this.merged();
    hash = (hash + BigInt(this.length)) & ALL_BITS;
    let at = 0;
    for (; at + 8 <= this.restLength; at += 8) {
      const lane = (word(this.rest, at + 4) << 32n) | word(this.rest, at);
      hash = (rotated(hash ^ round(0n, lane), 27n) * P1 + P4) & ALL_BITS;
    }
    if (at + 4 <= this.restLength) {
      hash = (rotated(hash ^ ((word(this.rest, at) * P1) & ALL_BITS), 23n) * P2 + P3) & ALL_BITS;
      at += 4;
    }
    for (; at < this.restLength; at++) {
      hash = (rotated(hash ^ ((BigInt(this.rest[at] as number) * P5) & ALL_BITS), 11n) * P1) & ALL_BITS;
    }
    hash = ((hash ^ (hash >> 33n)) * P2) & ALL_BITS;
    hash = ((hash ^ (hash >> 29n)) * P3) & ALL_BITS;
    return Number((hash ^ (hash >> 32n)) & 0xffffffffn);
  }

  private merged(): bigint {
    const lanes = Array.from({ length: LANES }, (_, lane) => this.lane(lane));
    const turns = [1n, 7n, 12n, 18n];
    const start = lanes.reduce((sum, lane, index) => sum + rotated(lane, turns[index] as bigint), 0n);
    return lanes.reduce((hash, lane) => ((hash ^ round(0n, lane)) * P1 + P4) & ALL_BITS, start & ALL_BITS);
  }

  private lane(lane: number): bigint {
    const low = BigInt((this.lanes[2 * lane] as number) >>> 0);
    return (BigInt((this.lanes[2 * lane + 1] as number) >>> 0) << 32n) | low;
  }

  /** `lane = rotate(lane + input * P2, 31) * P1` for each lane, in halves of 32 bits. */
  private addStripe(octets: Uint8Array, from: number): void {
    const { lanes } = this;
    for (let i = 0, at = from; i < 2 * LANES; i += 2, at += 8) {
      const inputLow = int32(octets, at);
      const inputHigh = int32(octets, at + 4);
      const low = Math.imul(inputLow, 0x27d4eb4f);
      const high =
        (productHigh(inputLow, 0xeb4f, 0x27d4) +
          Math.imul(inputLow, 0xc2b2ae3d) +
          Math.imul(inputHigh, 0x27d4eb4f)) |
        0;
      const sumLow = ((lanes[i] as number) + low) | 0;
      const carry = sumLow >>> 0 < low >>> 0 ? 1 : 0;
      const sumHigh = ((lanes[i + 1] as number) + high + carry) | 0;
      const turnedLow = (sumLow << 31) | (sumHigh >>> 1);
      const turnedHigh = (sumHigh << 31) | (sumLow >>> 1);
      lanes[i] = Math.imul(turnedLow, 0x85ebca87);
      lanes[i + 1] =
        productHigh(turnedLow, 0xca87, 0x85eb) +
        Math.imul(turnedLow, 0x9e3779b1) +
        Math.imul(turnedHigh, 0x85ebca87);
    }
  }
}

/** The high 32 bits of the product of an unsigned number and one that is given as its low and high 16 bits. */
function productHigh(a: number, low: number, high: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const middle = aHigh * low + ((aLow * low) >>> 16);
  return (aHigh * high + (middle >>> 16) + ((aLow * high + (middle & 0xffff)) >>> 16)) | 0;
}

function int32(octets: Uint8Array, at: number): number {
  return (
    (octets[at] as number) |
    ((octets[at + 1] as number) << 8) |
    ((octets[at + 2] as number) << 16) |
    ((octets[at + 3] as number) << 24)
  );
}

function word(octets: Uint8Array, at: number): bigint {
  return BigInt(int32(octets, at) >>> 0);
}

function round(lane: bigint, input: bigint): bigint {
  return (rotated((lane + input * P2) & ALL_BITS, 31n) * P1) & ALL_BITS;
}

function rotated(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & ALL_BITS;
}
