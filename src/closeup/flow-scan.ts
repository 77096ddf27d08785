/**
 * Finds the segments of one flow in a capture, frame by frame, with no more work than its number needs.
 *
 * Until the flow appears every segment is looked up, because flows are numbered in the order in which they appear; then
 * only segments of its tuple are looked at; and when the tuple is used for a newer flow, none any more.
 */
import type { Frame } from '../capture/frame-reader.js';
import { decodeFrame } from '../decode/decode-frame.js';
import { Layer, type LayerCode, layerOfLinkType } from '../decode/layer.js';
import { Packet } from '../decode/packet.js';
import { ProblemCounters } from '../decode/problem.js';
import { AddressTable, areKept } from '../tcp/address-table.js';
import { swapPorts, TupleTable } from './tuple-table.js';

/** Whether the flow was not met yet, is being collected, or has been followed by another on its tuple. */
export type ScanState = 'seeking' | 'collecting' | 'over';

/** The tuple of the flow, in both directions. */
export interface Tuple {
  readonly source: number;
  readonly destination: number;
  readonly ports: number;
  readonly swappedPorts: number;
  readonly isIpv6: boolean;
}

/** Looks for one flow. */
export class FlowScan {
  state: ScanState = 'seeking';
  /** Side that sent the segment last accepted: 0 for A, the sender of the flow's first segment, 1 for B. */
  side: 0 | 1 = 0;
  /** The frame last taken is an ICMP error that quotes a segment of the flow. */
  isError = false;
  /** The flow's tuple had a flow before. */
  isReuse = false;
  /** The segment last accepted. */
  readonly packet: Packet;
  readonly addresses: AddressTable;

  private readonly target: number;
  readonly tuples: TupleTable;
  /** The tuple of the flow; null until it appears. */
  tuple: Tuple | null = null;
  private isReuseExpected = false;
  private readonly clock = { timeNs: 0 };
  private linkType = -2;
  private outermost: LayerCode = Layer.Stop;

  /**
   * @param target number of the flow, as Wireshark's `tcp.stream`
   * @param seed makes the hashes unpredictable for whoever wrote the capture
   * @param mostAddresses IPv6 addresses kept; as many as the survey keeps where absent
   */
  constructor(target: number, seed: number, mostAddresses?: number) {
    this.target = target;
    this.tuples = new TupleTable(seed);
    this.addresses = new AddressTable(seed, mostAddresses);
    // What is odd in frames of other flows is not this flow's business.
    this.packet = new Packet(new ProblemCounters(), this.clock);
  }

  /** Flows met while seeking: all flows of the capture when the flow was not found. */
  get flowsMet(): number {
    return this.tuples.length;
  }

  /** The next flow that opens is the one that is sought. */
  get isNext(): boolean {
    return this.tuples.length === this.target;
  }

  /** Segments whose flows had no place in the table and no number. */
  get refused(): number {
    return this.tuples.refused;
  }

  /** The next segment opens the flow that is sought: those in front of it were not looked at. */
  expectNow(isReuse: boolean): void {
    this.tuples.length = this.target;
    this.isReuseExpected = isReuse;
  }

  /**
   * Takes one frame. True: it is a segment of the flow, and `packet` and `side` are about it. An ICMP error about the flow is
   * told by `isError`.
   */
  take(frame: Frame): boolean {
    this.isError = false;
    if (this.state === 'over') return false;
    if (frame.linkType !== this.linkType) this.changeLinkType(frame.linkType);
    if (this.outermost === Layer.Stop) return false;
    // Fragments are given up at the age at which the survey gives them up, or the numbers of flows would not agree.
    if (!Number.isNaN(frame.timeNs)) this.clock.timeNs = frame.timeNs;
    const { packet } = this;
    const { bytes, at, capturedLength, originalLength } = frame;
    if (!decodeFrame(packet, this.outermost, bytes, at, capturedLength, originalLength)) {
      if (packet.icmp.isThere) this.takeQuote(packet);
      return false;
    }
    const isIpv6 = packet.ipVersion === 6;
    const ports = (packet.sourcePort << 16) | packet.destinationPort;
    if (this.tuple !== null && ports !== this.tuple.ports && ports !== this.tuple.swappedPorts) return false;
    const source = this.addresses.idOf(packet.bytes, packet.sourceAt, packet.ipVersion);
    const destination = this.addresses.idOf(packet.bytes, packet.destinationAt, packet.ipVersion);
    if (this.tuple !== null && !isSameTuple(this.tuple, source, destination, ports, isIpv6)) return false;
    if (!areKept(source, destination, isIpv6)) {
      this.tuples.refused++;
      return false;
    }
    return this.look(
      source,
      destination,
      ports,
      isIpv6,
      packet.flags,
      packet.sequence,
      packet.acknowledgment,
    );
  }

  /** An ICMP error: the segment that it quotes may take a number, as Wireshark gives it one. */
  private takeQuote({ bytes, icmp }: Packet): void {
    icmp.isThere = false;
    if (!icmp.isNumbered && this.tuple === null) return;
    const isIpv6 = icmp.ipVersion === 6;
    const ports = (icmp.sourcePort << 16) | icmp.destinationPort;
    const source = this.addresses.idOf(bytes, icmp.sourceAt, icmp.ipVersion);
    const destination = this.addresses.idOf(bytes, icmp.destinationAt, icmp.ipVersion);
    if (this.tuple !== null && !isSameTuple(this.tuple, source, destination, ports, isIpv6)) return;
    if (!areKept(source, destination, isIpv6)) return;
    if (!icmp.isNumbered) {
      this.isError = true;
      return;
    }
    const flow = this.tuples.takeQuoted(source, destination, ports, isIpv6, icmp.flags, icmp.sequence);
    this.isError = flow === this.target;
    if (this.tuple !== null && flow !== this.target) this.state = 'over';
    else if (this.tuple === null && flow === this.target) {
      this.tuple = { source, destination, ports, swappedPorts: swapPorts(ports), isIpv6 };
      this.state = 'collecting';
    }
  }

  /** Looks up a segment of the flow's tuple, or of any tuple while the flow is sought. True: it belongs to the flow. */
  private look(
    source: number,
    destination: number,
    ports: number,
    isIpv6: boolean,
    flags: number,
    sequence: number,
    acknowledgment: number,
  ): boolean {
    const { tuples } = this;
    const flow = tuples.take(source, destination, ports, isIpv6, flags, sequence, acknowledgment);
    if (flow !== this.target) {
      if (this.tuple !== null) this.state = 'over';
      return false;
    }
    this.side = tuples.side === 0 ? 0 : 1;
    if (this.tuple === null) {
      this.tuple = { source, destination, ports, swappedPorts: swapPorts(ports), isIpv6 };
      this.isReuse = tuples.isReuse || this.isReuseExpected;
      this.state = 'collecting';
    }
    return true;
  }

  private changeLinkType(linkType: number): void {
    this.linkType = linkType;
    this.outermost = layerOfLinkType(linkType) ?? Layer.Stop;
  }
}

function isSameTuple(
  tuple: Tuple,
  source: number,
  destination: number,
  ports: number,
  isIpv6: boolean,
): boolean {
  if (tuple.isIpv6 !== isIpv6) return false;
  if (tuple.source === source && tuple.destination === destination && tuple.ports === ports) return true;
  return tuple.source === destination && tuple.destination === source && tuple.swappedPorts === ports;
}
