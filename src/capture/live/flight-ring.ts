/**
 * The last frames, in a ring of octets: entries one behind the other, oldest first, of whole frames and a mark each.
 * An entry never lies over the end of the ring; what is left there is skipped.
 */
import { Frame } from '../frame-reader.js';

/** An entry: its octets, its mark, the time, both lengths, link type, interface, and the frame's octets. */
const LENGTH_AT = 0;
const MARK_AT = 4;
const TIME_AT = 8;
const CAPTURED_AT = 16;
const ORIGINAL_AT = 20;
const LINK_TYPE_AT = 24;
const INTERFACE_AT = 28;
const DATA_AT = 32;

const PLAIN = 0;
const MARKED = 1;
/** No entry, only the way to the start of the ring. */
const SKIP = 2;

/** A ring of frames. */
export class FlightRing {
  /** Frames in the ring. */
  count = 0;
  /** Frames in the ring that are marked. */
  marked = 0;
  private readonly octets: Uint8Array;
  private readonly view: DataView;
  private head = 0;
  private tail = 0;
  private readonly found = new Frame();

  /** @param octets a multiple of 8, with room for the greatest frame */
  constructor(octets: number) {
    this.octets = new Uint8Array(octets);
    this.view = new DataView(this.octets.buffer);
    this.found.bytes = this.octets;
  }

  /** Whether a frame of so many octets fits without one being taken out. */
  hasRoom(capturedLength: number): boolean {
    const length = entryBytes(capturedLength);
    if (this.count === 0) return length <= this.octets.length;
    if (this.head <= this.tail) return this.head !== this.tail && this.head + length <= this.tail;
    // The head may reach the end, and must not reach the tail from behind.
    return this.head + length <= this.octets.length || length <= this.tail;
  }

  /** Puts a copy of a frame in, for which there is room. */
  put(frame: Frame, timeNs: number, isMarked: boolean): void {
    const { view, octets } = this;
    const { capturedLength, at: from } = frame;
    const length = entryBytes(capturedLength);
    if (this.count === 0) {
      this.head = 0;
      this.tail = 0;
    } else if (this.head + length > octets.length) this.skipToStart();
    const at = this.head;
    view.setUint32(at + LENGTH_AT, length, true);
    view.setUint32(at + MARK_AT, isMarked ? MARKED : PLAIN, true);
    view.setFloat64(at + TIME_AT, timeNs, true);
    view.setUint32(at + CAPTURED_AT, capturedLength, true);
    view.setUint32(at + ORIGINAL_AT, frame.originalLength, true);
    view.setUint32(at + LINK_TYPE_AT, frame.linkType, true);
    view.setInt32(at + INTERFACE_AT, frame.interfaceId, true);
    octets.set(frame.bytes.subarray(from, from + capturedLength), at + DATA_AT);
    this.head = at + length === octets.length ? 0 : at + length;
    this.count++;
    if (isMarked) this.marked++;
  }

  /** Time of the oldest frame; NaN when there is none. */
  oldestNs(): number {
    return this.count === 0 ? Number.NaN : this.view.getFloat64(this.tail + TIME_AT, true);
  }

  /** The oldest frame, which is there: one object for all calls, whose octets are good until the next `put`. */
  oldest(): Frame {
    return this.frameAt(this.tail);
  }

  /** Takes the oldest frame out. Returns whether it was marked. */
  drop(): boolean {
    const isMarked = this.view.getUint32(this.tail + MARK_AT, true) === MARKED;
    this.count--;
    if (isMarked) this.marked--;
    this.tail = this.after(this.tail);
    return isMarked;
  }

  /** Marks every frame for which this is true. The frame is one object for all calls. */
  markWhere(isWanted: (frame: Frame) => boolean): void {
    let at = this.tail;
    for (let left = this.count; left > 0; left--) {
      if (this.view.getUint32(at + MARK_AT, true) === PLAIN && isWanted(this.frameAt(at))) {
        this.view.setUint32(at + MARK_AT, MARKED, true);
        this.marked++;
      }
      at = this.after(at);
    }
  }

  private skipToStart(): void {
    if (this.head < this.octets.length) {
      this.view.setUint32(this.head + LENGTH_AT, this.octets.length - this.head, true);
      this.view.setUint32(this.head + MARK_AT, SKIP, true);
    }
    this.head = 0;
  }

  /** The entry behind the one at `at`. */
  private after(at: number): number {
    const next = at + this.view.getUint32(at + LENGTH_AT, true);
    if (next === this.octets.length) return 0;
    return next !== this.head && this.view.getUint32(next + MARK_AT, true) === SKIP ? 0 : next;
  }

  private frameAt(at: number): Frame {
    const { view, found } = this;
    found.at = at + DATA_AT;
    found.timeNs = view.getFloat64(at + TIME_AT, true);
    found.capturedLength = view.getUint32(at + CAPTURED_AT, true);
    found.originalLength = view.getUint32(at + ORIGINAL_AT, true);
    found.linkType = view.getUint32(at + LINK_TYPE_AT, true);
    found.interfaceId = view.getInt32(at + INTERFACE_AT, true);
    return found;
  }
}

function entryBytes(capturedLength: number): number {
  return DATA_AT + ((capturedLength + 7) & ~7);
}
