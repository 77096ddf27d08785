/**
 * The survey: one pass over the frames of a capture, in memory that follows the flows and not the frames.
 *
 * Frames go in one by one; what remains is a row per flow, a row per HTTP exchange, and counts. Nothing per frame is
 * made on the heap. Who broke what is not said here: rules read the rows afterwards.
 */
import { TimeBase } from '../bytes/time.js';
import type { Frame, FrameReader } from '../capture/frame-reader.js';
import { canResume, type ResumingReader } from '../capture/resume.js';
import { decodeFrame } from '../decode/decode-frame.js';
import { Layer, type LayerCode, layerOfLinkType } from '../decode/layer.js';
import { Packet } from '../decode/packet.js';
import { PlainFrames } from '../decode/plain-frame.js';
import { PROBLEM, type ProblemCode, ProblemCounters } from '../decode/problem.js';
import { ExchangeRows } from '../http/exchange-row.js';
import { HttpTracker } from '../http/http-tracker.js';
import { StreamRows } from '../http/stream-row.js';
import { TextPool } from '../http/text-pool.js';
import { AddressTable } from '../tcp/address-table.js';
import { FlowTable } from '../tcp/flow-table.js';
import type { SegmentPlace } from '../tcp/segment-place.js';
import { SegmentTracker } from '../tcp/segment-tracker.js';
import { Checksums } from './checksums.js';
import { releaseRowsOfEvicted } from './evicted-rows.js';
import { FramePlaces } from './frame-places.js';
import { IcmpErrors } from './icmp-errors.js';
import { Protocols } from './protocols.js';
import { Streams } from './streams.js';
import type { SurveyRows } from './survey-rows.js';

/** Limits of the survey's tables. */
export interface SurveyLimits {
  /** Flows whose rows are kept. */
  readonly flows: number;
  /** HTTP exchanges kept. */
  readonly exchanges: number;
  /** Octets of texts kept. */
  readonly textBytes: number;
  /** IPv6 addresses kept; 8 million where absent. */
  readonly addresses?: number;
}

/** 4 million flows take 800 MB, 8 million exchanges 900 MB, 8 million IPv6 addresses 200 MB: more than any capture that a person will look at. */
export const DEFAULT_LIMITS: SurveyLimits = {
  flows: 4_194_304,
  exchanges: 8_388_608,
  textBytes: 256 * 1024 * 1024,
};

/** What a survey may be told. */
export interface SurveyOptions {
  readonly limits?: SurveyLimits;
  /** Seed of the hashes; any number gives the same result. */
  readonly seed?: number;
  /** Whether checksums are looked at, which takes a second look at every octet; not where absent. */
  readonly checksums?: boolean;
  /** Told the flows `first … end - 1` just before their rows are given back. */
  readonly onEvict?: (survey: Survey, firstFlow: number, endFlow: number) => void;
  /** Told after every window of octets how far the input was read. */
  readonly onProgress?: (bytesRead: number, bytesTotal: number | null, survey: Survey) => void;
}

/** What is known of a capture after one pass. */
export class Survey implements SurveyRows {
  readonly timeBase = new TimeBase();
  readonly problems = new ProblemCounters();
  readonly addresses: AddressTable;
  readonly texts: TextPool;
  readonly exchanges = new ExchangeRows();
  readonly flows: FlowTable;
  /** TLS, HTTP/2 and upgrades, of the flows that have them. */
  readonly protocols: Protocols;
  /** Frames read, whatever they carry. */
  frames = 0;
  /** TCP segments among them. */
  segments = 0;
  /** Octets of TCP payload as sent, repeats counted again. */
  payloadBytes = 0;
  /** Time of the first and the last frame that has one, in file order; NaN before the first. */
  firstTimeNs = Number.NaN;
  lastTimeNs = Number.NaN;
  /** Extremes where time went backwards: of the frames with which it did, and of those in front of them. */
  private earliestBackNs = Number.POSITIVE_INFINITY;
  private latestLeftNs = Number.NEGATIVE_INFINITY;
  /** Frames per link type that is not decoded. */
  readonly unsupportedLinkTypes = new Map<number, number>();

  /** Counts of checksums; null where they were not asked for. */
  readonly checksums: Checksums | null;
  /** ICMP errors about segments of flows. */
  readonly icmp: IcmpErrors;
  /** Places in the files at which frames begin. */
  readonly places = new FramePlaces();

  private readonly packet: Packet;
  private readonly tracker: SegmentTracker;
  private readonly streams: Streams;
  private readonly http: HttpTracker;
  private readonly place: SegmentPlace = { frameNumber: 0, timeNs: 0, file: 0, fileOffset: 0 };
  private readonly onProgress: SurveyOptions['onProgress'];
  private readonly plain = new PlainFrames();
  private linkType = -2;
  private outermost: LayerCode = Layer.Stop;

  constructor(options: SurveyOptions = {}) {
    const { limits = DEFAULT_LIMITS, seed = 0, onEvict } = options;
    this.onProgress = options.onProgress;
    this.checksums = options.checksums === true ? new Checksums() : null;
    this.packet = new Packet(this.problems, this.place);
    this.addresses = new AddressTable(seed, limits.addresses);
    this.texts = new TextPool(seed, limits.textBytes);
    const streamRows = new StreamRows();
    this.flows = new FlowTable(seed, limits.flows, (first, end) => {
      this.streams.evict(first, end);
      onEvict?.(this, first, end);
      this.checksums?.evict(end);
      releaseRowsOfEvicted(this.flows, end, this.exchanges, this.extras, this.protocols, this.texts);
      this.problems.add(PROBLEM['flows-evicted'], end - first);
    });
    this.tracker = new SegmentTracker(this.flows, this.addresses, this.problems);
    this.icmp = new IcmpErrors(this.flows, this.addresses, this.tracker.extras, this.problems);
    this.protocols = new Protocols(this.tracker.extras, this.texts, this.problems, limits.flows);
    this.http = new HttpTracker(
      this.flows.row,
      streamRows,
      this.exchanges,
      this.texts,
      this.problems,
      limits.exchanges,
      this.protocols,
    );
    this.streams = new Streams(
      this.flows,
      streamRows,
      this.exchanges,
      this.tracker.extras,
      this.http,
      this.problems,
    );
  }

  /** Times of the earliest and of the latest frame, wherever in the files they are; NaN without any. */
  get earliestTimeNs(): number {
    return Math.min(this.firstTimeNs, this.earliestBackNs);
  }
  get latestTimeNs(): number {
    return Math.max(this.lastTimeNs, this.latestLeftNs);
  }

  /** Counters of flows with rare facts. */
  get extras(): SegmentTracker['extras'] {
    return this.tracker.extras;
  }

  /** Counts of HTTP messages. */
  get httpTotals(): HttpTracker['totals'] {
    return this.http.totals;
  }

  /**
   * Takes all frames of one input.
   * @param fileIndex which input it is, from 0; flows go on over inputs
   * @param isStopped asked after every window of octets whether to end here
   */
  async read(reader: FrameReader, fileIndex: number, isStopped: () => boolean = () => false): Promise<void> {
    this.place.file = fileIndex;
    this.places.note(fileIndex, 0, this.frames);
    const { frame } = reader;
    do {
      if (this.checksums === null) while (reader.next()) this.take(frame);
      else while (reader.next()) this.takeAndCheck(frame, this.checksums);
      this.onProgress?.(reader.bytesRead, reader.bytesTotal, this);
      if (isStopped()) return;
      if (canResume(reader)) this.notePlace(reader, fileIndex);
    } while (await reader.fill());
  }

  /** The input ended: octets that waited for others are handed on without them. */
  finish(): void {
    this.packet.fragments.finish();
    this.streams.flush();
    this.icmp.finish();
    this.flows.close();
    if (this.texts.notKept > 0) this.problems.add(PROBLEM['text-not-kept'], this.texts.notKept);
  }

  /** Directions of flows whose octets wait behind a hole. */
  get streamsWaiting(): number {
    return this.streams.waitingCount;
  }

  /** What `finish` would count if the input ended now. */
  pendingProblems(): Map<ProblemCode, number> {
    const pending = new Map<ProblemCode, number>([
      ['fragments-incomplete', this.packet.fragments.waitingPackets],
      ['icmp-flow-unknown', this.icmp.unknownSoFar],
      ['text-not-kept', this.texts.notKept],
    ]);
    for (const [code, count] of pending) if (count === 0) pending.delete(code);
    return pending;
  }

  /** Takes one frame. */
  take(frame: Frame): void {
    this.frames++;
    if (frame.linkType !== this.linkType) this.changeLinkType(frame.linkType);
    this.noteTime(frame.timeNs);
    if (this.outermost === Layer.Stop) {
      this.noteUnsupported(frame.linkType);
      return;
    }
    const { packet, plain } = this;
    const { bytes, at, capturedLength } = frame;
    if (plain.decode(packet, bytes, at, capturedLength)) {
      this.countSegment(packet, frame);
      this.tracker.trackTuple(packet, plain.source, plain.destination, plain.ports, 0, this.place);
      this.takePayload(packet);
    } else if (decodeFrame(packet, this.outermost, bytes, at, capturedLength, frame.originalLength)) {
      this.takeSegment(packet, frame);
    } else if (packet.icmp.isThere) this.takeIcmp(frame);
  }

  /** Takes the segment of a packet that came in fragments and was put together elsewhere, in the frame that completed it. */
  takeReassembled(packet: Packet, frame: Frame): void {
    this.frames++;
    this.noteTime(frame.timeNs);
    this.takeSegment(packet, frame);
  }

  private takeSegment(packet: Packet, frame: Frame): void {
    this.countSegment(packet, frame);
    if (this.tracker.track(packet, this.place)) this.takePayload(packet);
    else {
      this.problems.add(PROBLEM['addresses-not-kept']);
      this.flows.forgetLast();
    }
  }

  private countSegment(packet: Packet, frame: Frame): void {
    const { place } = this;
    this.segments++;
    this.payloadBytes += packet.payloadLength;
    place.frameNumber = this.frames;
    place.fileOffset = frame.fileOffset;
  }

  private takePayload(packet: Packet): void {
    const { tracker } = this;
    if (packet.payloadLength > 0 || tracker.row.stream !== 0) this.streams.take(packet, tracker, this.place);
  }

  private takeIcmp(frame: Frame): void {
    const { place } = this;
    place.frameNumber = this.frames;
    place.fileOffset = frame.fileOffset;
    this.icmp.take(this.packet, place);
  }

  /** Apart from `take`, so that who does not ask for checksums does not pay for them. */
  private takeAndCheck(frame: Frame, checksums: Checksums): void {
    const { segments } = this;
    this.take(frame);
    if (this.segments === segments) return;
    const { packet, tracker } = this;
    if (tracker.row.flow < 0) return;
    checksums.take(packet, tracker.row, tracker.side, packet.bytes !== frame.bytes);
  }

  private notePlace(reader: ResumingReader, fileIndex: number): void {
    const offset = reader.resumeOffset();
    if (offset !== null) this.places.note(fileIndex, offset, this.frames);
  }

  private changeLinkType(linkType: number): void {
    this.linkType = linkType;
    this.outermost = layerOfLinkType(linkType) ?? Layer.Stop;
    this.plain.beginWith(this.outermost);
  }

  private noteUnsupported(linkType: number): void {
    if (linkType < 0) return;
    this.problems.add(PROBLEM['link-type-unsupported']);
    this.unsupportedLinkTypes.set(linkType, (this.unsupportedLinkTypes.get(linkType) ?? 0) + 1);
  }

  /** A frame without a time is taken to be captured when the frame in front of it was. */
  private noteTime(timeNs: number): void {
    if (timeNs < this.lastTimeNs) this.noteStepBack(timeNs);
    else if (Number.isNaN(timeNs)) {
      this.problems.add(PROBLEM['time-missing']);
      return;
    }
    if (Number.isNaN(this.firstTimeNs)) this.firstTimeNs = timeNs;
    this.lastTimeNs = timeNs;
    this.place.timeNs = timeNs;
  }

  private noteStepBack(timeNs: number): void {
    this.problems.add(PROBLEM['time-backwards']);
    this.earliestBackNs = Math.min(this.earliestBackNs, timeNs);
    this.latestLeftNs = Math.max(this.latestLeftNs, this.lastTimeNs);
  }
}
