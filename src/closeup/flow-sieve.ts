/**
 * Frames looked at where they lie in the file: which of them the scan for a flow must see in full.
 *
 * Nearly all frames of a capture are plain TCP over IPv4 on Ethernet, and nearly all of those belong to a connection of
 * which everything is known that numbers depend on. These are told apart here with a few comparisons each, without decoding.
 * Everything else goes the general way, so that what is read and how flows are numbered is decided in one place.
 */
import type { FrameSieve } from '../capture/skim.js';
import { ACK, SYN } from '../decode/tcp.js';
import { areKept } from '../tcp/address-table.js';
import type { FlowScan, Tuple } from './flow-scan.js';
import type { RecentTuples } from './recent-tuples.js';
import type { TupleTable } from './tuple-table.js';

/** LINKTYPE_ETHERNET: the only one that is looked at here. */
export const SIEVED_LINK_TYPE = 1;

/** Octets from the start of an Ethernet frame with an IPv4 header of 20 octets. */
const TYPE_AND_VERSION = 12;
const IPV4_WITHOUT_OPTIONS = 0x0800_4500;
const TYPE_OF_SERVICE = 0xff;
const TOTAL_LENGTH = 16;
const FRAGMENT = 20;
const FRAGMENT_BITS = 0x3fff;
const PROTOCOL = 23;
const TCP = 6;
const SOURCE = 26;
const DESTINATION = 30;
const PORTS = 34;
const SEQUENCE = 38;
const ACKNOWLEDGMENT = 42;
const FLAGS = 47;
const SHORTEST_FRAME = 54;
const SHORTEST_PACKET = 40;

/** Octets from the start of an Ethernet frame with an IPv6 header whose next header is TCP. */
const IPV6 = 0x86dd_6000 | 0;
const IPV6_BITS = 0xffff_f000 | 0;
const PAYLOAD_LENGTH = 18;
const NEXT_HEADER = 20;
const IPV6_SOURCE = 22;
const IPV6_DESTINATION = 38;
const IPV6_PORTS = 54;
const SHORTEST_IPV6_FRAME = 74;
const SHORTEST_SEGMENT = 20;

/** Lets frames pass that the scan for a flow need not see in full. */
export class FlowSieve implements FrameSieve {
  private readonly scan: FlowScan;
  private readonly tuples: TupleTable;
  private readonly recent: RecentTuples;

  constructor(scan: FlowScan) {
    this.scan = scan;
    this.tuples = scan.tuples;
    this.recent = scan.tuples.recent;
  }

  passes(view: DataView, at: number, captured: number): boolean {
    const { state, tuple } = this.scan;
    if (tuple === null) return this.passesUnsought(view, at, captured);
    return state === 'over' || isOfAnother(view, at, captured, tuple);
  }

  /** While the flow is sought: what opens no flow passes, and so does what opens another one, which is noted. */
  private passesUnsought(view: DataView, at: number, captured: number): boolean {
    if (!isTcp(view, at, captured)) return this.passesIpv6(view, at, captured);
    const source = view.getInt32(at + SOURCE);
    const destination = view.getInt32(at + DESTINATION);
    const ports = view.getInt32(at + PORTS);
    const flags = view.getUint8(at + FLAGS);
    const isOpening = (flags & (SYN | ACK)) === SYN;
    if (!isOpening && this.recent.isSettled(source, destination, ports, false)) return true;
    if (this.scan.isNext || !isWhole(view, at)) return false;
    const sequence = view.getInt32(at + SEQUENCE);
    const acknowledgment = view.getInt32(at + ACKNOWLEDGMENT);
    this.tuples.take(source, destination, ports, false, flags, sequence, acknowledgment);
    return true;
  }

  private passesIpv6(view: DataView, at: number, captured: number): boolean {
    if (!isTcpOverIpv6(view, at, captured)) return false;
    const { addresses } = this.scan;
    const source = addresses.idOfWords(view, at + IPV6_SOURCE);
    const destination = addresses.idOfWords(view, at + IPV6_DESTINATION);
    if (!areKept(source, destination, true)) return false;
    const ports = view.getInt32(at + IPV6_PORTS);
    const flags = view.getUint8(at + IPV6_PORTS + FLAGS - PORTS);
    const isOpening = (flags & (SYN | ACK)) === SYN;
    if (!isOpening && this.recent.isSettled(source, destination, ports, true)) return true;
    if (this.scan.isNext || view.getUint16(at + PAYLOAD_LENGTH) < SHORTEST_SEGMENT) return false;
    const sequence = view.getInt32(at + IPV6_PORTS + SEQUENCE - PORTS);
    const acknowledgment = view.getInt32(at + IPV6_PORTS + ACKNOWLEDGMENT - PORTS);
    this.tuples.take(source, destination, ports, true, flags, sequence, acknowledgment);
    return true;
  }
}

/** The frame shows that it is of another tuple. */
function isOfAnother(view: DataView, at: number, captured: number, tuple: Tuple): boolean {
  if (!isTcp(view, at, captured)) return !tuple.isIpv6 && isTcpOverIpv6(view, at, captured);
  const ports = view.getInt32(at + PORTS);
  return ports !== tuple.ports && ports !== tuple.swappedPorts && isWhole(view, at);
}

/** TCP over IPv4 on Ethernet without a tag and without options; the fixed part of all headers was captured. */
function isTcp(view: DataView, at: number, captured: number): boolean {
  return (
    captured >= SHORTEST_FRAME &&
    (view.getInt32(at + TYPE_AND_VERSION) & ~TYPE_OF_SERVICE) === IPV4_WITHOUT_OPTIONS &&
    view.getUint8(at + PROTOCOL) === TCP
  );
}

/** No fragment, and of a length that makes sense. */
function isWhole(view: DataView, at: number): boolean {
  return (
    (view.getUint16(at + FRAGMENT) & FRAGMENT_BITS) === 0 &&
    view.getUint16(at + TOTAL_LENGTH) >= SHORTEST_PACKET
  );
}

/** TCP over IPv6 on Ethernet without a tag and without extension headers. */
function isTcpOverIpv6(view: DataView, at: number, captured: number): boolean {
  return (
    captured >= SHORTEST_IPV6_FRAME &&
    (view.getInt32(at + TYPE_AND_VERSION) & IPV6_BITS) === IPV6 &&
    view.getUint8(at + NEXT_HEADER) === TCP
  );
}
