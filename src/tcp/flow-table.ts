import { SlabRows } from '../bytes/slab.js';
import { FlowFlag } from './flow-flag.js';
import { FLOW_ROW_WORDS } from './flow-layout.js';
import { FlowRow } from './flow-row.js';
import { FlowSlots } from './flow-slots.js';
import { QuotedFlows } from './quoted-flows.js';
import { tupleHash } from './tuple-hash.js';

/**
 * The flows of a capture: which row belongs to an address pair and port pair.
 *
 * Open addressing over the words of `FlowSlots`. A slot holds the number of the latest flow of its tuple plus 1,
 * so that flow numbers are those of Wireshark's `tcp.stream`: in order of their first segment, a reused tuple being a new flow.
 * At the cap the oldest slab of rows is given back after its flows were handed to `onEvict`; their tuples are forgotten.
 */
export class FlowTable {
  readonly rows = new SlabRows(FLOW_ROW_WORDS);
  /** The cursor that `find` and `add` leave on the flow. */
  readonly row: FlowRow;
  /** Side that sent the segment last looked up: 0 for A, 1 for B. */
  side = 0;
  /** Flows of which only ICMP errors are known. */
  readonly quoted = new QuotedFlows();
  /** Flows evicted: all flows with a smaller number than this one. */
  firstKept = 0;

  /** Hashes beside the flows, so that a row is touched only when the hash agrees. */
  private readonly slots: FlowSlots;
  private tupleHash = 0;
  private slot = 0;
  private readonly seed: number;
  private readonly mostFlows: number;
  private readonly onEvict: (firstFlow: number, endFlow: number) => void;

  /**
   * @param seed makes the hash unpredictable for whoever wrote the capture
   * @param mostFlows flows kept in memory, rounded up to whole slabs
   * @param onEvict told the flows `first … end - 1` just before their rows are given back
   */
  constructor(seed: number, mostFlows: number, onEvict: (firstFlow: number, endFlow: number) => void) {
    this.seed = seed;
    this.mostFlows = mostFlows;
    this.onEvict = onEvict;
    this.row = new FlowRow(this.rows);
    this.slots = new FlowSlots(mostFlows);
  }

  /** Flows seen, evicted ones included. */
  get length(): number {
    return this.rows.length;
  }

  /**
   * Finds the latest flow of a tuple in either direction. True: `row` is on it and `side` is the sender's side.
   * False: `add` may follow.
   */
  find(
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    isIpv6: boolean,
  ): boolean {
    const ports = (sourcePort << 16) | destinationPort;
    return this.findPorts(source, destination, ports, isIpv6 ? FlowFlag.Ipv6 : 0);
  }

  /** The same with both ports in one word, as they stand in the header, and `FlowFlag.Ipv6` or 0. */
  findPorts(source: number, destination: number, ports: number, version: number): boolean {
    const { row, seed } = this;
    const { words, mask } = this.slots;
    const hash = tupleHash(seed, source, destination, ports);
    this.tupleHash = hash;
    let slot = (hash << 1) & mask;
    for (;;) {
      const flow = (words[slot] as number) - 1;
      if (flow < 0) break;
      if (words[slot + 1] === hash && flow >= this.firstKept) {
        const side = row.moveTo(flow).sideOf(source, destination, ports, version);
        if (side >= 0) {
          this.side = side;
          this.slot = slot;
          return true;
        }
      }
      slot = (slot + 2) & mask;
    }
    this.slot = slot;
    return false;
  }

  /** Adds a flow for the tuple of the preceding `find`, in place of an older flow of that tuple if there is one. */
  add(
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    isIpv6: boolean,
  ): FlowRow {
    const flow =
      this.quoted.size === 0
        ? this.rows.add()
        : this.takeQuotedOrAdd(source, destination, sourcePort, destinationPort, isIpv6);
    const isFull = this.slots.put(this.slot, flow, this.tupleHash);
    this.row.moveTo(flow);
    this.row.setEndpoints(source, destination, sourcePort, destinationPort);
    if (isIpv6) this.row.set(FlowFlag.Ipv6);
    this.side = 0;
    if (isFull) this.rebuildSlots();
    if (flow - this.firstKept >= this.mostFlows) this.evictOldestSlab();
    return this.row;
  }

  /**
   * Adds a flow for the tuple of the preceding `find`, of which no segment was captured: `row` is on it. Until a segment
   * comes it is found in `quoted` only; an older flow of the tuple is not found any more.
   */
  addQuoted(
    isKnown: boolean,
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    isIpv6: boolean,
  ): FlowRow {
    // No tuple has this hash at this place: its row would not agree.
    if (isKnown) this.slots.words[this.slot + 1] = ~this.tupleHash;
    const flow = this.rows.add();
    this.quoted.set(source, destination, sourcePort, destinationPort, isIpv6, flow);
    this.row.moveTo(flow);
    this.row.setEndpoints(source, destination, sourcePort, destinationPort);
    if (isIpv6) this.row.set(FlowFlag.Ipv6);
    if (isKnown) this.row.set(FlowFlag.TupleReused);
    this.side = 0;
    if (flow - this.firstKept >= this.mostFlows) this.evictOldestSlab();
    return this.row;
  }

  /** The cursor was used for something else than a segment: the flow of the next one is looked up. */
  forgetLast(): void {
    this.row.flow = -1;
  }

  private takeQuotedOrAdd(
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    isIpv6: boolean,
  ): number {
    const flow = this.quoted.get(source, destination, sourcePort, destinationPort, isIpv6);
    if (flow === undefined) return this.rows.add();
    this.quoted.delete(source, destination, sourcePort, destinationPort, isIpv6);
    // What the quote said of the ends was a guess.
    this.row.moveTo(flow).clear(~(FlowFlag.Ipv6 | FlowFlag.TupleReused));
    return flow;
  }

  /** No segment will be looked up any more: the slots are let go, the rows stay. */
  close(): void {
    this.slots.close();
  }

  private evictOldestSlab(): void {
    const rowsPerSlab = this.rows.rowMask + 1;
    const end = this.firstKept + rowsPerSlab;
    if (end > this.rows.length - rowsPerSlab) return;
    const current = this.row.flow;
    this.onEvict(this.firstKept, end);
    this.rows.releaseBelow(end);
    this.firstKept = end;
    this.quoted.evict(end);
    this.rebuildSlots();
    this.row.moveTo(current);
  }

  private rebuildSlots(): void {
    this.slots.rebuild(this.firstKept, this.rows.length - this.firstKept);
  }
}
