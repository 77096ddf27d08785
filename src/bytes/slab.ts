/**
 * Growable slabs of fixed-size rows.
 *
 * A row is a fixed, even number of 32-bit words. Rows live in slabs of `SharedArrayBuffer`, so that another thread
 * can read them without copying; growing adds a slab and never moves a row. Words are reached only through the
 * named accessors of the module that owns the rows (`flow-row.ts`, `exchange-row.ts`), never by a bare index elsewhere.
 */

const NO_WORDS = new Int32Array(new SharedArrayBuffer(0));
const NO_DOUBLES = new Float64Array(new SharedArrayBuffer(0));
const NO_OCTETS = new Uint8Array(new SharedArrayBuffer(0));
const LARGE_SLAB_BYTES = 2 * 1024 * 1024;
/** For tables that stay small in most captures: memory of a slab counts as used as soon as it was used before. */
export const SMALL_SLAB_BYTES = 128 * 1024;
/** Slabs that were given back and wait to be used again; more are left to the garbage collector. */
const MOST_SPARE_SLABS = 4;

/** What another thread needs to read the rows of a `SlabRows`. */
export interface SharedRows {
  readonly wordsPerRow: number;
  readonly slabBytes: number;
  readonly length: number;
  /** Slabs in front of this one were given back. */
  readonly firstSlab: number;
  /** The slabs from there on. */
  readonly buffers: readonly SharedArrayBuffer[];
}

/** Rows of 32-bit words in slabs. Row `i` is slab `i >>> rowShift`, words from `(i & rowMask) * wordsPerRow`. */
export class SlabRows {
  readonly wordsPerRow: number;
  private readonly slabBytes: number;
  readonly rowShift: number;
  readonly rowMask: number;
  /** The words of each slab as signed integers. */
  readonly words: Int32Array[] = [];
  /** The same slabs as doubles; word `w` of a slab is double `w >>> 1`. */
  readonly doubles: Float64Array[] = [];
  /** The same slabs as octets. */
  readonly octets: Uint8Array[] = [];
  /** Rows in use. */
  length = 0;
  /** Rows whose memory `releaseBelow` gave back: all with a smaller number than this one. */
  firstKept = 0;
  private readonly spareSlabs: SharedArrayBuffer[] = [];

  /**
   * @param wordsPerRow words of a row; even, so that doubles are aligned
   * @param slabBytes most octets of a slab
   */
  constructor(wordsPerRow: number, slabBytes: number = LARGE_SLAB_BYTES) {
    if (wordsPerRow <= 0 || wordsPerRow % 2 !== 0) {
      throw new RangeError(`Expected wordsPerRow to be even and positive, got ${wordsPerRow}`);
    }
    this.wordsPerRow = wordsPerRow;
    this.slabBytes = slabBytes;
    this.rowShift = Math.floor(Math.log2(slabBytes / (wordsPerRow * 4)));
    this.rowMask = (1 << this.rowShift) - 1;
  }

  /** Takes the next row, all words zero, and returns its index. */
  add(): number {
    const row = this.length++;
    if (row >>> this.rowShift === this.words.length) this.addSlab();
    return row;
  }

  /** Takes so many rows that lie one behind the other in one slab, and returns the index of the first. */
  addRun(count: number): number {
    const inSlab = this.length & this.rowMask;
    if (inSlab + count > this.rowMask + 1) this.length += this.rowMask + 1 - inSlab;
    const first = this.length;
    this.length += count;
    if (first >>> this.rowShift === this.words.length) this.addSlab();
    return first;
  }

  /** The slab that holds a row. */
  slabOf(row: number): Int32Array {
    return this.words[row >>> this.rowShift] as Int32Array;
  }

  /** The slab that holds a row, as doubles. */
  doublesOf(row: number): Float64Array {
    return this.doubles[row >>> this.rowShift] as Float64Array;
  }

  /** The slab that holds a row, as octets. */
  octetsOf(row: number): Uint8Array {
    return this.octets[row >>> this.rowShift] as Uint8Array;
  }

  /** Index of the first word of a row in its slab. */
  baseOf(row: number): number {
    return (row & this.rowMask) * this.wordsPerRow;
  }

  /**
   * Gives back the memory of all slabs whose rows lie wholly below a row. They must not be touched again: the memory is used
   * for rows that come. The collector may leave shared memory alone for minutes, in which a live capture would fill
   * hundreds of megabytes.
   */
  releaseBelow(row: number): void {
    const rowsPerSlab = this.rowMask + 1;
    for (; this.firstKept + rowsPerSlab <= row; this.firstKept += rowsPerSlab) this.release(this.firstKept);
  }

  /** Makes these rows equal to others with rows and slabs of the same size. The memory that is here is used again. */
  copyFrom(other: SlabRows): void {
    for (let slab = 0; slab < Math.max(this.words.length, other.words.length); slab++) {
      if (slab === this.words.length) this.addSlab();
      const words = this.words[slab] as Int32Array;
      const from = other.words[slab];
      // Rows behind the last one are zero, as `add` promises.
      if (from === undefined) words.fill(0);
      else words.set(from);
    }
    this.length = other.length;
  }

  /** The rows as they stand now, for a reader in another thread. */
  share(): SharedRows {
    return {
      wordsPerRow: this.wordsPerRow,
      slabBytes: this.slabBytes,
      length: this.length,
      firstSlab: this.firstKept >>> this.rowShift,
      buffers: this.words.slice(this.firstKept >>> this.rowShift).map(bufferOf),
    };
  }

  private release(row: number): void {
    const slab = row >>> this.rowShift;
    const buffer = bufferOf(this.slabOf(row));
    if (this.spareSlabs.length < MOST_SPARE_SLABS) this.spareSlabs.push(buffer);
    this.words[slab] = NO_WORDS;
    this.doubles[slab] = NO_DOUBLES;
    this.octets[slab] = NO_OCTETS;
  }

  private addSlab(): void {
    const spare = this.spareSlabs.shift();
    const buffer = spare ?? new SharedArrayBuffer((this.rowMask + 1) * this.wordsPerRow * 4);
    const words = new Int32Array(buffer);
    if (spare !== undefined) words.fill(0);
    this.words.push(words);
    this.doubles.push(new Float64Array(buffer));
    this.octets.push(new Uint8Array(buffer));
  }
}

function bufferOf(slab: Int32Array): SharedArrayBuffer {
  return slab.buffer as SharedArrayBuffer;
}
