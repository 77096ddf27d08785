/**
 * Good answers (2xx and 3xx) of the flows whose rows are kept, written down while the rules look at them: who answered whom, and
 * when. Four words each. What lasted when, and hence which of them count for what, is known only afterwards.
 */
import { SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';

const ROW_WORDS = 4;
const SERVICE = 0;
const CLIENT = 1;
/** Double of the row. */
const TIME = 1;

/** Good answers, numbered from 0 in the order of their flows. */
export class GoodAnswers {
  private readonly rows = new SlabRows(ROW_WORDS, SMALL_SLAB_BYTES);

  /** Makes these answers equal to others. */
  copyFrom(other: GoodAnswers): void {
    this.rows.copyFrom(other.rows);
  }

  get length(): number {
    return this.rows.length;
  }

  /**
   * @param service number of the service
   * @param client address id of the client
   */
  add(service: number, client: number, timeNs: number): void {
    const row = this.rows.add();
    const words = this.rows.slabOf(row);
    const base = this.rows.baseOf(row);
    words[base + SERVICE] = service;
    words[base + CLIENT] = client;
    this.rows.doublesOf(row)[(base >> 1) + TIME] = timeNs;
  }

  service(answer: number): number {
    return this.rows.slabOf(answer)[this.rows.baseOf(answer) + SERVICE] as number;
  }
  client(answer: number): number {
    return this.rows.slabOf(answer)[this.rows.baseOf(answer) + CLIENT] as number;
  }
  timeNs(answer: number): number {
    return this.rows.doublesOf(answer)[(this.rows.baseOf(answer) >> 1) + TIME] as number;
  }
}
