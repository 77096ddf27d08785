/**
 * Which frames of a capture belong to some of its flows, told by what a survey knows: the same ends, between the first and the
 * last frame of the flow. ICMP errors about a flow belong to it, and so do all fragments of its packets.
 */
import { KeyTable } from '../bytes/key-table.js';
import type { Frame } from '../capture/frame-reader.js';
import { decodeFrame } from '../decode/decode-frame.js';
import { Layer, type LayerCode, layerOfLinkType } from '../decode/layer.js';
import { Packet } from '../decode/packet.js';
import { ProblemCounters } from '../decode/problem.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import { AddressTable } from '../tcp/address-table.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';

/** Packets of which not all fragments were met, and fragments of one, that are remembered. */
const MOST_PACKETS = 4096;
const MOST_FRAGMENTS = 2048;

interface Span {
  readonly first: number;
  readonly last: number;
}

/** The frames of some flows. */
export class FlowFrames {
  /** The first and the last of them; the last is less than the first where there are none. */
  first: number;
  readonly last: number;
  private readonly addresses = new AddressTable(0);
  /** Pairs of ends, one table for each IP version; spans in the same order. */
  private readonly ends = [new KeyTable(), new KeyTable()] as const;
  private readonly spans: readonly [Span[][], Span[][]] = [[], []];
  /** Frames that belong to the flows though nothing in them says so. */
  private readonly others = new Set<number>();
  private readonly clock = { timeNs: 0 };
  private readonly packet: Packet;
  /** Frames of packets that are not whole, by what fragments of one packet have in common. */
  private readonly fragmentFrames = new Map<string, number[]>();
  private completed: readonly number[] = [];
  private frameNumber = 0;
  private linkType = -2;
  private outermost: LayerCode = Layer.Stop;

  /** @param flows flows whose rows are kept */
  constructor(survey: SurveyRows, flows: Iterable<number>) {
    const problems = new ProblemCounters();
    this.packet = new Packet(problems, this.clock);
    this.packet.fragments.onFragment = (key, isWhole) => this.noteFragment(key, isWhole);
    const row = new FlowRow(survey.flows.rows);
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (const flow of flows) {
      const span = this.addFlow(row.moveTo(flow), survey);
      const errors = row.extra === 0 ? [] : survey.icmp.ofFlow(flow).map(({ frame }) => frame);
      for (const frame of errors) this.others.add(frame);
      first = Math.min(first, span.first, ...errors);
      last = Math.max(last, span.last, ...errors);
    }
    this.first = first;
    this.last = last;
  }

  /** Whether a frame belongs to the flows. All frames from some frame on must be asked, in order. */
  has(frame: Frame, frameNumber: number): boolean {
    const isOfFlows = this.isSegment(frame, frameNumber);
    return isOfFlows || this.others.has(frameNumber);
  }

  /** The same where packets come in fragments: looks at frames before any is asked for, so that `has` knows all fragments. */
  lookAhead(frame: Frame, frameNumber: number): void {
    if (!this.isSegment(frame, frameNumber)) return;
    for (const fragment of this.completed) {
      this.others.add(fragment);
      if (fragment < this.first) this.first = fragment;
    }
  }

  private isSegment(frame: Frame, frameNumber: number): boolean {
    const { packet } = this;
    this.frameNumber = frameNumber;
    this.completed = [];
    if (!Number.isNaN(frame.timeNs)) this.clock.timeNs = frame.timeNs;
    if (frame.linkType !== this.linkType) {
      this.linkType = frame.linkType;
      this.outermost = layerOfLinkType(frame.linkType) ?? Layer.Stop;
    }
    if (this.outermost === Layer.Stop) return false;
    const { bytes, at, capturedLength, originalLength } = frame;
    if (!decodeFrame(packet, this.outermost, bytes, at, capturedLength, originalLength)) return false;
    const source = this.addresses.knownIdOf(packet.bytes, packet.sourceAt, packet.ipVersion);
    const destination = this.addresses.knownIdOf(packet.bytes, packet.destinationAt, packet.ipVersion);
    if (source === null || destination === null) return false;
    return this.isInSpan(
      source,
      packet.sourcePort,
      destination,
      packet.destinationPort,
      packet.ipVersion === 6,
    );
  }

  private isInSpan(
    source: number,
    sourcePort: number,
    destination: number,
    destinationPort: number,
    isIpv6: boolean,
  ): boolean {
    const version = isIpv6 ? 1 : 0;
    const table = this.ends[version];
    let id = table.find(source, destination, (sourcePort << 16) | destinationPort);
    if (id < 0) id = table.find(destination, source, (destinationPort << 16) | sourcePort);
    if (id < 0) return false;
    const { frameNumber } = this;
    return (this.spans[version][id] ?? []).some(
      ({ first, last }) => frameNumber >= first && frameNumber <= last,
    );
  }

  private addFlow(row: FlowRow, survey: SurveyRows): Span {
    const version = row.has(FlowFlag.Ipv6) ? 1 : 0;
    const idOf = (side: number) =>
      version === 0
        ? row.address(side)
        : this.addresses.idOf(survey.addresses.ipv6Octets(row.address(side)), 0, 6);
    const id = this.ends[version].idOf(idOf(0), idOf(1), (row.port(0) << 16) | row.port(1));
    const span = { first: row.firstFrame, last: row.lastFrame };
    const spans = this.spans[version][id];
    if (spans === undefined) this.spans[version][id] = [span];
    else spans.push(span);
    return span;
  }

  private noteFragment(key: string, isWhole: boolean): void {
    const { fragmentFrames } = this;
    const frames = fragmentFrames.get(key) ?? [];
    if (frames.length < MOST_FRAGMENTS) frames.push(this.frameNumber);
    fragmentFrames.delete(key);
    if (isWhole) {
      this.completed = frames;
      return;
    }
    fragmentFrames.set(key, frames);
    const [oldest] = fragmentFrames.keys();
    if (fragmentFrames.size > MOST_PACKETS && oldest !== undefined) fragmentFrames.delete(oldest);
  }
}
