import { describe, expect, test } from 'vitest';
import { SlabRows } from '../../src/bytes/slab.js';

/** Rows of which a slab holds few: 2 MiB / 512 KiB. */
const WORDS = 131_072;
const ROWS_PER_SLAB = 4;

describe('Rows in slabs', () => {
  test.each([0, -2, 3])('cannot have %i words', (words) => {
    expect(() => new SlabRows(words)).toThrow(RangeError);
  });

  test('begin zero, are numbered from 0, and fill one slab after the other', () => {
    const rows = new SlabRows(WORDS);
    expect(rows.rowMask + 1).toBe(ROWS_PER_SLAB);
    for (let row = 0; row < 6; row++) {
      expect(rows.add()).toBe(row);
      expect(rows.slabOf(row)[rows.baseOf(row)]).toBe(0);
      expect(rows.baseOf(row)).toBe((row % ROWS_PER_SLAB) * WORDS);
      expect(rows.slabOf(row)).toBe(rows.words[row < ROWS_PER_SLAB ? 0 : 1]);
    }
    expect(rows.words).toHaveLength(2);
  });

  test('never move: what was read before growing is still the row', () => {
    const rows = new SlabRows(WORDS);
    const first = rows.add();
    const slab = rows.slabOf(first);
    slab[0] = 42;
    for (let i = 0; i < 2 * ROWS_PER_SLAB; i++) rows.add();
    expect(rows.slabOf(first)).toBe(slab);
    expect(rows.slabOf(first)[0]).toBe(42);
  });

  test('hold doubles in the octets of two words', () => {
    const rows = new SlabRows(6);
    for (let row = 0; row < 3; row++) rows.add();
    rows.doublesOf(2)[(rows.baseOf(2) + 4) >> 1] = 0.1;
    const view = new DataView(rows.slabOf(2).buffer);
    expect(view.getFloat64((rows.baseOf(2) + 4) * 4, true)).toBe(0.1);
    expect(rows.slabOf(1)[rows.baseOf(1) + 5]).toBe(0);
  });

  test('are shared with another thread without copying', () => {
    const rows = new SlabRows(4);
    rows.add();
    const shared = rows.share();
    rows.slabOf(0)[1] = 7;
    expect(shared.length).toBe(1);
    expect(shared.firstSlab).toBe(0);
    expect(shared.wordsPerRow).toBe(4);
    expect(new Int32Array(shared.buffers[0] as SharedArrayBuffer)[1]).toBe(7);
  });

  test('give back the memory of a whole slab and keep their numbers', () => {
    const rows = new SlabRows(WORDS);
    for (let i = 0; i < ROWS_PER_SLAB + 1; i++) rows.add();
    rows.slabOf(ROWS_PER_SLAB)[0] = 9;
    rows.releaseBelow(ROWS_PER_SLAB);
    expect(rows.slabOf(0)).toHaveLength(0);
    expect(rows.doublesOf(0)).toHaveLength(0);
    expect(rows.slabOf(ROWS_PER_SLAB)[0]).toBe(9);
    expect(rows.add()).toBe(ROWS_PER_SLAB + 1);
  });

  test('use memory that was given back again, all zero, for the rows that come', () => {
    const rows = new SlabRows(WORDS);
    for (let i = 0; i < ROWS_PER_SLAB; i++) rows.add();
    const { buffer } = rows.slabOf(0);
    rows.slabOf(2)[rows.baseOf(2) + 5] = 7;
    rows.doublesOf(3)[rows.baseOf(3) >> 1] = 0.5;
    rows.releaseBelow(ROWS_PER_SLAB);
    for (let i = 0; i < ROWS_PER_SLAB; i++) rows.add();
    expect(rows.slabOf(ROWS_PER_SLAB).buffer).toBe(buffer);
    expect(rows.doublesOf(ROWS_PER_SLAB).buffer).toBe(buffer);
    expect(rows.slabOf(ROWS_PER_SLAB).every((word) => word === 0)).toBe(true);
    expect(rows.slabOf(0)).toHaveLength(0);
  });

  test('stay as long as one of their slab is needed', () => {
    const rows = new SlabRows(WORDS);
    for (let i = 0; i < 2 * ROWS_PER_SLAB; i++) rows.add();
    rows.releaseBelow(2 * ROWS_PER_SLAB - 1);
    expect(rows.firstKept).toBe(ROWS_PER_SLAB);
    expect(rows.slabOf(ROWS_PER_SLAB)).toHaveLength(ROWS_PER_SLAB * WORDS);
  });

  test('keep a few slabs that were given back and no more', () => {
    const rows = new SlabRows(WORDS);
    const slabs = 8;
    for (let i = 0; i < slabs * ROWS_PER_SLAB; i++) rows.add();
    const before = new Set(rows.words.map(({ buffer }) => buffer));
    rows.releaseBelow(rows.length);
    for (let i = 0; i < slabs * ROWS_PER_SLAB; i++) rows.add();
    const after = rows.words.slice(slabs).map(({ buffer }) => buffer);
    expect(after.filter((buffer) => before.has(buffer))).toHaveLength(4);
  });
});
