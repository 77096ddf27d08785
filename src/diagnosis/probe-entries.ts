/**
 * Entries of lists of evicted flows: a row of four words each, no object.
 */
import { SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';

const ENTRY_WORDS = 4;
const NEXT = 0;
const FLOW = 1;
/** Double of the row. */
const TIME = 1;

/** Entries numbered from 1; 0 is none. */
export class ProbeEntries {
  private readonly rows = new SlabRows(ENTRY_WORDS, SMALL_SLAB_BYTES);
  private firstFree = 0;

  /** Makes these entries equal to others. */
  copyFrom(other: ProbeEntries): void {
    this.rows.copyFrom(other.rows);
    this.firstFree = other.firstFree;
  }

  /** Entries that were made; those given back are among them. */
  get length(): number {
    return this.rows.length;
  }

  /** Makes an entry, with none behind it. @param timeNs first time of the flow */
  add(flow: number, timeNs: number): number {
    const entry = this.firstFree === 0 ? this.rows.add() + 1 : this.takeFree();
    this.rows.slabOf(entry - 1)[this.rows.baseOf(entry - 1) + FLOW] = flow;
    this.rows.doublesOf(entry - 1)[(this.rows.baseOf(entry - 1) >> 1) + TIME] = timeNs;
    return entry;
  }

  /** Gives back an entry, which is in no list any more. */
  free(entry: number): void {
    this.link(entry, this.firstFree);
    this.firstFree = entry;
  }

  flow(entry: number): number {
    return this.rows.slabOf(entry - 1)[this.rows.baseOf(entry - 1) + FLOW] as number;
  }

  /** First time of the flow. */
  timeNs(entry: number): number {
    return this.rows.doublesOf(entry - 1)[(this.rows.baseOf(entry - 1) >> 1) + TIME] as number;
  }

  /** The entry behind this one in its list. */
  next(entry: number): number {
    return this.rows.slabOf(entry - 1)[this.rows.baseOf(entry - 1) + NEXT] as number;
  }

  link(entry: number, next: number): void {
    this.rows.slabOf(entry - 1)[this.rows.baseOf(entry - 1) + NEXT] = next;
  }

  private takeFree(): number {
    const entry = this.firstFree;
    this.firstFree = this.next(entry);
    this.link(entry, 0);
    return entry;
  }
}
