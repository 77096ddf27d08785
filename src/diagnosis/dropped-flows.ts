/** Flows that were in a list once and are only counted now, by list: three doubles each, no object until one is read. */
import { KeyTable } from '../bytes/key-table.js';
import { SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';

const ROW_WORDS = 6;
/** Doubles of a row. */
const COUNT = 0;
const FIRST_TIME = 1;
const LAST_TIME = 2;

/** Flows of which only this is left. */
export interface DroppedFlows {
  readonly count: number;
  /** First times of the earliest and of the latest of them. */
  readonly firstTimeNs: number;
  readonly lastTimeNs: number;
}

/** What is left of them, by the number of their list. */
export class DroppedTable {
  private readonly keys = new KeyTable();
  private readonly rows = new SlabRows(ROW_WORDS, SMALL_SLAB_BYTES);

  /** Makes this table equal to another. */
  copyFrom(other: DroppedTable): void {
    this.keys.copyFrom(other.keys);
    this.rows.copyFrom(other.rows);
  }

  /** Counts a flow of a list. @param timeNs its first time */
  add(list: number, timeNs: number): void {
    const row = this.keys.idOf(list, 0, 0);
    const isNew = row === this.rows.length;
    if (isNew) this.rows.add();
    const doubles = this.rows.doublesOf(row);
    const at = this.rows.baseOf(row) >> 1;
    doubles[at + COUNT] = (doubles[at + COUNT] as number) + 1;
    if (isNew || timeNs < (doubles[at + FIRST_TIME] as number)) doubles[at + FIRST_TIME] = timeNs;
    if (isNew || timeNs > (doubles[at + LAST_TIME] as number)) doubles[at + LAST_TIME] = timeNs;
  }

  /** What is left of those of a list; null where there is none. */
  of(list: number): DroppedFlows | null {
    const row = this.keys.find(list, 0, 0);
    if (row < 0) return null;
    const doubles = this.rows.doublesOf(row);
    const at = this.rows.baseOf(row) >> 1;
    return {
      count: doubles[at + COUNT] as number,
      firstTimeNs: doubles[at + FIRST_TIME] as number,
      lastTimeNs: doubles[at + LAST_TIME] as number,
    };
  }
}
