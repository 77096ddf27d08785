/**
 * Entries of lists of flows: two words a flow, and two more for the time of one that is evicted. No object until one is read.
 */
import { SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';

const ENTRY_WORDS = 2;
const NEXT = 0;
const FLOW = 1;

const TIME_WORDS = 2;

/** Entries numbered from 1; 0 is none. */
export class ProbeEntries {
  private readonly rows = new SlabRows(ENTRY_WORDS, SMALL_SLAB_BYTES);
  /** First times of evicted flows, whose entries come first. */
  private readonly times = new SlabRows(TIME_WORDS, SMALL_SLAB_BYTES);
  private readonly timeOfFlow: (flow: number) => number;
  private readonly mostEntries: number;
  private firstFree = 0;

  /**
   * @param timeOfFlow first time of a flow whose row is kept
   * @param mostEntries limit
   */
  constructor(timeOfFlow: (flow: number) => number, mostEntries: number) {
    this.timeOfFlow = timeOfFlow;
    this.mostEntries = mostEntries;
  }

  /** Makes these entries equal to others. */
  copyFrom(other: ProbeEntries): void {
    this.rows.copyFrom(other.rows);
    this.times.copyFrom(other.times);
    this.firstFree = other.firstFree;
  }

  /**
   * Makes an entry, with none behind it; 0 when there are too many.
   * @param evictedTimeNs first time of a flow whose row is about to be given back; null for one whose row stays. All of the
   *   former come before the latter.
   */
  add(flow: number, evictedTimeNs: number | null): number {
    const entry = evictedTimeNs !== null && this.firstFree !== 0 ? this.takeFree() : this.addRow();
    if (entry === 0) return 0;
    this.rows.slabOf(entry - 1)[this.rows.baseOf(entry - 1) + FLOW] = flow;
    if (evictedTimeNs === null) return entry;
    if (entry > this.times.length) this.times.add();
    this.times.doublesOf(entry - 1)[this.times.baseOf(entry - 1) >> 1] = evictedTimeNs;
    return entry;
  }

  /** Gives back the entry of an evicted flow, which is in no list any more. */
  free(entry: number): void {
    this.link(entry, this.firstFree);
    this.firstFree = entry;
  }

  flow(entry: number): number {
    return this.rows.slabOf(entry - 1)[this.rows.baseOf(entry - 1) + FLOW] as number;
  }

  /** First time of the flow. */
  timeNs(entry: number): number {
    if (entry > this.times.length) return this.timeOfFlow(this.flow(entry));
    return this.times.doublesOf(entry - 1)[this.times.baseOf(entry - 1) >> 1] as number;
  }

  /** The entry behind this one in its list. */
  next(entry: number): number {
    return this.rows.slabOf(entry - 1)[this.rows.baseOf(entry - 1) + NEXT] as number;
  }

  link(entry: number, next: number): void {
    this.rows.slabOf(entry - 1)[this.rows.baseOf(entry - 1) + NEXT] = next;
  }

  private addRow(): number {
    return this.rows.length >= this.mostEntries ? 0 : this.rows.add() + 1;
  }

  private takeFree(): number {
    const entry = this.firstFree;
    this.firstFree = this.next(entry);
    this.link(entry, 0);
    return entry;
  }
}
