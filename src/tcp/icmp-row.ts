import { type SharedRows, SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';
import type { FlowRow } from './flow-row.js';

/** Errors kept of one flow: the first ones. */
export const MOST_ICMP_ERRORS_OF_FLOW = 10;

/** Errors kept of all flows: 8 MiB. */
const MOST_ICMP_ERRORS = 262_144;

const ROW_WORDS = 8;
const FRAME = 0;
const KIND = 1;
const MTU = 2;
const REPORTER = 3;
const NEXT = 4;
const SENDER = 5;
const SENDER_PORT = 6;

const CODE_SHIFT = 8;
const TYPE_SHIFT = 16;

/** One ICMP error about a segment of a flow. */
export interface IcmpNote {
  readonly frame: number;
  readonly type: number;
  readonly code: number;
  /** Address id and port of whoever sent the quoted segment. */
  readonly sender: number;
  readonly senderPort: number;
  /** Octets that a packet may have at the next hop; 0 where the error does not say. */
  readonly nextHopMtu: number;
  /** Address id of whoever sent the error. */
  readonly reporter: number;
}

/** The side of a flow that sent the segment that an error quotes: 0 for A, 1 for B. */
export function quotedSide(row: FlowRow, { sender, senderPort }: IcmpNote): number {
  return row.address(0) === sender && row.port(0) === senderPort ? 0 : 1;
}

/** The ICMP errors that quote segments of flows, each flow's in a list of its own. Rows are numbered from 1. */
export class IcmpRows {
  private readonly rows: SlabRows;

  /** @param rows rows that another thread fills; new ones where absent */
  constructor(rows: SlabRows = new SlabRows(ROW_WORDS, SMALL_SLAB_BYTES)) {
    this.rows = rows;
  }

  /** The rows as they stand now, for a reader in another thread. */
  share(): SharedRows {
    return this.rows.share();
  }

  /**
   * Puts an error at the end of the list that begins with `first` (0: an empty list), and returns the first of the list.
   * To be asked only while there is room.
   */
  append(first: number, note: IcmpNote): number {
    const added = this.rows.add() + 1;
    this.put(added, FRAME, note.frame);
    this.put(added, KIND, (note.type << TYPE_SHIFT) | (note.code << CODE_SHIFT));
    this.put(added, SENDER, note.sender);
    this.put(added, SENDER_PORT, note.senderPort);
    this.put(added, MTU, note.nextHopMtu);
    this.put(added, REPORTER, note.reporter);
    if (first === 0) return added;
    let last = first;
    for (let next = this.next(last); next !== 0; next = this.next(last)) last = next;
    this.put(last, NEXT, added);
    return first;
  }

  /** An error. */
  note(row: number): IcmpNote {
    const kind = this.get(row, KIND);
    return {
      frame: this.get(row, FRAME) >>> 0,
      type: kind >>> TYPE_SHIFT,
      code: (kind >>> CODE_SHIFT) & 0xff,
      sender: this.get(row, SENDER),
      senderPort: this.get(row, SENDER_PORT),
      nextHopMtu: this.get(row, MTU) >>> 0,
      reporter: this.get(row, REPORTER),
    };
  }

  /** The flow's next error; 0 at the end. */
  next(row: number): number {
    return this.get(row, NEXT);
  }

  /** Whether there is no room for one more. */
  get isFull(): boolean {
    return this.rows.length >= MOST_ICMP_ERRORS;
  }

  private get(row: number, word: number): number {
    return this.rows.slabOf(row - 1)[this.rows.baseOf(row - 1) + word] as number;
  }

  private put(row: number, word: number, value: number): void {
    this.rows.slabOf(row - 1)[this.rows.baseOf(row - 1) + word] = value;
  }
}
