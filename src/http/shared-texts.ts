import { readerOfRows, type SharedRowReader } from '../bytes/shared-rows.js';
import type { SharedRows } from '../bytes/slab.js';
import { octetsIn } from './kept-texts.js';

/** What another thread needs to read the texts of a `TextPool`. */
export interface SharedTexts {
  readonly bytes: SharedArrayBuffer;
  /** Where each text begins, by id; the next one's beginning is its end. */
  readonly starts: SharedArrayBuffer;
  /** One past the last id. */
  readonly end: number;
  /** Texts with ids below 0. */
  readonly kept: SharedRows;
}

/** Texts out of packets as those read them who do not add to them. */
export interface Texts {
  /** The octets of a text; empty for id 0. */
  octets(id: number): Uint8Array;
  /** The octets of a text, each as the character of the same number (ISO 8859-1); null for id 0. */
  latin1(id: number): string | null;
}

/** The texts of a pool that another thread fills, as far as it told. */
export class SharedTextReader implements Texts {
  private bytes = new Uint8Array(new SharedArrayBuffer(0));
  private starts = new Int32Array(new SharedArrayBuffer(0));
  private end = 1;
  private kept: SharedRowReader | null = null;

  /** Takes what the other thread told last. */
  update({ bytes, starts, end, kept }: SharedTexts): void {
    this.bytes = new Uint8Array(bytes);
    this.starts = new Int32Array(starts);
    this.end = end;
    if (this.kept === null) this.kept = readerOfRows(kept);
    else this.kept.update(kept);
  }

  /** Empty as well for a text that was not told yet. */
  octets(id: number): Uint8Array {
    if (id < 0 && this.kept !== null) return octetsIn(this.kept, -1 - id);
    if (id <= 0 || id >= this.end) return this.bytes.subarray(0, 0);
    return this.bytes.subarray(this.starts[id] as number, this.starts[id + 1] as number);
  }

  latin1(id: number): string | null {
    return id === 0 ? null : Buffer.from(this.octets(id)).toString('latin1');
  }
}
