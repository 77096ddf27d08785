/**
 * Texts that hardly ever come twice, in the order in which they came, so that the memory of the oldest is given back when the flows that
 * had them are evicted: a live capture without an end has targets without an end.
 *
 * A text is a run of rows of one slab: two octets of length, then the text. It goes by the number of its first row.
 */
import { type SharedRows, SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';

const ROW_WORDS = 4;
const ROW_SHIFT = 4;
const LENGTH_BYTES = 2;

/** Room for texts. */
export class KeptTexts {
  private readonly rows = new SlabRows(ROW_WORDS, SMALL_SLAB_BYTES);

  /** Octets in use. */
  get usedBytes(): number {
    return (this.rows.length - this.rows.firstKept) << ROW_SHIFT;
  }

  /** Keeps a text of at most 65,535 octets. Returns its number, from 0. */
  keep(source: Uint8Array, from: number, length: number): number {
    const { rows } = this;
    const row = rows.addRun((LENGTH_BYTES + length + (1 << ROW_SHIFT) - 1) >> ROW_SHIFT);
    const bytes = rows.octetsOf(row);
    const at = rows.baseOf(row) << 2;
    bytes[at] = length & 0xff;
    bytes[at + 1] = length >>> 8;
    for (let i = 0; i < length; i++) bytes[at + LENGTH_BYTES + i] = source[from + i] as number;
    return row;
  }

  /** The octets of a text; empty when they were given back. */
  octets(text: number): Uint8Array {
    return octetsIn(this.rows, text);
  }

  /** Whether a text is still there and consists of these octets. */
  isEqual(text: number, source: Uint8Array, from: number, length: number): boolean {
    const bytes = this.rows.octetsOf(text);
    const at = this.rows.baseOf(text) << 2;
    if (at >= bytes.length || lengthAt(bytes, at) !== length) return false;
    for (let i = 0; i < length; i++) if (bytes[at + LENGTH_BYTES + i] !== source[from + i]) return false;
    return true;
  }

  /** Gives back memory of texts with smaller numbers. */
  releaseBelow(text: number): void {
    this.rows.releaseBelow(Math.min(text, this.rows.length));
  }

  /** The texts as they stand now, for a reader in another thread. */
  share(): SharedRows {
    return this.rows.share();
  }
}

/** The octets of a text in rows that may be another thread's. */
export function octetsIn(rows: SlabRows, text: number): Uint8Array {
  const bytes = rows.octetsOf(text);
  const at = rows.baseOf(text) << 2;
  if (at >= bytes.length) return new Uint8Array(0);
  return bytes.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + lengthAt(bytes, at));
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}
