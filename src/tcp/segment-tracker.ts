/**
 * One segment after the other in, the rows of their flows brought up to date.
 *
 * Keeps what a flow's row keeps: who is the client, what was sent, in which order it was opened and closed, and where
 * the sequence has holes. Does not look at payload and judges nothing: that an RST came without payload before it is
 * a fact here; what it means is a rule's business.
 */
import { sequenceAdd, sequenceDelta } from '../bytes/sequence.js';
import type { Packet } from '../decode/packet.js';
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { ACK, FIN, RST, SYN } from '../decode/tcp.js';
import { type AddressTable, areKept } from './address-table.js';
import { updateEndpointStates } from './endpoint-state.js';
import { EndpointState } from './endpoint-state-names.js';
import { ExtraRows } from './extra-row.js';
import { FlowFlag, sideFlag } from './flow-flag.js';
import type { FlowRow } from './flow-row.js';
import type { FlowTable } from './flow-table.js';
import { ensureExtra, recordScaled, recordSegment } from './history.js';
import { HistoryLetter } from './history-letters.js';
import type { SegmentPlace } from './segment-place.js';

/** Out of order within this time when the round trip is not known, as in Wireshark. */
const REORDERING_NS = 3_000_000;
const NS_PER_US = 1000;

/** Brings the rows of flows up to date, segment by segment. */
export class SegmentTracker {
  readonly extras = new ExtraRows();
  /** The segment's flow, and the side that sent it (0 for A, 1 for B). */
  readonly row: FlowRow;
  side = 0;
  /** Octets from where the sender's stream had reached to the segment's first octet: 0 in order, negative for a repeat. */
  sequenceStep = 0;
  /** The segment is a keep-alive probe: its octet is not new. */
  isKeepAlive = false;
  /** The segment carries the flow's first RST. */
  isFirstRst = false;

  private readonly flows: FlowTable;
  private readonly addresses: AddressTable;
  private readonly problems: ProblemCounters;

  constructor(flows: FlowTable, addresses: AddressTable, problems: ProblemCounters) {
    this.flows = flows;
    this.row = flows.row;
    this.addresses = addresses;
    this.problems = problems;
  }

  /**
   * Takes one segment; afterwards `row`, `side` and the facts of the segment stand for it. False, with nothing changed, where its
   * addresses are beyond the limit of their table.
   */
  track(packet: Packet, place: SegmentPlace): boolean {
    const { ipVersion } = packet;
    const source = this.addresses.idOf(packet.bytes, packet.sourceAt, ipVersion);
    const destination = this.addresses.idOf(packet.bytes, packet.destinationAt, ipVersion);
    if (!areKept(source, destination, ipVersion === 6)) return false;
    const ports = (packet.sourcePort << 16) | packet.destinationPort;
    this.trackTuple(packet, source, destination, ports, ipVersion === 6 ? FlowFlag.Ipv6 : 0, place);
    return true;
  }

  /** The same for a segment whose address ids are known; for `ports` and `version` see `FlowTable.findPorts`. */
  trackTuple(
    packet: Packet,
    source: number,
    destination: number,
    ports: number,
    version: number,
    place: SegmentPlace,
  ): void {
    const { row } = this;
    this.isKeepAlive = false;
    this.isFirstRst = false;
    this.sequenceStep = 0;
    const isNew = this.findFlow(packet, source, destination, ports, version);
    if (isNew ? row.openFast(packet, place) : row.takeFast(this.side, packet, place)) {
      this.isFirstRst = (packet.flags & RST) !== 0;
      return;
    }
    if (isNew) this.beginFlow(packet, place);
    this.trackGeneral(packet, place);
  }

  /** The general way, right for every segment. `findFlow` has found the flow. */
  private trackGeneral(packet: Packet, place: SegmentPlace): void {
    const { row, side } = this;
    const { flags } = packet;
    this.countSegment(packet, place);
    recordSegment(row, this.extras, side, flags, packet.sequence, packet.payloadLength);
    if (packet.window === 0) this.countZeroWindow(flags);
    if ((flags & RST) !== 0) this.noteRst(packet, place);
    else this.followSequence(packet, place);
    if ((flags & ACK) !== 0 && (flags & RST) === 0) this.noteAck(packet);
    updateEndpointStates(row, side, flags, packet.payloadLength);
    row.lastFrame = place.frameNumber;
    row.lastTimeNs = place.timeNs;
    row.setLastPlace(place.file, place.fileOffset);
    if (isSteady(row, this.extras)) row.set(FlowFlag.Steady);
    else row.clear(FlowFlag.Steady);
  }

  /** Finds the segment's flow, or adds one: true for a new flow, whose row is empty but for its endpoints. */
  private findFlow(
    packet: Packet,
    source: number,
    destination: number,
    ports: number,
    version: number,
  ): boolean {
    const { flows, row } = this;
    if ((packet.flags & SYN) === 0 && row.flow >= 0) {
      // Segments of one flow come in bursts: the flow of the segment before is tried first.
      const side = row.sideOf(source, destination, ports, version);
      if (side >= 0) {
        this.side = side;
        return false;
      }
    }
    const known = flows.findPorts(source, destination, ports, version);
    const startsNew = this.startsNewFlow(packet);
    if (known && !startsNew) {
      this.side = flows.side;
      return false;
    }
    flows.add(source, destination, ports >>> 16, ports & 0xffff, version !== 0);
    this.side = 0;
    row.set(known ? FlowFlag.TupleReused : 0);
    return true;
  }

  private beginFlow(packet: Packet, place: SegmentPlace): void {
    const { row } = this;
    row.firstFrame = place.frameNumber;
    row.firstTimeNs = place.timeNs;
    row.lastTimeNs = place.timeNs;
    row.setFirstPlace(place.file, place.fileOffset);
    guessClient(row, packet);
  }

  /**
   * A SYN on a known tuple opens a new flow unless it repeats the sender's SYN, the same test as Wireshark's for
   * "Port numbers reused".
   */
  private startsNewFlow(packet: Packet): boolean {
    if ((packet.flags & (SYN | ACK)) !== SYN) return false;
    const { row, side } = this.flows;
    return row.has(sideFlag(FlowFlag.SequenceKnownA, side)) && row.initialSequence(side) !== packet.sequence;
  }

  private countSegment(packet: Packet, place: SegmentPlace): void {
    const { row, side } = this;
    const { flags } = packet;
    row.addSegment(side, packet.payloadLength);
    if (packet.capturedPayloadLength < packet.payloadLength) row.set(FlowFlag.CutBySnaplen);
    if ((flags & RST) === 0 && row.hopLimit(side) === 0) row.setHopLimit(side, packet.hopLimit);
    if ((flags & (SYN | FIN | RST)) !== 0) this.countFlags(flags, place);
    else if (!row.has(FlowFlag.HandshakeAckSeen)) this.noteHandshakeAck(flags, place);
    if (row.rstFrame !== 0 && row.rstSide === side && (flags & RST) === 0) row.set(FlowFlag.SentAfterRst);
  }

  private countFlags(flags: number, place: SegmentPlace): void {
    const { row, side } = this;
    let counted = true;
    if ((flags & SYN) !== 0) {
      counted = row.addSyn(side);
      this.noteSyn(flags, place);
    }
    if ((flags & FIN) !== 0) {
      counted = row.addFin(side) && counted;
      this.noteFin(place);
      this.noteHandshakeAck(flags, place);
    }
    if ((flags & RST) !== 0) counted = row.addRst(side) && counted;
    if (!counted) this.problems.add(PROBLEM['counter-saturated']);
  }

  private noteSyn(flags: number, place: SegmentPlace): void {
    const { row, side } = this;
    if ((flags & ACK) === 0) {
      if (!row.has(FlowFlag.SynSeen)) row.setClient(side, 'syn');
      row.set(FlowFlag.SynSeen);
    } else if (row.synAckFrame === 0) {
      row.synAckFrame = place.frameNumber;
      row.set(FlowFlag.SynAckSeen);
      if (!row.has(FlowFlag.SynSeen)) row.setClient(1 - side, 'syn-ack');
    }
  }

  private noteFin(place: SegmentPlace): void {
    const { row, side } = this;
    if (row.finFrame(side) !== 0) return;
    if (row.finFrame(1 - side) === 0) {
      if (row.rstFrame === 0) {
        row.closeTimeNs = place.timeNs;
        row.idleBeforeCloseUs = Math.round((place.timeNs - row.lastTimeNs) / NS_PER_US);
      }
    }
    row.setFinFrame(side, place.frameNumber);
  }

  private noteHandshakeAck(flags: number, place: SegmentPlace): void {
    const { row, side } = this;
    if (
      (flags & ACK) === 0 ||
      row.synAckFrame === 0 ||
      side !== row.clientSide ||
      row.handshakeAckFrame !== 0
    )
      return;
    row.set(FlowFlag.HandshakeAckSeen);
    row.handshakeAckFrame = place.frameNumber;
    if (row.has(FlowFlag.SynSeen)) row.handshakeUs = Math.round((place.timeNs - row.firstTimeNs) / NS_PER_US);
  }

  /** Sequence numbers of a segment that is no RST: in order, behind a hole, or old. */
  private followSequence(packet: Packet, place: SegmentPlace): void {
    const { row, side } = this;
    const { flags, sequence, payloadLength } = packet;
    const length = payloadLength + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0);
    const known = sideFlag(FlowFlag.SequenceKnownA, side);
    if (!row.has(known)) {
      row.set(known);
      row.setInitialSequence(side, (flags & SYN) !== 0 ? sequence : sequenceAdd(sequence, -1));
      row.setNextSequence(side, sequence);
    }
    const next = row.nextSequence(side);
    this.sequenceStep = sequenceDelta(next, sequence);
    if (this.sequenceStep < 0) {
      this.noteOldSequence(packet, length, place);
      return;
    }
    if (length === 0) {
      if (this.sequenceStep > 0) this.extras.setAheadSequence(ensureExtra(row, this.extras), side, sequence);
      return;
    }
    if (payloadLength > 0) {
      row.set(sideFlag(FlowFlag.DataA, side));
      if (row.has(sideFlag(FlowFlag.AckedUnseenA, side))) this.noteRepeatOfUnseen(packet);
    }
    if (row.extra !== 0) this.noteBehindAhead(packet, sequenceAdd(sequence, length));
    if (this.sequenceStep > 0 || row.has(sideFlag(FlowFlag.HoleA, side))) this.noteHole(next, place);
    row.setNextSequence(side, sequenceAdd(sequence, length));
  }

  /** A segment that begins before the octet expected next: keep-alive, repeat, reordered, or partly new. */
  private noteOldSequence(packet: Packet, length: number, place: SegmentPlace): void {
    const { row, side } = this;
    const { flags, sequence, payloadLength } = packet;
    if (this.sequenceStep === -1 && payloadLength <= 1 && (flags & (SYN | FIN)) === 0) {
      this.isKeepAlive = true;
      const extra = ensureExtra(row, this.extras);
      this.extras.addKeepAlive(extra, side);
      if (payloadLength > 0) this.countRepeated(extra);
      return;
    }
    if (length === 0) return;
    const end = sequenceAdd(sequence, length);
    const extra = ensureExtra(row, this.extras);
    if (this.isReordered(packet, extra, place)) this.extras.addOutOfOrder(extra, side);
    else this.extras.addRetransmission(extra, side);
    if (sequenceDelta(row.nextSequence(side), end) > 0) {
      if (payloadLength > 0) row.set(sideFlag(FlowFlag.DataA, side));
      row.setNextSequence(side, end);
    } else if (payloadLength > 0) {
      this.countRepeated(extra);
    }
  }

  /**
   * Payload that the peer has acknowledged already, though it is new to us: it was sent before, and not captured. Wireshark calls
   * it a spurious retransmission.
   */
  private noteRepeatOfUnseen({ sequence, payloadLength }: Packet): void {
    const { row, side, extras } = this;
    const acknowledged = row.highestAck(1 - side);
    if (acknowledged === 0 || sequenceDelta(sequenceAdd(sequence, payloadLength), acknowledged) < 0) return;
    extras.addRetransmission(ensureExtra(row, extras), side);
  }

  /** Payload that a segment without payload had told of before: new to us, sent once more in the eyes of Zeek. */
  private noteBehindAhead({ payloadLength }: Packet, end: number): void {
    const { side, extras } = this;
    const { extra } = this.row;
    const ahead = extras.aheadSequence(extra, side);
    if (ahead === 0) return;
    if (payloadLength > 0 && sequenceDelta(end, ahead) >= 0) this.countRepeated(extra);
    if (sequenceDelta(ahead, end) >= 0) extras.setAheadSequence(extra, side, 0);
  }

  private countRepeated(extra: number): void {
    const times = this.extras.addRepeated(extra, this.side);
    recordScaled(this.row, this.extras, this.side, HistoryLetter.Retransmission, times);
  }

  /** Fills a hole so soon after the segment behind it that the network, not a timer, explains the order. */
  private isReordered(packet: Packet, extra: number, place: SegmentPlace): boolean {
    const { row, side } = this;
    if (!row.has(sideFlag(FlowFlag.HoleA, side))) return false;
    if (sequenceDelta(this.extras.holeStart(extra, side), packet.sequence) < 0) return false;
    const limitNs = row.handshakeUs > 0 ? row.handshakeUs * NS_PER_US : REORDERING_NS;
    return place.timeNs - this.extras.holeTimeNs(extra, side) < limitNs;
  }

  private noteHole(next: number, place: SegmentPlace): void {
    const { row, side } = this;
    const extra = ensureExtra(row, this.extras);
    const hole = sideFlag(FlowFlag.HoleA, side);
    if (this.sequenceStep > 0) this.extras.addGap(extra, side);
    const start = row.has(hole) ? this.extras.holeStart(extra, side) : next;
    row.set(hole);
    this.extras.setHole(extra, side, start, place.timeNs);
  }

  /** What a segment acknowledges, and whether that was captured. */
  private noteAck(packet: Packet): void {
    const { row, side } = this;
    const peer = 1 - side;
    const acknowledged = packet.acknowledgment;
    if (!row.has(sideFlag(FlowFlag.SequenceKnownA, peer))) {
      row.set(sideFlag(FlowFlag.SequenceKnownA, peer));
      row.setInitialSequence(peer, sequenceAdd(acknowledged, -1));
      row.setNextSequence(peer, acknowledged);
      row.setHighestAck(side, acknowledged);
      return;
    }
    // 0 stands for none yet; a true 0 comes once in 2^32 octets and costs nothing but a second look.
    const before = row.highestAck(side);
    const isFirst = before === 0;
    if (!isFirst && sequenceDelta(before, acknowledged) <= 0) return;
    row.setHighestAck(side, acknowledged);
    const reached = row.nextSequence(peer);
    const isUnseen =
      sequenceDelta(reached, acknowledged) > 0 && (isFirst || sequenceDelta(reached, before) <= 0);
    if (isUnseen) {
      row.set(sideFlag(FlowFlag.AckedUnseenA, peer));
      this.extras.addGap(ensureExtra(row, this.extras), peer);
    }
    // What a FIN acknowledges is often wrong by then and is no sign of loss.
    if ((packet.flags & FIN) !== 0) return;
    if (isUnseen || this.coversHole(peer, acknowledged, before)) this.countContentGap(peer);
  }

  /** The acknowledgment is the first to reach beyond where the oldest hole of `peer` begins. */
  private coversHole(peer: number, acknowledged: number, before: number): boolean {
    const { row } = this;
    if (!row.has(sideFlag(FlowFlag.HoleA, peer))) return false;
    const start = this.extras.holeStart(row.extra, peer);
    return sequenceDelta(start, acknowledged) > 0 && (before === 0 || sequenceDelta(before, start) >= 0);
  }

  /** Of a side that was not captured at all, Zeek reports no gap. */
  private countContentGap(peer: number): void {
    const { row, extras } = this;
    if (row.segments(peer) === 0) return;
    const times = extras.addContentGap(ensureExtra(row, extras), peer);
    recordScaled(row, extras, peer, HistoryLetter.Gap, times);
  }

  private countZeroWindow(flags: number): void {
    const { row, side } = this;
    if ((flags & (RST | SYN | FIN)) !== 0 || row.finFrame(1 - side) !== 0 || row.rstFrame !== 0) return;
    const times = this.extras.addZeroWindow(ensureExtra(row, this.extras), side);
    recordScaled(row, this.extras, side, HistoryLetter.ZeroWindow, times);
  }

  private noteRst(packet: Packet, place: SegmentPlace): void {
    const { row, side } = this;
    const peer = 1 - side;
    this.sequenceStep = 0;
    if (packet.payloadLength > 0) this.problems.add(PROBLEM['reset-with-payload']);
    if (row.rstFrame !== 0) {
      if (row.rstSide !== side) row.set(FlowFlag.RstByBoth);
      return;
    }
    this.isFirstRst = true;
    row.rstFrame = place.frameNumber;
    row.setRstWindowAndHopLimit(packet.window, packet.hopLimit);
    if (side === 1) row.set(FlowFlag.RstByB);
    if (packet.payloadLength > 0) row.set(FlowFlag.PayloadInRst);
    if (row.finFrame(0) === 0 && row.finFrame(1) === 0) {
      row.idleBeforeCloseUs = Math.round((place.timeNs - row.lastTimeNs) / NS_PER_US);
    } else {
      row.finToRstUs = Math.round((place.timeNs - row.closeTimeNs) / NS_PER_US);
    }
    row.closeTimeNs = place.timeNs;
    if (row.has(sideFlag(FlowFlag.SequenceKnownA, side)) && row.nextSequence(side) === packet.sequence) {
      row.set(FlowFlag.RstSequenceExpected);
    }
    if ((packet.flags & ACK) === 0) return;
    row.set(FlowFlag.RstHasAck);
    const peerKnown = row.has(sideFlag(FlowFlag.SequenceKnownA, peer));
    if (peerKnown && row.nextSequence(peer) === packet.acknowledgment) row.set(FlowFlag.RstAcksAll);
  }
}

const BOTH_SEQUENCES_KNOWN = FlowFlag.SequenceKnownA | FlowFlag.SequenceKnownB;

/** Whether the next segments of the flow are likely to be of the plain kind that `FlowRow.takeFast` takes. */
function isSteady(row: FlowRow, extras: ExtraRows): boolean {
  if (!row.hasAll(BOTH_SEQUENCES_KNOWN) || row.has(FlowFlag.HoleA | FlowFlag.HoleB)) return false;
  if (row.extra !== 0 && hasAhead(row.extra, extras)) return false;
  if (row.has(FlowFlag.AckedUnseenA | FlowFlag.AckedUnseenB) && isAckedAhead(row)) return false;
  if (row.rstFrame !== 0 || (row.synAckFrame !== 0 && row.handshakeAckFrame === 0)) return false;
  return row.endpointState(0) >= EndpointState.Partial && row.endpointState(1) >= EndpointState.Partial;
}

/** A side has acknowledged octets that were not captured. */
function isAckedAhead(row: FlowRow): boolean {
  return (
    sequenceDelta(row.nextSequence(0), row.highestAck(1)) > 0 ||
    sequenceDelta(row.nextSequence(1), row.highestAck(0)) > 0
  );
}

function hasAhead(extra: number, extras: ExtraRows): boolean {
  return extras.aheadSequence(extra, 0) !== 0 || extras.aheadSequence(extra, 1) !== 0;
}

/**
 * The client of a flow whose first segment is neither a SYN nor a SYN, ACK, which say it themselves: the side with the larger
 * port; between equal ports the sender. A handshake or HTTP may correct the guess later.
 */
function guessClient(row: FlowRow, packet: Packet): void {
  if ((packet.flags & SYN) !== 0) return;
  const { sourcePort, destinationPort } = packet;
  if (sourcePort === destinationPort) row.setClient(0, 'first-sender');
  else row.setClient(sourcePort > destinationPort ? 0 : 1, 'port');
}
