/**
 * Dense numbers for keys of three 32-bit integers: the first key met is 0, the next new one 1, and so on.
 * Open addressing, at most half full, so that millions of keys cost no objects.
 */

const WORDS_PER_SLOT = 4;
const WORDS_PER_KEY = 3;
const FIRST_SLOTS = 64;

export class KeyTable {
  /** Four words a slot: the number of the key plus 1, and the key itself, so that a look-up touches one place. */
  private slots: Int32Array<ArrayBuffer> = new Int32Array(FIRST_SLOTS * WORDS_PER_SLOT);
  private keys: Int32Array<ArrayBuffer> = new Int32Array((FIRST_SLOTS / 2) * WORDS_PER_KEY);
  private count = 0;

  /** Keys met. */
  get length(): number {
    return this.count;
  }

  /** Number of a key, a new one when it was not met before. */
  idOf(a: number, b: number, c: number): number {
    const slot = findSlot(this.slots, a, b, c);
    const known = (this.slots[slot] as number) - 1;
    return known >= 0 ? known : this.add(slot, a, b, c);
  }

  /** Number of a key, -1 when it was not met. */
  find(a: number, b: number, c: number): number {
    return (this.slots[findSlot(this.slots, a, b, c)] as number) - 1;
  }

  /** Makes this table equal to another. */
  copyFrom(other: KeyTable): void {
    this.slots = copied(other.slots, this.slots);
    this.keys = copied(other.keys, this.keys);
    this.count = other.count;
  }

  /** One of the three integers of a key, signed. */
  part(id: number, index: number): number {
    return this.keys[id * WORDS_PER_KEY + index] as number;
  }

  private add(slot: number, a: number, b: number, c: number): number {
    const id = this.count++;
    fillSlot(this.slots, slot, id, a, b, c);
    this.keys[id * WORDS_PER_KEY] = a;
    this.keys[id * WORDS_PER_KEY + 1] = b;
    this.keys[id * WORDS_PER_KEY + 2] = c;
    if (this.count * 2 * WORDS_PER_SLOT >= this.slots.length) this.grow();
    return id;
  }

  private grow(): void {
    const keys = new Int32Array(this.keys.length * 2);
    keys.set(this.keys);
    this.keys = keys;
    const slots = new Int32Array(this.slots.length * 2);
    this.slots = slots;
    for (let id = 0; id < this.count; id++) {
      const [a, b, c] = [this.part(id, 0), this.part(id, 1), this.part(id, 2)];
      fillSlot(this.slots, findSlot(this.slots, a, b, c), id, a, b, c);
    }
  }
}

/** The slot of a key, or the free slot where it belongs. */
function findSlot(slots: Int32Array, a: number, b: number, c: number): number {
  const mask = slots.length - WORDS_PER_SLOT;
  let slot = (hash(a, b, c) * WORDS_PER_SLOT) & mask;
  while (slots[slot] !== 0 && (slots[slot + 1] !== a || slots[slot + 2] !== b || slots[slot + 3] !== c)) {
    slot = (slot + WORDS_PER_SLOT) & mask;
  }
  return slot;
}

function fillSlot(slots: Int32Array, slot: number, id: number, a: number, b: number, c: number): void {
  slots[slot] = id + 1;
  slots[slot + 1] = a;
  slots[slot + 2] = b;
  slots[slot + 3] = c;
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

/** A copy, in the memory of `into` where it fits. */
function copied(from: Int32Array<ArrayBuffer>, into: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  if (from.length === into.length) {
    into.set(from);
    return into;
  }
  return from.slice();
}
