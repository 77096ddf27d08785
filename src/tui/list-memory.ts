/**
 * Memory in which lists of flows are made, used again for every list. With a million flows a sort takes 20 MB; as garbage,
 * several of these would stay until a collection that a program with a small heap seldom has.
 *
 * One list is made at a time: what was begun before and is not wanted any more is not gone on with.
 */
import type { SortRoom, StableOrder } from '../bytes/stable-order.js';

/** Room for flows to come, while a capture is being read. */
const GROWTH = 1.25;

/** See above. */
export class ListMemory {
  private keyRoom = new Float64Array(0);
  private order = new Uint32Array(0);
  private begins = new Uint8Array(0);
  private matching = new Uint8Array(0);
  private free = new Uint32Array(0);
  private shown = new Uint32Array(0);

  /** What flows are sorted by. The next call takes it back. */
  keys(length: number): Float64Array<ArrayBuffer> {
    if (this.keyRoom.length < length) this.keyRoom = new Float64Array(room(this.keyRoom, length));
    return this.keyRoom.subarray(0, length);
  }

  /** Where they are sorted, of which the room for the next list is a part. The next call takes it back. */
  sortRoom(length: number): SortRoom {
    if (this.begins.length < length) {
      this.begins = new Uint8Array(room(this.begins, length));
      this.order = new Uint32Array(this.begins.length);
    }
    if (this.free.length < this.order.length) this.free = new Uint32Array(this.order.length);
    return { order: this.order, spare: this.free, begins: this.begins };
  }

  /** Keeps an order that was made in the room for sorting, until that is taken back. */
  keepOrder({ order }: StableOrder): void {
    if (order.buffer === this.free.buffer) [this.order, this.free] = [this.free, this.order];
  }

  /** Where it is noted which flows match a filter, none yet. The next call takes it back. */
  matches(length: number): Uint8Array {
    if (this.matching.length < length) this.matching = new Uint8Array(room(this.matching, length));
    return this.matching.subarray(0, length).fill(0);
  }

  /** Where a list is made. The next call takes it back, unless it was finished meanwhile. */
  list(length: number): Uint32Array<ArrayBuffer> {
    if (this.free.length < length) this.free = new Uint32Array(room(this.free, length));
    return this.free.subarray(0, length);
  }

  /** The list that was made is finished, and stays until the next one is. */
  finishList(): void {
    [this.free, this.shown] = [this.shown, this.free];
  }
}

/** Elements to make room for: more than are needed where there is more to come. */
function room({ length }: { readonly length: number }, wanted: number): number {
  return length === 0 ? wanted : Math.ceil(wanted * GROWTH);
}
