import { type SharedRows, SlabRows } from './slab.js';

/**
 * Rows that another thread fills, read where they lie. What it told last is there; rows behind that, which a row that is
 * being written may already name, are all zero.
 */
export class SharedRowReader extends SlabRows {
  private firstSlab = 0;
  private zeroWords: Int32Array | null = null;
  private zeroDoubles: Float64Array | null = null;

  /** Takes what the other thread told last. Slabs that it gave back are given back here: it uses their memory again. */
  update({ length, firstSlab, buffers }: SharedRows): void {
    for (; this.firstSlab < firstSlab; this.firstSlab++) {
      this.words[this.firstSlab] = this.zeros();
      this.doubles[this.firstSlab] = this.zeroDoubles as Float64Array;
    }
    // The same memory comes as a new object with every message: what is known already is kept.
    for (let slab = this.words.length; slab < firstSlab + buffers.length; slab++) {
      const buffer = buffers[slab - firstSlab] as SharedArrayBuffer;
      this.words.push(new Int32Array(buffer));
      this.doubles.push(new Float64Array(buffer));
    }
    this.length = length;
  }

  override slabOf(row: number): Int32Array {
    return this.words[row >>> this.rowShift] ?? this.zeros();
  }

  override doublesOf(row: number): Float64Array {
    const doubles = this.doubles[row >>> this.rowShift];
    if (doubles !== undefined) return doubles;
    this.zeros();
    return this.zeroDoubles as Float64Array;
  }

  override octetsOf(row: number): Uint8Array {
    return new Uint8Array(this.slabOf(row).buffer);
  }

  private zeros(): Int32Array {
    if (this.zeroWords === null) {
      const buffer = new ArrayBuffer((this.rowMask + 1) * this.wordsPerRow * 4);
      this.zeroWords = new Int32Array(buffer);
      this.zeroDoubles = new Float64Array(buffer);
    }
    return this.zeroWords;
  }
}

/** A reader of rows that were just told. */
export function readerOfRows(shared: SharedRows): SharedRowReader {
  const rows = new SharedRowReader(shared.wordsPerRow, shared.slabBytes);
  rows.update(shared);
  return rows;
}
