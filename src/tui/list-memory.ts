/**
 * Memory in which lists of flows are made, used again for every list. With a million flows a sort takes 20 MB; as garbage,
 * several of these would stay until a collection that a program with a small heap seldom has.
 *
 * One list is made at a time: what was begun before and is not wanted any more is not gone on with.
 */
import type { SortRoom } from '../bytes/stable-order.js';

/** Room for flows to come, while a capture is being read. */
const GROWTH = 1.25;

/** See above. */
export class ListMemory {
  private keyRoom = new Float64Array(0);
  private sorting: SortRoom = sortRoom(0);
  private free = new Uint32Array(0);
  private shown = new Uint32Array(0);
  private all = new Uint32Array(0);
  private firstOfAll = 0;

  /** What flows are sorted by. The next call takes it back. */
  keys(length: number): Float64Array<ArrayBuffer> {
    if (this.keyRoom.length < length) this.keyRoom = new Float64Array(room(this.keyRoom, length));
    return this.keyRoom.subarray(0, length);
  }

  /** Where they are sorted. The next call takes it back, and with it the order that was made in it. */
  sortRoom(length: number): SortRoom {
    const { begins } = this.sorting;
    if (begins.length < length) this.sorting = sortRoom(room(begins, length));
    return this.sorting;
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

  /** The numbers `first … end - 1`, which stay. Not to be written to. */
  allFlows(first: number, end: number): Uint32Array {
    const length = end - this.firstOfAll;
    if (first < this.firstOfAll || length > this.all.length) {
      this.firstOfAll = first;
      this.all = new Uint32Array(room(this.all, end - first));
      for (let index = 0; index < this.all.length; index++) this.all[index] = first + index;
    }
    return this.all.subarray(first - this.firstOfAll, end - this.firstOfAll);
  }
}

/** Elements to make room for: more than are needed where there is more to come. */
function room({ length }: { readonly length: number }, wanted: number): number {
  return length === 0 ? wanted : Math.ceil(wanted * GROWTH);
}

function sortRoom(length: number): SortRoom {
  return { order: new Uint32Array(length), spare: new Uint32Array(length), begins: new Uint8Array(length) };
}
