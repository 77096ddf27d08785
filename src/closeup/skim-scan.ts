/**
 * The frames that a reader stepped over, looked at where they lie: which of them the scan for a flow must see in full.
 *
 * Nearly all frames of a capture are plain TCP over IPv4 on Ethernet, and nearly all of those belong to a connection of
 * which everything is known that numbers depend on. These are told apart here with a few comparisons each, without decoding.
 * Everything else goes the general way, so that what is read and how flows are numbered is decided in one place.
 */
import { SKIMMED_HEADER_BYTES } from '../capture/skim.js';
import { ACK, SYN } from '../decode/tcp.js';
import type { FlowScan, Tuple } from './flow-scan.js';

/** LINKTYPE_ETHERNET: the only one that is looked at here. */
export const SKIMMED_LINK_TYPE = 1;

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

/** Tells frames that need a full look from those that do not. */
export class SkimScan {
  private readonly scan: FlowScan;
  private view: DataView = new DataView(new ArrayBuffer(0));

  constructor(scan: FlowScan) {
    this.scan = scan;
  }

  /**
   * The next frame among those stepped over that `FlowScan.take` must see before this is called again.
   * @param starts where frames begin, as `SkimmingReader.skim` tells it
   * @param from place in `starts` of the first frame to look at
   * @returns its place, `count` when there is none
   */
  next(bytes: Uint8Array, starts: Int32Array, from: number, count: number): number {
    const { scan } = this;
    if (scan.state === 'over') return count;
    if (this.view.buffer !== bytes.buffer) this.view = new DataView(bytes.buffer);
    const tuple = scan.flowTuple;
    return tuple === null
      ? this.seek(bytes, starts, from, count)
      : nextOfTuple(this.view, starts, from, count, tuple);
  }

  private seek(bytes: Uint8Array, starts: Int32Array, from: number, count: number): number {
    const { scan, view } = this;
    const { recent } = scan.tuples;
    for (let place = from; place < count; place++) {
      const at = starts[place] as number;
      const captured = (starts[place + 1] as number) - SKIMMED_HEADER_BYTES - at;
      if (!isTcp(view, at, captured)) {
        if (scan.isNext || !isTcpOverIpv6(view, at, captured) || !this.seekIpv6(bytes, at)) return place;
        continue;
      }
      const source = view.getInt32(at + SOURCE);
      const destination = view.getInt32(at + DESTINATION);
      const ports = view.getInt32(at + PORTS);
      const flags = view.getUint8(at + FLAGS);
      const isOpening = (flags & (SYN | ACK)) === SYN;
      if (!isOpening && recent.isSettled(source, destination, ports, false)) continue;
      if (scan.isNext || !isWhole(view, at)) return place;
      const sequence = view.getInt32(at + SEQUENCE);
      scan.look(source, destination, ports, false, flags, sequence, view.getInt32(at + ACKNOWLEDGMENT));
    }
    return count;
  }

  /** False for a packet whose length makes no sense. */
  private seekIpv6(bytes: Uint8Array, at: number): boolean {
    const { scan, view } = this;
    const { addresses, tuples } = scan;
    if (view.getUint16(at + PAYLOAD_LENGTH) < SHORTEST_SEGMENT) return false;
    const source = addresses.idOf(bytes, at + IPV6_SOURCE, 6);
    const destination = addresses.idOf(bytes, at + IPV6_DESTINATION, 6);
    const ports = view.getInt32(at + IPV6_PORTS);
    const flags = view.getUint8(at + IPV6_PORTS + FLAGS - PORTS);
    const isOpening = (flags & (SYN | ACK)) === SYN;
    if (!isOpening && tuples.recent.isSettled(source, destination, ports, true)) return true;
    const sequence = view.getInt32(at + IPV6_PORTS + SEQUENCE - PORTS);
    const acknowledgment = view.getInt32(at + IPV6_PORTS + ACKNOWLEDGMENT - PORTS);
    scan.look(source, destination, ports, true, flags, sequence, acknowledgment);
    return true;
  }
}

/** The next frame that is of the tuple of the flow, or that hides what it is of. */
function nextOfTuple(view: DataView, starts: Int32Array, from: number, count: number, tuple: Tuple): number {
  const { ports, swappedPorts, isIpv6 } = tuple;
  for (let place = from; place < count; place++) {
    const at = starts[place] as number;
    const captured = (starts[place + 1] as number) - SKIMMED_HEADER_BYTES - at;
    if (isTcp(view, at, captured)) {
      const found = view.getInt32(at + PORTS);
      if (found === ports || found === swappedPorts || !isWhole(view, at)) return place;
    } else if (isIpv6 || !isTcpOverIpv6(view, at, captured)) return place;
  }
  return count;
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
