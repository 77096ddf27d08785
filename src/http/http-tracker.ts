/**
 * The octets of a flow's two directions in, HTTP exchanges out.
 *
 * Octets come in stream order; where octets are missing `skip` is called instead. A message is recognised by its
 * content, never by a port. What is kept of a message is a row in `ExchangeRows`; pairing follows the order of messages
 * on the connection. Source: RFC 9112, RFC 9110 section 15.2 (interim responses).
 */
import { type KeptOctets, OctetKeeper } from '../bytes/octet-keeper.js';
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import type { FlowRow } from '../tcp/flow-row.js';
import { ChunkFraming, NO_DIGIT } from './chunk-framing.js';
import { parseCutHead } from './cut-head.js';
import { ErrorBodies } from './error-bodies.js';
import { ExchangeFlag, type ExchangeRows, ExchangeText } from './exchange-row.js';
import { Head } from './head.js';
import { HeadReader } from './head-reader.js';
import { KnownLines } from './known-lines.js';
import { LIKENESS_OCTETS, Likeness, likenessOf } from './likeness.js';
import { findHeadEnd } from './line-octets.js';
import { type DeliveryPlace, type HttpTotals, INTERIM, MessagePairing } from './message-pairing.js';
import { hasNoBody, isPlausibleSimpleRequest } from './message-semantics.js';
import { NOT_FOLLOWED, type OtherProtocols } from './other-protocols.js';
import { parseHead } from './parse-head.js';
import { type StreamRows, StreamState } from './stream-row.js';
import type { TextPool } from './text-pool.js';

/** Longest head that is read, in octets. IIS itself refuses heads beyond 16 KiB by default. */
const LONGEST_HEAD = 64 * 1024;
const MOST_OCTETS_KEPT = 32 * 1024 * 1024;

/** Follows the HTTP messages of all flows. */
export class HttpTracker {
  private readonly streams: StreamRows;
  private readonly exchanges: ExchangeRows;
  private readonly problems: ProblemCounters;
  private readonly others: OtherProtocols;
  private readonly headMethod: number;
  private readonly connectMethod: number;
  private readonly head = new Head();
  private readonly chunks = new ChunkFraming();
  private readonly heads = new OctetKeeper(MOST_OCTETS_KEPT);
  private readonly bodies: ErrorBodies;
  private readonly reader: HeadReader;
  private readonly pairing: MessagePairing;

  // The flow and place that are being delivered: registers, so that no object is made for a segment.
  private row: FlowRow;
  private side = 0;
  private readonly place: DeliveryPlace = { frameNumber: 0, timeNs: 0 };

  constructor(
    row: FlowRow,
    streams: StreamRows,
    exchanges: ExchangeRows,
    texts: TextPool,
    problems: ProblemCounters,
    mostExchanges: number,
    others: OtherProtocols,
  ) {
    this.row = row;
    this.streams = streams;
    this.exchanges = exchanges;
    this.problems = problems;
    this.bodies = new ErrorBodies(streams, exchanges, texts);
    const lines = new KnownLines();
    this.reader = new HeadReader(lines);
    this.pairing = new MessagePairing(streams, exchanges, texts, lines, problems, mostExchanges);
    this.others = others;
    this.headMethod = texts.internAscii('HEAD');
    this.connectMethod = texts.internAscii('CONNECT');
  }

  /** Counts over the whole capture. */
  get totals(): HttpTotals {
    return this.pairing.totals;
  }

  /** Takes the next octets of one direction, `bytes[at … end)`, all captured. */
  deliver(
    row: FlowRow,
    side: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    place: DeliveryPlace,
  ): void {
    this.moveTo(row, side, place);
    let from = at;
    while (from < end) {
      const to = this.step(bytes, from, end);
      if (to === from) return;
      from = to;
    }
  }

  /** The next `octets` octets of one direction are missing from the capture. */
  skip(row: FlowRow, side: number, octets: number, place: DeliveryPlace): void {
    this.moveTo(row, side, place);
    const { streams } = this;
    const state = streams.state(side);
    const exchange = streams.exchange(side);
    if (exchange !== 0) {
      const { RequestOctetsMissing, ResponseOctetsMissing } = ExchangeFlag;
      this.exchanges.set(
        exchange - 1,
        streams.isResponding(side) ? ResponseOctetsMissing : RequestOctetsMissing,
      );
    }
    if (state === StreamState.Ignored || state === StreamState.BodyUntilClose) return;
    if (state === StreamState.Other) {
      this.skipOther(octets);
      return;
    }
    const remaining = streams.remaining(side);
    if (isCountedBody(state) && octets <= remaining) {
      this.bodies.cut(side, exchange - 1);
      this.consumeBody(state, octets);
      return;
    }
    if (state === StreamState.OtherBody) this.skipOther(octets - remaining);
    else if (state !== StreamState.Head || !this.takeCutHead()) this.loseSync();
  }

  /** The side sent its FIN: a body that reaches to the end of the connection is complete. */
  finish(row: FlowRow, side: number, place: DeliveryPlace): void {
    this.moveTo(row, side, place);
    if (this.streams.state(side) === StreamState.BodyUntilClose) this.endMessage();
  }

  /** The flow is closed: what is kept of its messages is dropped and its stream row given back. */
  release(row: FlowRow): void {
    this.streams.moveTo(row.stream);
    for (this.side = 0; this.side < 2; this.side++) {
      this.heads.drop(this.streams.keyOf(this.side));
      this.bodies.drop(this.side);
    }
    this.others.release(row);
    this.streams.release(row.stream);
    row.stream = 0;
  }

  private moveTo(row: FlowRow, side: number, place: DeliveryPlace): void {
    this.row = row;
    this.side = side;
    this.streams.moveTo(row.stream);
    this.noteWhere(place);
  }

  /** Copied: places come from objects of several kinds, of which the optimiser would have to know everywhere. */
  private noteWhere({ frameNumber, timeNs }: DeliveryPlace): void {
    this.place.frameNumber = frameNumber;
    this.place.timeNs = timeNs;
  }

  /** Takes as many octets as belong to the present state; returns where the next begin, `from` for "no more of these". */
  private step(bytes: Uint8Array, from: number, end: number): number {
    const { streams, side } = this;
    const state = streams.state(side);
    switch (state) {
      case StreamState.Start:
        return this.stepStart(bytes, from, end);
      case StreamState.Head:
        return this.stepHead(bytes, from, end);
      case StreamState.FixedBody:
      case StreamState.ChunkData:
      case StreamState.OtherBody:
        return this.stepBody(state, bytes, from, end);
      case StreamState.BodyUntilClose:
        this.bodies.take(this.side, bytes, from, end);
        return from;
      case StreamState.Ignored:
        return from;
      case StreamState.Other:
        return this.stepOther(bytes, from, end);
      default:
        return this.stepChunkFraming(state, bytes, from, end);
    }
  }

  private stepStart(bytes: Uint8Array, from: number, end: number): number {
    const likeness = this.reader.read(bytes, from, end, this.head);
    if (likeness === Likeness.No) return this.stepUnknown(bytes, from, end);
    this.streams.setMessageTimeNs(this.side, this.place.timeNs);
    if (likeness === Likeness.TooShort) {
      this.keepHead(bytes, from, end);
      return from;
    }
    return this.takeHead(bytes, from);
  }

  /** Octets between messages that are no message: an empty line is allowed there, another protocol ends the search. */
  private stepUnknown(bytes: Uint8Array, from: number, end: number): number {
    const octet = bytes[from];
    // RFC 9112 section 2.2: a server ought to ignore an empty line in front of a request line.
    if (octet === 0x0d || octet === 0x0a) return from + 1;
    if (this.row.has(FlowFlag.Http) || !this.others.begins(this.row, bytes, from, end)) return from;
    return this.stepOther(bytes, from, end);
  }

  /** Hands octets on to the protocol that is spoken instead of HTTP. Behind HTTP nothing begins that was not agreed on. */
  private stepOther(bytes: Uint8Array, from: number, end: number): number {
    const { others, row, side, streams } = this;
    const to = others.take(row, side, bytes, from, end, this.place.frameNumber);
    if (to === NOT_FOLLOWED) {
      this.leaveOther();
      return from;
    }
    streams.setState(side, StreamState.Other);
    if (others.bodyOctets > 0) this.enter(StreamState.OtherBody, others.bodyOctets);
    return to;
  }

  private skipOther(octets: number): void {
    const { others } = this;
    if (!others.skip(this.row, this.side, octets, this.place.frameNumber)) this.leaveOther();
    else if (others.bodyOctets > 0) this.enter(StreamState.OtherBody, others.bodyOctets);
    else this.streams.setState(this.side, StreamState.Other);
  }

  private leaveOther(): void {
    const state = this.row.has(FlowFlag.Http) ? StreamState.Ignored : StreamState.Start;
    this.streams.setState(this.side, state);
  }

  private stepHead(bytes: Uint8Array, from: number, end: number): number {
    const key = this.streams.keyOf(this.side);
    const before = this.heads.get(key)?.length ?? 0;
    const kept = this.heads.append(key, bytes, from, Math.min(end - from, LONGEST_HEAD - before));
    if (kept === null) return this.refuseHead(from);
    this.noteKept(kept);
    // What began like a message may show that it is none as long as it was too short to tell.
    const isNoMessage = before < LIKENESS_OCTETS && likenessOf(kept.bytes, 0, kept.length) === Likeness.No;
    if (isNoMessage) {
      this.heads.drop(key);
      this.streams.setState(this.side, StreamState.Start);
      const to = this.stepUnknown(kept.bytes, 0, kept.length) - before;
      return to > 0 ? from + to : from;
    }
    // With its first line a head of HTTP/0.9 is whole; of others the end is looked for from where it was not yet.
    const headEnd = kept.noteFirstLine(before)
      ? kept.length - 1
      : findHeadEnd(kept.bytes, Math.max(0, before - 3), kept.length);
    if (headEnd < 0 || !parseHead(kept.bytes, 0, headEnd + 1, this.head)) {
      return kept.length >= LONGEST_HEAD ? this.refuseHead(from) : from;
    }
    const used = this.head.length - before;
    this.takeHead(kept.bytes, 0);
    this.heads.drop(key);
    return from + Math.max(0, used);
  }

  private keepHead(bytes: Uint8Array, from: number, end: number): void {
    const kept = this.heads.append(
      this.streams.keyOf(this.side),
      bytes,
      from,
      Math.min(end - from, LONGEST_HEAD),
    );
    if (kept === null) {
      this.refuseHead(from);
      return;
    }
    this.noteKept(kept);
    this.streams.setState(this.side, StreamState.Head);
  }

  private noteKept(kept: KeptOctets): void {
    kept.frameNumber = this.place.frameNumber;
    kept.timeNs = this.place.timeNs;
  }

  private refuseHead(from: number): number {
    this.problems.add(PROBLEM['http-head-too-long']);
    this.heads.drop(this.streams.keyOf(this.side));
    this.loseSync();
    return from;
  }

  /** A whole head was parsed from `bytes[at …]`; returns where what follows it begins. */
  private takeHead(bytes: Uint8Array, at: number): number {
    const { head } = this;
    if (head.isRequest) {
      if (head.isSimple && !isPlausibleSimpleRequest(bytes, head)) {
        this.streams.setState(this.side, StreamState.Start);
        return at;
      }
      this.takeRequest(bytes);
    } else {
      this.takeResponse(bytes);
    }
    return at + head.length;
  }

  /**
   * The octets that are missing belong to a head. Its message counts when the start line is there; its body cannot be
   * framed. True when the directions were told what follows.
   */
  private takeCutHead(): boolean {
    const { head, exchanges, streams, side } = this;
    const kept = this.heads.get(this.streams.keyOf(this.side));
    if (kept === undefined || !parseCutHead(kept.bytes, 0, kept.length, head)) return false;
    this.noteWhere(kept);
    const exchange = head.isRequest ? this.addRequest(kept.bytes) : this.addResponse(kept.bytes);
    if (exchange < 0) return false;
    exchanges.set(exchange, head.isRequest ? ExchangeFlag.RequestHeadCut : ExchangeFlag.ResponseHeadCut);
    if (head.isRequest || !this.opensTunnel(exchange)) return false;
    streams.setExchange(side, 0);
    this.enterTunnel(kept.bytes.subarray(0, head.length));
    streams.setState(side, StreamState.Ignored);
    return true;
  }

  private takeRequest(bytes: Uint8Array): void {
    const { head } = this;
    this.addRequest(bytes);
    this.beginBody(head.isChunked, head.contentLength, false, true);
  }

  private addRequest(bytes: Uint8Array): number {
    const { row, side, head, place } = this;
    this.heads.drop(this.streams.keyOf(side));
    return this.pairing.addRequest(row, side, bytes, head, place);
  }

  private addResponse(bytes: Uint8Array): number {
    const { row, side, head, place } = this;
    this.heads.drop(this.streams.keyOf(side));
    return this.pairing.addResponse(row, side, bytes, head, place);
  }

  private takeResponse(bytes: Uint8Array): void {
    const { head } = this;
    const exchange = this.addResponse(bytes);
    if (exchange >= 0) this.beginResponseBody(exchange, bytes);
    else if (exchange === INTERIM) this.streams.setState(this.side, StreamState.Start);
    else this.beginBody(head.isChunked, head.contentLength, hasNoBody(head.status), false);
  }

  private beginResponseBody(exchange: number, bytes: Uint8Array): void {
    const { head } = this;
    if (this.opensTunnel(exchange)) {
      this.endMessage();
      this.enterTunnel(bytes);
      return;
    }
    const isHead = this.exchanges.text(exchange, ExchangeText.Method) === this.headMethod;
    this.beginBody(head.isChunked, head.contentLength, isHead || hasNoBody(head.status), false);
  }

  /** HTTP ends with the response of `head`. Source: RFC 9110 sections 7.8 and 9.3.6. */
  private opensTunnel(exchange: number): boolean {
    const { status } = this.head;
    if (status === 101) return true;
    const isConnect = this.exchanges.text(exchange, ExchangeText.Method) === this.connectMethod;
    return isConnect && status >= 200 && status < 300;
  }

  private enterTunnel(bytes: Uint8Array): void {
    const { head, streams, side } = this;
    this.others.upgrade(this.row, head.status, bytes, head.reason.at, this.place.frameNumber);
    streams.setState(side, StreamState.Other);
    streams.setState(1 - side, StreamState.Other);
  }

  /** Decides what follows the head. Source: RFC 9112 section 6.3. */
  private beginBody(isChunked: boolean, contentLength: number, hasNone: boolean, isRequest: boolean): void {
    const { streams, side } = this;
    if (hasNone) this.endMessage();
    else if (isChunked) this.enter(StreamState.ChunkSize, NO_DIGIT);
    else if (contentLength > 0) this.enter(StreamState.FixedBody, contentLength);
    else if (contentLength === 0 || isRequest) this.endMessage();
    else {
      const exchange = streams.exchange(side);
      if (exchange !== 0) this.exchanges.set(exchange - 1, ExchangeFlag.UntilClose);
      this.enter(StreamState.BodyUntilClose, 0);
    }
  }

  private enter(state: number, remaining: number): void {
    this.streams.setState(this.side, state);
    this.streams.setRemaining(this.side, remaining);
  }

  private stepBody(state: number, bytes: Uint8Array, from: number, end: number): number {
    const remaining = this.streams.remaining(this.side);
    const taken = end - from < remaining ? end - from : remaining;
    this.bodies.take(this.side, bytes, from, from + taken);
    this.consumeBody(state, taken);
    return from + taken;
  }

  private consumeBody(state: number, octets: number): void {
    const { streams, side } = this;
    const remaining = streams.remaining(side) - octets;
    streams.setRemaining(side, remaining);
    if (remaining > 0) return;
    if (state === StreamState.FixedBody) this.endMessage();
    else streams.setState(side, state === StreamState.ChunkData ? StreamState.ChunkEnd : StreamState.Other);
  }

  private stepChunkFraming(state: number, bytes: Uint8Array, from: number, end: number): number {
    const { chunks } = this;
    const to = chunks.read(state, this.streams.remaining(this.side), bytes, from, end);
    if (chunks.isBroken) this.loseSync();
    else if (chunks.isEnd) this.endMessage();
    else this.enter(chunks.state, chunks.value);
    return to;
  }

  private endMessage(): void {
    const { streams, side, exchanges, place } = this;
    streams.setState(side, StreamState.Start);
    const exchange = streams.exchange(side);
    if (exchange === 0) return;
    streams.setExchange(side, 0);
    if (!streams.isResponding(side)) {
      exchanges.completeRequest(exchange - 1, place.frameNumber, place.timeNs);
      return;
    }
    exchanges.completeResponse(exchange - 1, place.frameNumber, place.timeNs);
    streams.addResponseComplete();
    this.bodies.store(side, exchange - 1);
  }

  /** Octets are missing where a message's end would have been: the next message is looked for at the next segments. */
  private loseSync(): void {
    const { streams, side } = this;
    const exchange = streams.exchange(side);
    if (exchange !== 0 && streams.isResponding(side)) this.bodies.store(side, exchange - 1);
    this.heads.drop(this.streams.keyOf(this.side));
    this.bodies.drop(this.side);
    streams.setExchange(side, 0);
    streams.setState(side, StreamState.Start);
    streams.setLostSync(side);
  }
}

/** States in which the next octets are counted and not read. */
function isCountedBody(state: number): boolean {
  return (
    state === StreamState.FixedBody || state === StreamState.ChunkData || state === StreamState.OtherBody
  );
}
