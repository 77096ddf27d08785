/**
 * Checksums of the segments of a capture, counted per flow and per sender: only in a survey that was asked to.
 *
 * Who sends unfinished checksums was captured on the sending machine, in front of its network card. That is no damage,
 * and only all segments of a sender together tell it from damage.
 */
import { KeyTable } from '../bytes/key-table.js';
import { readerOfRows } from '../bytes/shared-rows.js';
import { type SharedRows, SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';
import {
  ChecksumState,
  type ChecksumStateCode,
  ipv4HeaderChecksum,
  tcpChecksum,
} from '../decode/checksum.js';
import type { Packet } from '../decode/packet.js';
import type { FlowRow } from '../tcp/flow-row.js';

/** Segments or headers by what can be said of their checksums. */
export interface ChecksumCounts {
  readonly good: number;
  readonly bad: number;
  readonly unfinished: number;
  readonly unchecked: number;
}

/**
 * `offload`: the sender's network card was to compute them. `damaged`: octets changed on the way. `all-wrong`: every one of
 * the sender is wrong, so that the octets were changed after the capture, or offload takes a form that is not known.
 */
export type ChecksumVerdict = 'offload' | 'damaged' | 'all-wrong';

/** Counts of checksums as those read them who do not count. */
export type ChecksumTable = Pick<Checksums, 'ofFlow' | 'ipv4OfFlow' | 'verdictOn'>;

/** What another thread needs to read the counts of flows. */
export interface SharedChecksums {
  readonly flows: SharedRows;
  readonly hostRows: SharedRows;
  /** Address id and 1 for IPv6, by host. */
  readonly hosts: Int32Array;
}

const STATES = 4;
/** Words of a flow: the four states of side A and of side B, then the same for IPv4 headers. */
const FLOW_WORDS = 4 * STATES;
const OF_IPV4 = 2 * STATES;

/** Words of a sender: the four states of what it sent, then of what it received. */
const SENDER_WORDS = 2 * STATES;
const RECEIVED = STATES;

const NO_SEGMENTS = new Int32Array(STATES);

/** Counters of checksums. */
export class Checksums {
  private readonly flows: SlabRows;
  private readonly hosts = new KeyTable();
  private readonly hostRows: SlabRows;
  private readonly ipv4 = new Float64Array(STATES);
  private readonly tcp = new Float64Array(STATES);

  /** @param shared counts of another thread, which are only read here; none where absent */
  constructor(shared: SharedChecksums | null = null) {
    this.flows = shared === null ? new SlabRows(FLOW_WORDS) : readerOfRows(shared.flows);
    this.hostRows =
      shared === null ? new SlabRows(SENDER_WORDS, SMALL_SLAB_BYTES) : readerOfRows(shared.hostRows);
    const hosts = shared?.hosts ?? [];
    for (let at = 0; at < hosts.length; at += 2)
      this.hosts.idOf(hosts[at] as number, hosts[at + 1] as number, 0);
  }

  /** The counts as they stand now, for a reader in another thread. */
  share(): SharedChecksums {
    const hosts = new Int32Array(2 * this.hosts.length);
    for (let host = 0; host < this.hosts.length; host++) {
      hosts[2 * host] = this.hosts.part(host, 0);
      hosts[2 * host + 1] = this.hosts.part(host, 1);
    }
    return { flows: this.flows.share(), hostRows: this.hostRows.share(), hosts };
  }

  /** Takes the segment in `packet`, which is the one last tracked in `row`. */
  take(packet: Packet, row: FlowRow, side: number, isReassembled: boolean): void {
    const { flow } = row;
    while (this.flows.length <= flow) this.flows.add();
    const isIpv6 = packet.ipVersion === 6;
    if (!isIpv6) {
      const ofHeader = ipv4HeaderChecksum(packet, isReassembled);
      this.ipv4[ofHeader] = (this.ipv4[ofHeader] as number) + 1;
      increment(this.flows, flow, OF_IPV4 + side * STATES + ofHeader);
    }
    const ofSegment = tcpChecksum(packet, isReassembled);
    this.tcp[ofSegment] = (this.tcp[ofSegment] as number) + 1;
    increment(this.flows, flow, side * STATES + ofSegment);
    increment(this.hostRows, this.hostOf(row.address(side), isIpv6), ofSegment);
    increment(this.hostRows, this.hostOf(row.address(1 - side), isIpv6), RECEIVED + ofSegment);
  }

  /** IPv4 headers of segments in the whole capture. */
  get ipv4Totals(): ChecksumCounts {
    return countsOf(this.ipv4, 0);
  }
  /** Segments in the whole capture. */
  get tcpTotals(): ChecksumCounts {
    return countsOf(this.tcp, 0);
  }

  /** What one side of a flow sent. */
  ofFlow(flow: number, side: number): ChecksumCounts {
    return this.countsOfFlow(flow, side * STATES);
  }
  /** The IPv4 headers that one side of a flow sent. */
  ipv4OfFlow(flow: number, side: number): ChecksumCounts {
    return this.countsOfFlow(flow, OF_IPV4 + side * STATES);
  }

  /** Hosts, numbered from 0. */
  get hostCount(): number {
    return this.hosts.length;
  }
  hostAddress(host: number): number {
    return this.hosts.part(host, 0);
  }
  hostIsIpv6(host: number): boolean {
    return this.hosts.part(host, 1) === 1;
  }
  sentBy(host: number): ChecksumCounts {
    return countsOf(this.hostRows.slabOf(host), this.hostRows.baseOf(host));
  }
  receivedBy(host: number): ChecksumCounts {
    return countsOf(this.hostRows.slabOf(host), this.hostRows.baseOf(host) + RECEIVED);
  }

  /**
   * What explains the wrong checksums of a sender. Nothing but octets that changed on the way explains them where others
   * of it are right. Where none is right, its network card was to compute them if some are the sum of the pseudo header,
   * or if what it received is right.
   */
  verdictOn(address: number, isIpv6: boolean): ChecksumVerdict {
    const host = this.hosts.find(address, isIpv6 ? 1 : 0, 0);
    if (host < 0) return 'offload';
    const { good, bad, unfinished } = this.sentBy(host);
    if (bad === 0) return 'offload';
    if (good > 0) return 'damaged';
    const received = this.receivedBy(host);
    return unfinished > 0 || (received.good > 0 && received.bad === 0) ? 'offload' : 'all-wrong';
  }

  /** Forgets the flows in front of `end`. */
  evict(end: number): void {
    // The last ones may be quoted only, and have no row.
    this.flows.releaseBelow(Math.min(end, this.flows.length));
  }

  /** A flow that only ICMP errors quoted took a number without a segment, and so without a row here. */
  private countsOfFlow(flow: number, word: number): ChecksumCounts {
    if (flow >= this.flows.length) return countsOf(NO_SEGMENTS, 0);
    return countsOf(this.flows.slabOf(flow), this.flows.baseOf(flow) + word);
  }

  private hostOf(address: number, isIpv6: boolean): number {
    const host = this.hosts.idOf(address, isIpv6 ? 1 : 0, 0);
    if (host === this.hostRows.length) this.hostRows.add();
    return host;
  }
}

function increment(rows: SlabRows, row: number, word: number): void {
  const slab = rows.slabOf(row);
  const at = rows.baseOf(row) + word;
  slab[at] = (slab[at] as number) + 1;
}

function countsOf(words: ArrayLike<number>, at: number): ChecksumCounts {
  const count = (state: ChecksumStateCode) => words[at + state] as number;
  return {
    good: count(ChecksumState.Good),
    bad: count(ChecksumState.Bad),
    unfinished: count(ChecksumState.Unfinished),
    unchecked: count(ChecksumState.Unchecked),
  };
}
