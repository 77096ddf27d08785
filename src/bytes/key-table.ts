import { SlabRows } from './slab.js';

/**
 * Dense numbers for keys of three 32-bit integers: the first key met is 0, the next new one 1, and so on.
 * Open addressing, at most half full, so that millions of keys cost no objects.
 */
const WORDS_PER_KEY = 4;

export class KeyTable {
  private readonly rows = new SlabRows(WORDS_PER_KEY);
  private slots = new Int32Array(256);

  /** Keys met. */
  get length(): number {
    return this.rows.length;
  }

  /** Number of a key, a new one when it was not met before. */
  idOf(a: number, b: number, c: number): number {
    const mask = this.slots.length - 1;
    let slot = hash(a, b, c) & mask;
    for (;;) {
      const id = (this.slots[slot] as number) - 1;
      if (id < 0) break;
      if (this.part(id, 0) === a && this.part(id, 1) === b && this.part(id, 2) === c) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.rows.add();
    const base = this.rows.baseOf(id);
    const words = this.rows.slabOf(id);
    words[base] = a;
    words[base + 1] = b;
    words[base + 2] = c;
    this.slots[slot] = id + 1;
    if (this.rows.length * 2 > this.slots.length) this.grow();
    return id;
  }

  /** One of the three integers of a key, signed. */
  part(id: number, index: number): number {
    return this.rows.slabOf(id)[this.rows.baseOf(id) + index] as number;
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let id = 0; id < this.rows.length; id++) {
      let slot = hash(this.part(id, 0), this.part(id, 1), this.part(id, 2)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = id + 1;
    }
  }
}

function hash(a: number, b: number, c: number): number {
  return mix(mix(mix(a) ^ b) ^ c);
}

/** Spreads the bits of a 32-bit integer. Source: Chris Wellons, "Prospecting for Hash Functions" (lowbias32). */
export function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return bits ^ (bits >>> 16);
}
