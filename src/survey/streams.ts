/**
 * Payload of tracked segments in, octets in stream order out to the HTTP tracker.
 *
 * In order, which is nearly always, octets are handed on where they lie in the read window. Only behind a hole are they
 * copied and kept until the hole is filled, given up, or the flow ends.
 */
import { sequenceAdd, sequenceDelta } from '../bytes/sequence.js';
import type { Packet } from '../decode/packet.js';
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { FIN, RST, SYN } from '../decode/tcp.js';
import type { ExchangeRows } from '../http/exchange-row.js';
import type { HttpTracker } from '../http/http-tracker.js';
import type { DeliveryPlace } from '../http/message-pairing.js';
import { noteReset } from '../http/reset-facts.js';
import { type StreamRows, StreamState } from '../http/stream-row.js';
import type { ExtraRows } from '../tcp/extra-row.js';
import { FlowFlag, sideFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';
import type { FlowTable } from '../tcp/flow-table.js';
import { ensureExtra } from '../tcp/history.js';
import { ReorderBuffer } from '../tcp/reorder-buffer.js';
import type { SegmentPlace } from '../tcp/segment-place.js';
import type { SegmentTracker } from '../tcp/segment-tracker.js';

/** A hole whose octets the receiver has acknowledged is given up after this time: they were not captured. */
const ACKED_HOLE_NS = 1_000_000_000;
const NS_PER_US = 1000;

/** Octets that wait behind holes in all flows together. */
const MOST_OCTETS_WAITING = 64 * 1024 * 1024;

/** Puts the payload of all flows into stream order. */
export class Streams {
  private readonly flows: FlowTable;
  private readonly streams: StreamRows;
  private readonly exchanges: ExchangeRows;
  private readonly extras: ExtraRows;
  private readonly http: HttpTracker;
  private readonly problems: ProblemCounters;
  /** Reorder buffers by flow * 2 + side: only of directions with an open hole. */
  private readonly waiting = new Map<number, ReorderBuffer>();
  private octetsWaiting = 0;
  private readonly deliveryPlace: DeliveryPlace = { frameNumber: 0, timeNs: 0 };

  constructor(
    flows: FlowTable,
    streams: StreamRows,
    exchanges: ExchangeRows,
    extras: ExtraRows,
    http: HttpTracker,
    problems: ProblemCounters,
  ) {
    this.flows = flows;
    this.exchanges = exchanges;
    this.extras = extras;
    this.streams = streams;
    this.http = http;
    this.problems = problems;
  }

  /** Directions with an open hole. */
  get waitingCount(): number {
    return this.waiting.size;
  }

  /** Takes the segment that `tracker` has just tracked. */
  take(packet: Packet, tracker: SegmentTracker, place: SegmentPlace): void {
    const { row } = tracker;
    const { flags } = packet;
    if (packet.payloadLength > 0 && (flags & RST) === 0 && !tracker.isKeepAlive)
      this.takePayload(packet, tracker, place);
    if ((flags & (FIN | RST)) !== 0 && row.stream !== 0) this.close(packet, tracker, place);
  }

  /** Hands on what waits in all flows: the capture ended, the holes will not be filled. */
  flush(): void {
    const row = new FlowRow(this.flows.rows);
    for (const key of [...this.waiting.keys()]) this.giveUpHoles(row.moveTo(key >> 1), key & 1);
  }

  /** Forgets the flows `first … end - 1`, whose rows are about to be given back. */
  evict(firstFlow: number, endFlow: number): void {
    const row = new FlowRow(this.flows.rows);
    for (let flow = firstFlow; flow < endFlow; flow++) {
      if (row.moveTo(flow).stream === 0) continue;
      this.giveUpHoles(row, 0);
      this.giveUpHoles(row, 1);
      if (row.stream !== 0) this.http.release(row);
    }
  }

  private takePayload(packet: Packet, tracker: SegmentTracker, place: SegmentPlace): void {
    const { row, side, sequenceStep } = tracker;
    const repeated = -sequenceStep - ((packet.flags & SYN) !== 0 ? 1 : 0);
    if (row.stream === 0) {
      // Of a flow that is closed, and of one without payload, a repeat brings nothing.
      if (repeated >= packet.payloadLength) return;
      row.stream = this.streams.take();
    } else this.streams.moveTo(row.stream);
    const isPlain =
      sequenceStep === 0 && packet.capturedPayloadLength === packet.payloadLength && this.waiting.size === 0;
    if (isPlain && this.streams.takeBodyOctets(side, packet.payloadLength, place.timeNs)) return;
    this.streams.setLastPayloadTimeNs(side, place.timeNs);
    if (this.streams.state(side) === StreamState.Ignored) return;
    const sequence = (packet.flags & SYN) !== 0 ? sequenceAdd(packet.sequence, 1) : packet.sequence;
    const buffer = this.waiting.size === 0 ? undefined : this.waiting.get(row.flow * 2 + side);
    if (buffer !== undefined) {
      this.wait(buffer, packet, sequence, tracker, place);
    } else if (sequenceStep === 0) {
      this.deliver(
        row,
        side,
        packet.bytes,
        packet.payloadAt,
        packet.capturedPayloadLength,
        packet.payloadLength,
        place,
      );
    } else if (sequenceStep > 0) {
      this.wait(this.open(packet, tracker, place), packet, sequence, tracker, place);
    } else {
      this.takeOverlap(packet, repeated, tracker, place);
    }
  }

  /** Opens a reorder buffer in front of a segment that came too early. */
  private open(
    packet: Packet,
    { row, side, sequenceStep }: SegmentTracker,
    place: SegmentPlace,
  ): ReorderBuffer {
    const opened = new ReorderBuffer(sequenceAdd(packet.sequence, -sequenceStep), place.timeNs);
    this.waiting.set(row.flow * 2 + side, opened);
    return opened;
  }

  /** A segment whose first octets are repeats: only the rest is new. */
  private takeOverlap(packet: Packet, repeated: number, tracker: SegmentTracker, place: SegmentPlace): void {
    const fresh = packet.payloadLength - repeated;
    if (fresh <= 0) return;
    const captured = Math.max(0, packet.capturedPayloadLength - repeated);
    this.deliver(
      tracker.row,
      tracker.side,
      packet.bytes,
      packet.payloadAt + repeated,
      captured,
      fresh,
      place,
    );
  }

  private wait(
    buffer: ReorderBuffer,
    packet: Packet,
    sequence: number,
    tracker: SegmentTracker,
    place: SegmentPlace,
  ): void {
    const { row, side } = tracker;
    const before = buffer.waitingOctets;
    const { bytes, payloadAt, capturedPayloadLength } = packet;
    buffer.add({
      sequence,
      octets: bytes.slice(payloadAt, payloadAt + capturedPayloadLength),
      length: packet.payloadLength,
      frameNumber: place.frameNumber,
      timeNs: place.timeNs,
    });
    this.octetsWaiting += buffer.waitingOctets - before;
    this.drain(row, side, buffer, place);
    if (buffer.isEmpty) return;
    const isAcknowledged = sequenceDelta(buffer.expected, row.highestAck(1 - side)) > 0;
    const isLost = isAcknowledged && place.timeNs - buffer.sinceNs > ACKED_HOLE_NS;
    if (buffer.isFull || this.octetsWaiting > MOST_OCTETS_WAITING) {
      this.problems.add(PROBLEM['reorder-buffer-full']);
      this.giveUpHoles(row, side);
    } else if (isLost) {
      this.giveUpHoles(row, side);
    }
  }

  /** Hands on what follows the stream without a hole. */
  private drain(row: FlowRow, side: number, buffer: ReorderBuffer, filler: DeliveryPlace | null): void {
    const before = buffer.waitingOctets;
    for (let segment = buffer.take(); segment !== null; segment = buffer.take()) {
      const { deliveryPlace } = this;
      // A message is complete only when the hole in front of it was filled, so never before the filler's frame.
      deliveryPlace.frameNumber =
        filler === null ? segment.frameNumber : Math.max(filler.frameNumber, segment.frameNumber);
      deliveryPlace.timeNs = filler === null ? segment.timeNs : Math.max(filler.timeNs, segment.timeNs);
      this.deliver(row, side, segment.octets, 0, segment.octets.length, segment.length, deliveryPlace);
    }
    this.octetsWaiting += buffer.waitingOctets - before;
    if (!buffer.isEmpty) return;
    row.clear(sideFlag(FlowFlag.HoleA, side));
    this.waiting.delete(row.flow * 2 + side);
    if (row.finFrame(side) !== 0) this.endSide(row, side, filler ?? this.deliveryPlace);
  }

  private giveUpHoles(row: FlowRow, side: number): void {
    const buffer = this.waiting.get(row.flow * 2 + side);
    if (buffer === undefined) return;
    while (!buffer.isEmpty) {
      const { first } = buffer;
      if (first !== null) {
        this.deliveryPlace.frameNumber = first.frameNumber;
        this.deliveryPlace.timeNs = first.timeNs;
      } else {
        this.deliveryPlace.frameNumber = row.lastFrame;
        this.deliveryPlace.timeNs = row.lastTimeNs;
      }
      const missing = buffer.skipHole();
      if (missing > 0) this.noteMissing(row, side, missing);
      this.drain(row, side, buffer, null);
    }
  }

  /** Octets of a hole that was never filled: if the receiver acknowledged them, they are missing from the capture alone. */
  private noteMissing(row: FlowRow, side: number, octets: number): void {
    const wereReceived = row.extra !== 0 && this.extras.contentGaps(row.extra, side) > 0;
    if (wereReceived) row.set(sideFlag(FlowFlag.AckedUnseenA, side));
    this.http.skip(row, side, octets, this.deliveryPlace);
  }

  private deliver(
    row: FlowRow,
    side: number,
    bytes: Uint8Array,
    at: number,
    captured: number,
    length: number,
    place: DeliveryPlace,
  ): void {
    if (captured > 0) this.http.deliver(row, side, bytes, at, at + captured, place);
    if (captured < length) this.http.skip(row, side, length - captured, place);
  }

  /** A FIN or RST: what it ends, and what was outstanding. */
  private close(packet: Packet, tracker: SegmentTracker, place: SegmentPlace): void {
    const { row, side } = tracker;
    if ((packet.flags & RST) !== 0) {
      this.giveUpHoles(row, 0);
      this.giveUpHoles(row, 1);
      if (tracker.isFirstRst) this.noteReset(tracker, place);
      if (row.stream !== 0) this.http.release(row);
      return;
    }
    const isEarly = tracker.sequenceStep > 0 && packet.payloadLength === 0;
    const buffer =
      this.waiting.get(row.flow * 2 + side) ?? (isEarly ? this.open(packet, tracker, place) : undefined);
    if (buffer === undefined) this.endSide(row, side, place);
    else buffer.endsAt = sequenceAdd(packet.sequence, packet.payloadLength);
  }

  /** All octets of a side were handed on up to its FIN. */
  private endSide(row: FlowRow, side: number, place: DeliveryPlace): void {
    if (row.stream === 0) return;
    this.http.finish(row, side, place);
    const isClosed = row.finFrame(0) !== 0 && row.finFrame(1) !== 0;
    if (isClosed && !this.waiting.has(row.flow * 2 + 1 - side)) this.http.release(row);
  }

  private noteReset({ row, side, extras }: SegmentTracker, place: SegmentPlace): void {
    if (row.stream === 0) return;
    if (row.payloadBytes(1 - side) > 0) {
      this.streams.moveTo(row.stream);
      const lastNs = this.streams.lastPayloadTimeNs(1 - side);
      extras.setPayloadToRstUs(ensureExtra(row, extras), Math.round((place.timeNs - lastNs) / NS_PER_US));
    }
    noteReset(row, this.streams, this.exchanges);
  }
}
