import type { RandomAccess } from './byte-source.js';

/** Octets read at a time: the wait for them costs what the system needs to copy some ten thousand. */
const READ_BYTES = 2 * 1024 * 1024;
/** Reads that are under way at once: with one, a processor would wait whenever records are walked faster than copied. */
const MOST_READS = 2;

/** A part of the input that is being read. */
interface Read {
  readonly offset: number;
  readonly array: Uint8Array;
  readonly octets: Promise<number>;
}

/** Octets that were read: `array[room … room + octets)`. */
export interface OctetsAhead {
  readonly array: Uint8Array;
  readonly octets: number;
}

/** Reads what comes next in an input while what was read is walked, in arrays of one size, which are used in turn. */
export class ReadAhead {
  private readonly source: Required<RandomAccess>;
  private readonly roomBytes: number;
  private readonly reads: Read[] = [];

  /**
   * Begins to read at `offset`.
   * @param roomBytes octets in front of those that are read, in each array: for a record that began before them
   */
  constructor(source: Required<RandomAccess>, roomBytes: number, offset: number) {
    this.source = source;
    this.roomBytes = roomBytes;
    for (let i = 0; i < MOST_READS; i++) this.begin(this.newArray(), offset + i * READ_BYTES);
  }

  /** The octets from `offset` on, which is where those taken before ended; none at the end of the input. */
  async take(offset: number): Promise<OctetsAhead> {
    let next = this.reads.shift();
    if (next?.offset !== offset) {
      // The read before it got less than it asked for, as it happens where files are far away.
      this.reads.length = 0;
      next = this.read(this.newArray(), offset);
    }
    return { array: next.array, octets: await next.octets };
  }

  /** Reads on, into an array that is not needed any more. */
  reuse(array: Uint8Array, offset: number): void {
    const isOfSize = array.length === this.roomBytes + READ_BYTES;
    this.begin(isOfSize ? array : this.newArray(), offset + this.reads.length * READ_BYTES);
  }

  private begin(array: Uint8Array, offset: number): void {
    this.reads.push(this.read(array, offset));
  }

  private read(array: Uint8Array, offset: number): Read {
    return { offset, array, octets: this.source.readAhead(array, this.roomBytes, READ_BYTES, offset) };
  }

  private newArray(): Uint8Array {
    return new Uint8Array(this.roomBytes + READ_BYTES);
  }
}
