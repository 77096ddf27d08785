/**
 * The facts of one flow as rules read them: in terms of client and server, without a word of judgement.
 *
 * `FlowFacts` is a cursor like `FlowRow`: `at(flow)` moves it, the properties read. A rule receives it under a type that
 * shows only the facts it asked for.
 */

import { type IcmpMeaning, icmpMeaning } from '../decode/icmp-meaning.js';
import { type ConnState, connState } from '../tcp/conn-state.js';
import { type ClientKnownBy, FlowFlag, sideFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';
import { historyText } from '../tcp/history.js';
import { type IcmpNote, quotedSide } from '../tcp/icmp-row.js';
import { type Teardown, teardownOf } from '../tcp/teardown.js';
import { type FlowShapes, isRstSoonAfterFin } from './flow-shapes.js';
import { Http2Facts } from './http2-facts.js';
import type { SurveyRows } from './survey-rows.js';
import { type TlsAlert, TlsFacts } from './tls-facts.js';

/** Cursor over the facts of flows. */
export class FlowFacts {
  /**
   * Set as soon as a fact is read in which two flows of one shape (`FlowShapes`) may differ; for whoever set it to false to
   * know whether what was concluded holds for the shape.
   */
  wasLookedInto = false;
  private readonly survey: SurveyRows;
  private readonly row: FlowRow;
  private readonly tlsFacts: TlsFacts;
  private readonly http2Facts: Http2Facts;
  private client = 0;
  private server = 1;

  constructor(survey: SurveyRows) {
    this.survey = survey;
    this.row = new FlowRow(survey.flows.rows);
    this.tlsFacts = new TlsFacts(survey.protocols.tlsRows, survey.texts);
    this.http2Facts = new Http2Facts(survey.protocols.http2Rows);
  }

  /** Number of the flow's shape; -1 where there are too many of them. */
  shapeIn(shapes: FlowShapes): number {
    return shapes.of(this.row);
  }

  /** Moves to a flow. */
  at(flow: number): this {
    this.row.moveTo(flow);
    this.client = this.row.clientSide;
    this.server = 1 - this.client;
    return this;
  }

  /** The flow's number, equal to Wireshark's `tcp.stream`. */
  get flow(): number {
    return this.closer().flow;
  }
  get isIpv6(): boolean {
    return this.row.has(FlowFlag.Ipv6);
  }
  /** At least one segment was captured; false for a flow that is known from ICMP errors only. */
  get wasCaptured(): boolean {
    return this.row.segments(0) + this.row.segments(1) > 0;
  }
  /** Address ids (`AddressTable`). */
  get clientAddress(): number {
    return this.closer().address(this.client);
  }
  get serverAddress(): number {
    return this.closer().address(this.server);
  }
  get clientPort(): number {
    return this.closer().port(this.client);
  }
  get serverPort(): number {
    return this.closer().port(this.server);
  }
  get clientKnownBy(): ClientKnownBy {
    return this.row.clientKnownBy;
  }

  /** Frames; 0 where there is no such frame. Of a flow without segments the first and last are that of the first ICMP error. `synFrame` is the flow's first frame when that was the client's SYN. */
  get firstFrame(): number {
    return this.closer().firstFrame;
  }
  get lastFrame(): number {
    return this.closer().lastFrame;
  }
  get synFrame(): number {
    return this.closer().has(FlowFlag.SynSeen) ? this.closer().firstFrame : 0;
  }
  get synAckFrame(): number {
    return this.closer().synAckFrame;
  }
  get handshakeAckFrame(): number {
    return this.closer().handshakeAckFrame;
  }
  get clientFinFrame(): number {
    return this.closer().finFrame(this.client);
  }
  get serverFinFrame(): number {
    return this.closer().finFrame(this.server);
  }
  /** Frame of the first RST. */
  get rstFrame(): number {
    return this.closer().rstFrame;
  }

  /** Nanoseconds since the capture's epoch. */
  get firstTimeNs(): number {
    return this.closer().firstTimeNs;
  }
  get lastTimeNs(): number {
    return this.closer().lastTimeNs;
  }
  /** Time of the first RST; NaN without one. */
  get rstTimeNs(): number {
    return this.closer().rstFrame === 0 ? Number.NaN : this.closer().closeTimeNs;
  }
  /** Microseconds from the flow's first FIN to its first RST; NaN unless both came in this order. */
  get finToRstUs(): number {
    const row = this.closer();
    const finFrame = Math.min(
      row.finFrame(0) || Number.POSITIVE_INFINITY,
      row.finFrame(1) || Number.POSITIVE_INFINITY,
    );
    return row.rstFrame !== 0 && finFrame <= row.rstFrame ? row.finToRstUs : Number.NaN;
  }
  /** Microseconds without any segment before the first FIN or RST. */
  get idleBeforeCloseUs(): number {
    return this.closer().idleBeforeCloseUs;
  }
  /** Microseconds from the last payload of the RST's receiver to the first RST; 0 without payload. */
  get payloadToRstUs(): number {
    return this.extra() === 0 ? 0 : this.survey.extras.payloadToRstUs(this.extra());
  }
  /** Microseconds from the SYN to the acknowledgment of the SYN, ACK; 0 when not captured whole. */
  get handshakeUs(): number {
    return this.closer().handshakeUs;
  }

  /** At least one segment of the client, or of the server, was captured. */
  get clientWasCaptured(): boolean {
    return this.row.segments(this.client) > 0;
  }
  get serverWasCaptured(): boolean {
    return this.row.segments(this.server) > 0;
  }
  get synSeen(): boolean {
    return this.row.has(FlowFlag.SynSeen);
  }
  get synAckSeen(): boolean {
    return this.row.has(FlowFlag.SynAckSeen);
  }
  get handshakeAckSeen(): boolean {
    return this.row.has(FlowFlag.HandshakeAckSeen);
  }

  /** New payload was sent; keep-alive octets and payload of RST segments do not count. */
  get clientSentData(): boolean {
    return this.row.has(sideFlag(FlowFlag.DataA, this.client));
  }
  get serverSentData(): boolean {
    return this.row.has(sideFlag(FlowFlag.DataA, this.server));
  }
  get clientSegments(): number {
    return this.closer().segments(this.client);
  }
  get serverSegments(): number {
    return this.closer().segments(this.server);
  }
  get clientPayloadBytes(): number {
    return this.closer().payloadBytes(this.client);
  }
  get serverPayloadBytes(): number {
    return this.closer().payloadBytes(this.server);
  }
  get clientSynCount(): number {
    return this.closer().synCount(this.client);
  }
  get serverSynCount(): number {
    return this.closer().synCount(this.server);
  }
  get clientFinCount(): number {
    return this.closer().finCount(this.client);
  }
  get serverFinCount(): number {
    return this.closer().finCount(this.server);
  }
  get clientRstCount(): number {
    return this.closer().rstCount(this.client);
  }
  get serverRstCount(): number {
    return this.closer().rstCount(this.server);
  }
  get clientRetransmissions(): number {
    return this.extra() === 0 ? 0 : this.survey.extras.retransmissions(this.extra(), this.client);
  }
  get serverRetransmissions(): number {
    return this.extra() === 0 ? 0 : this.survey.extras.retransmissions(this.extra(), this.server);
  }
  get clientOutOfOrder(): number {
    return this.extra() === 0 ? 0 : this.survey.extras.outOfOrder(this.extra(), this.client);
  }
  get serverOutOfOrder(): number {
    return this.extra() === 0 ? 0 : this.survey.extras.outOfOrder(this.extra(), this.server);
  }
  /** Segments that came behind a hole in the sequence, that closed the receive window, and keep-alive probes, of both sides. */
  get gaps(): number {
    const extra = this.extra();
    const { extras } = this.survey;
    return extra === 0 ? 0 : extras.gaps(extra, 0) + extras.gaps(extra, 1);
  }
  get zeroWindows(): number {
    const extra = this.extra();
    const { extras } = this.survey;
    return extra === 0 ? 0 : extras.zeroWindows(extra, 0) + extras.zeroWindows(extra, 1);
  }
  get keepAlives(): number {
    const extra = this.extra();
    const { extras } = this.survey;
    return extra === 0 ? 0 : extras.keepAlives(extra, 0) + extras.keepAlives(extra, 1);
  }

  get clientSentFin(): boolean {
    return this.row.finFrame(this.client) !== 0;
  }
  get serverSentFin(): boolean {
    return this.row.finFrame(this.server) !== 0;
  }
  /** The client sent FIN, and the server none in front of it. */
  get clientFinFirst(): boolean {
    const client = this.row.finFrame(this.client);
    const server = this.row.finFrame(this.server);
    return client !== 0 && (server === 0 || client <= server);
  }
  /** The client sent FIN in front of the first RST. */
  get clientFinBeforeRst(): boolean {
    const client = this.row.finFrame(this.client);
    return client !== 0 && client < this.row.rstFrame;
  }

  /** Who sent the first RST; null without one. */
  get rstBy(): 'client' | 'server' | null {
    if (this.row.rstFrame === 0) return null;
    return this.row.rstSide === this.client ? 'client' : 'server';
  }
  get rstHasAck(): boolean {
    return this.row.has(FlowFlag.RstHasAck);
  }
  /** The first RST carries exactly the sequence number that its receiver expects next. */
  get rstSequenceExpected(): boolean {
    return this.row.has(FlowFlag.RstSequenceExpected);
  }
  /** The first RST acknowledges everything its receiver had sent, a FIN included. */
  get rstAcksAll(): boolean {
    return this.row.has(FlowFlag.RstAcksAll);
  }
  get rstByBoth(): boolean {
    return this.row.has(FlowFlag.RstByBoth);
  }
  get rstHasPayload(): boolean {
    return this.row.has(FlowFlag.PayloadInRst);
  }
  /** The sender of the first RST sent something other than an RST afterwards. */
  get sentAfterRst(): boolean {
    return this.row.has(FlowFlag.SentAfterRst);
  }
  /** The first RST came behind the first FIN, within two seconds: later it is no answer to it. */
  get rstSoonAfterFin(): boolean {
    return isRstSoonAfterFin(this.row);
  }
  /** Window field of the first RST, unscaled. */
  get rstWindow(): number {
    return this.row.rstWindow;
  }
  /** TTL or hop limit of the first RST, and of the first other segment of the same sender (0 when it sent none). */
  get rstHopLimit(): number {
    return this.row.rstHopLimit;
  }
  get rstSenderHopLimit(): number {
    return this.row.rstFrame === 0 ? 0 : this.row.hopLimit(this.row.rstSide);
  }

  /** What HTTP knew when the first RST came. */
  get requestOutstandingAtRst(): boolean {
    return this.row.has(FlowFlag.RequestOutstandingAtRst);
  }
  get requestUnfinishedAtRst(): boolean {
    return this.row.has(FlowFlag.RequestUnfinishedAtRst);
  }
  get responseUnfinishedAtRst(): boolean {
    return this.row.has(FlowFlag.ResponseUnfinishedAtRst);
  }
  get responseCompleteAtRst(): boolean {
    return this.row.has(FlowFlag.ResponseCompleteAtRst);
  }
  get isHttp(): boolean {
    return this.row.has(FlowFlag.Http);
  }
  get isTls(): boolean {
    return this.row.has(FlowFlag.Tls);
  }
  /** The server name that the client asked for by TLS, as it was sent; null without one. */
  get sni(): string | null {
    return this.tls()?.sni ?? null;
  }
  /** Number of the version of TLS that the server chose (0x0303 is TLS 1.2); 0 without a ServerHello. */
  get tlsVersion(): number {
    return this.tls()?.version ?? 0;
  }
  /** The first and the last TLS alert of each side, in the order of their frames. */
  get tlsAlerts(): TlsAlert[] {
    return this.tls()?.alerts ?? [];
  }
  /** Frame from which TLS hides what is said; 0 when nothing is hidden. */
  get encryptedFromFrame(): number {
    return this.tls()?.encryptedFromFrame ?? 0;
  }
  /** HTTP/2 in clear text was found. */
  get isHttp2(): boolean {
    return this.http2() !== null;
  }
  /** Frame and status of the response with which HTTP/1 ended: 101, or 2xx to CONNECT; 0 when it did not. */
  get upgradeFrame(): number {
    const protocol = this.protocol();
    return protocol === 0 ? 0 : this.survey.protocols.rows.upgradeFrame(protocol);
  }
  get upgradeStatus(): number {
    const protocol = this.protocol();
    return protocol === 0 ? 0 : this.survey.protocols.rows.upgradeStatus(protocol);
  }
  /** What follows HTTP/1 as the Upgrade field says, as it was sent; null without one. */
  get upgradeProtocol(): string | null {
    const protocol = this.protocol();
    if (protocol === 0) return null;
    return this.survey.texts.latin1(this.survey.protocols.rows.upgradeProtocol(protocol));
  }

  /** A snapshot length cut payload of this flow. */
  get cutBySnaplen(): boolean {
    return this.row.has(FlowFlag.CutBySnaplen);
  }
  /** Octets of the client or the server were acknowledged but never captured. */
  get clientOctetsMissing(): boolean {
    return this.row.has(sideFlag(FlowFlag.AckedUnseenA, this.client));
  }
  get serverOctetsMissing(): boolean {
    return this.row.has(sideFlag(FlowFlag.AckedUnseenA, this.server));
  }
  /** ICMP errors that quote a segment of the flow; the facts below are of the first of them. */
  get icmpErrors(): number {
    return this.extra() === 0 ? 0 : this.survey.extras.icmpErrors(this.extra());
  }
  /** Frame of the first; 0 without one. */
  get icmpFrame(): number {
    return this.firstIcmpError?.frame ?? 0;
  }
  get icmpMeaning(): IcmpMeaning | null {
    const error = this.firstIcmpError;
    return error === null ? null : icmpMeaning(this.isIpv6 ? 6 : 4, error.type, error.code);
  }
  /** Whose segment it quotes. */
  get icmpAbout(): 'client' | 'server' | null {
    const error = this.firstIcmpError;
    if (error === null) return null;
    return quotedSide(this.closer(), error) === this.client ? 'client' : 'server';
  }
  /** Who sent it: an end of the flow, or something in between. */
  get icmpBy(): 'client' | 'server' | 'other' | null {
    const error = this.firstIcmpError;
    if (error === null) return null;
    if (error.reporter === this.serverAddress) return 'server';
    return error.reporter === this.clientAddress ? 'client' : 'other';
  }

  get tupleReused(): boolean {
    return this.row.has(FlowFlag.TupleReused);
  }

  get teardown(): Teardown {
    // Whether a SYN was refused is told by counts of segments.
    if (!this.synAckSeen && this.rstBy === 'server') this.wasLookedInto = true;
    return teardownOf(this.row);
  }
  get history(): string {
    return historyText(this.closer(), this.survey.extras);
  }
  get state(): ConnState {
    return connState(this.closer(), this.history);
  }

  /** Index of the flow's first exchange, -1 when it has none; `ExchangeRows.next` leads on (plus 1, 0 at the end). */
  get firstExchange(): number {
    return this.closer().firstExchange - 1;
  }

  /** The row, for facts in which flows of one shape may differ. */
  private closer(): FlowRow {
    this.wasLookedInto = true;
    return this.row;
  }

  /** The row of rare facts, 0 where the flow has none: that much is the same in all flows of one shape. */
  private extra(): number {
    const { extra } = this.row;
    if (extra !== 0) this.wasLookedInto = true;
    return extra;
  }

  private get firstIcmpError(): IcmpNote | null {
    const extra = this.extra();
    const { survey } = this;
    const first = extra === 0 ? 0 : survey.extras.firstIcmpError(extra);
    return first === 0 ? null : survey.icmp.rows.note(first);
  }

  /** The facts of the flow's TLS, valid until the cursor moves; null when nothing of it is kept. */
  tls(): TlsFacts | null {
    const protocol = this.protocol();
    const tls = protocol === 0 ? 0 : this.survey.protocols.rows.tls(protocol);
    return tls === 0 ? null : this.tlsFacts.at(tls - 1, this.client);
  }

  /** The facts of the flow's HTTP/2, valid until the cursor moves; null when it has none. */
  http2(): Http2Facts | null {
    const protocol = this.protocol();
    const http2 = protocol === 0 ? 0 : this.survey.protocols.rows.http2(protocol);
    return http2 === 0 ? null : this.http2Facts.at(http2 - 1, this.client);
  }

  private protocol(): number {
    return this.extra() === 0 ? 0 : this.survey.protocols.rowOf(this.row);
  }
}

/** Name of a fact that a flow rule may ask for. */
export type FlowFactName = Exclude<keyof FlowFacts, 'at' | 'tls' | 'http2' | 'shapeIn' | 'wasLookedInto'>;
