/**
 * A capture in, one flow of it in full out: one pass over the frames, in memory that follows the one flow.
 */
import type { Frame, FrameReader } from '../capture/frame-reader.js';
import { canSkim, type SkimmingReader } from '../capture/skim.js';
import { ACK, SYN } from '../decode/tcp.js';
import { addressText } from '../diagnosis/address-text.js';
import { Survey } from '../survey/survey.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';
import type { SegmentPlace } from '../tcp/segment-place.js';
import { Annotator } from './annotations/annotate.js';
import { type SideState, windowBytes } from './annotations/side-state.js';
import type { CloseUp } from './close-up.js';
import { diagnoseFlow } from './diagnose-flow.js';
import { DuplicateFrames } from './duplicate-frames.js';
import { FlowScan } from './flow-scan.js';
import { FlowSieve, SIEVED_LINK_TYPE } from './flow-sieve.js';
import { FlowStreams } from './flow-streams.js';
import { type Segment, type SegmentHeader, segmentHeader } from './segment.js';

/** What a survey knows of the beginning of a flow. */
export interface FlowBeginning {
  readonly firstFrame: number;
  /** Time of that frame, and of the first frame of the capture, in nanoseconds since the epoch. */
  readonly firstTimeNs: number;
  readonly captureStartNs: number;
  readonly epochSeconds: number | null;
  /** Its addresses and ports were those of an earlier flow. */
  readonly isReuse: boolean;
}

/** What is kept of one flow. */
export interface CloseUpLimits {
  /** Segments that are listed. */
  readonly segments: number;
  /** Octets kept of each stream. */
  readonly streamOctets: number;
}

/** A ladder of more rows is read by nobody; a stream of this length fits in memory. */
export const CLOSE_UP_LIMITS: CloseUpLimits = { segments: 100_000, streamOctets: 64 * 1024 * 1024 };

/**
 * Records stepped over in one call. In a call for a whole window V8 would compile the loop before it has seen what comes behind it, and
 * throw that code away at the end of every window.
 */
const SKIMMED_AT_ONCE = 500;

/** Reads one flow. */
export class FlowReading {
  /** Frames read so far, over all inputs. */
  frames = 0;
  readonly scan: FlowScan;
  private readonly target: number;
  private readonly limits: CloseUpLimits;
  private readonly survey: Survey;
  private readonly duplicates = new DuplicateFrames();
  private readonly streams: FlowStreams;
  private readonly segments: Segment[] = [];
  private segmentsNotKept = 0;
  private readonly sieve: FlowSieve;
  private annotator: Annotator | null = null;
  private firstTimeNs: number | null = null;
  private lastTimeNs = Number.NaN;
  private readonly place: SegmentPlace = { frameNumber: 0, timeNs: 0, file: 0, fileOffset: 0 };

  /**
   * @param target number of the flow, as Wireshark's `tcp.stream`
   * @param seed makes the hashes unpredictable for whoever wrote the capture
   */
  constructor(target: number, seed: number, limits: CloseUpLimits = CLOSE_UP_LIMITS) {
    this.target = target;
    this.limits = limits;
    this.scan = new FlowScan(target, seed);
    this.sieve = new FlowSieve(this.scan);
    this.survey = new Survey();
    this.streams = new FlowStreams(limits.streamOctets);
  }

  /**
   * Begins in the middle of the capture, at the frame with which the flow opens: for who knows its place from a survey. The next
   * frame that is taken must be that one.
   */
  beginAt({ firstFrame, firstTimeNs, isReuse, captureStartNs, epochSeconds }: FlowBeginning): void {
    this.frames = firstFrame - 1;
    this.timeBase.epochSeconds = epochSeconds;
    this.place.timeNs = firstTimeNs;
    this.firstTimeNs = captureStartNs;
    this.scan.expectNow(isReuse);
  }

  /** The time base that all inputs share. */
  get timeBase(): Survey['timeBase'] {
    return this.survey.timeBase;
  }

  /** Takes all frames of one input. `onProgress` is told after every window of octets. */
  async read(
    reader: FrameReader,
    fileIndex: number,
    onProgress: (bytesRead: number, bytesTotal: number | null) => void,
  ): Promise<void> {
    do {
      while (this.takeSome(reader, fileIndex, Number.POSITIVE_INFINITY));
      onProgress(reader.bytesRead, reader.bytesTotal);
    } while (await reader.fill());
  }

  /**
   * Takes whole frames of the window, at most so many of those that must be looked at. False: there are no more in it.
   * @param fileIndex index of the input, from 0
   */
  takeSome(reader: FrameReader, fileIndex: number, most: number): boolean {
    this.place.file = fileIndex;
    const skimming = canSkim(reader) && reader.interfaces[0]?.linkType === SIEVED_LINK_TYPE ? reader : null;
    for (let taken = 0; taken < most; taken++) {
      if (skimming !== null) this.skim(skimming);
      if (!reader.next()) return false;
      this.take(reader.frame);
    }
    return true;
  }

  private skim(reader: SkimmingReader): void {
    let count: number;
    do {
      count = reader.skim(this.sieve, SKIMMED_AT_ONCE);
      this.frames += count;
    } while (count === SKIMMED_AT_ONCE);
  }

  /** The flow as far as it was read; null when the capture has no flow of this number. */
  finish(): CloseUp | null {
    const { survey } = this;
    survey.finish();
    // A flow that only an ICMP error quotes has a number and no segment.
    if (this.scan.state === 'seeking' || survey.segments === 0) return null;
    const row = new FlowRow(survey.flows.rows).moveTo(0);
    if (this.scan.isReuse) row.set(FlowFlag.TupleReused);
    const end = (side: number) => ({
      address: addressText(survey.addresses, row.address(side), row.has(FlowFlag.Ipv6)),
      port: row.port(side),
    });
    return {
      flow: this.target,
      isReuse: this.scan.isReuse,
      captureStartNs: this.firstTimeNs ?? 0,
      ends: [end(0), end(1)],
      clientSide: row.clientSide === 0 ? 0 : 1,
      segments: this.segments,
      segmentsNotKept: this.segmentsNotKept,
      streams: this.streams.finish(),
      survey,
      findings: diagnoseFlow(survey, this.target),
    };
  }

  /** Takes one frame. */
  take(frame: Frame): void {
    this.frames++;
    if (!Number.isNaN(frame.timeNs)) {
      this.place.timeNs = frame.timeNs;
      this.firstTimeNs ??= frame.timeNs;
    }
    if (this.scan.take(frame)) this.takeSegment(frame);
    else if (this.scan.isError) this.takeError(frame);
  }

  /** An ICMP error about the flow is a fact of it, and no segment. */
  private takeError(frame: Frame): void {
    this.survey.frames = this.frames - 1;
    this.survey.take(frame);
  }

  private takeSegment(frame: Frame): void {
    const { survey, place, scan } = this;
    place.frameNumber = this.frames;
    place.fileOffset = frame.fileOffset;
    // The survey counts frames itself: it is told how many of other flows lie in front of this one.
    survey.frames = this.frames - 1;
    if (scan.packet.bytes === frame.bytes) survey.take(frame);
    else survey.takeReassembled(scan.packet, frame);
    this.annotator ??= new Annotator(scan.isReuse);
    const header = segmentHeader(scan.packet, place, scan.side);
    const { sides } = this.annotator;
    const scale = sides[header.side].windowScale;
    const annotations = this.annotator.take(header);
    const { bytes, payloadAt, capturedPayloadLength } = scan.packet;
    this.streams.take(header, bytes.subarray(payloadAt, payloadAt + capturedPayloadLength), sides);
    const duplicateOf = this.duplicates.originalOf(header);
    if (this.segments.length >= this.limits.segments) {
      this.segmentsNotKept++;
      return;
    }
    this.segments.push({
      ...header,
      deltaNs: Number.isNaN(this.lastTimeNs) ? 0 : header.timeNs - this.lastTimeNs,
      ...relativeNumbers(header, sides),
      windowBytes: windowBytes(header.window, scale, (header.flags & SYN) !== 0),
      isWindowScaleKnown: (header.flags & SYN) !== 0 || scale !== 'unknown',
      annotations,
      duplicateOf,
    });
    this.lastTimeNs = header.timeNs;
  }
}

function relativeNumbers(
  header: SegmentHeader,
  sides: readonly [SideState, SideState],
): Pick<Segment, 'relativeSequence' | 'relativeAcknowledgment'> {
  const own = sides[header.side].initialSequence ?? header.sequence;
  const peer = sides[header.side === 0 ? 1 : 0].initialSequence;
  const hasAck = (header.flags & ACK) !== 0;
  return {
    relativeSequence: (header.sequence - own) >>> 0,
    relativeAcknowledgment: hasAck && peer !== null ? (header.acknowledgment - peer) >>> 0 : null,
  };
}
