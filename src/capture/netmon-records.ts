import { u16le, u32le } from '../bytes/read.js';
import type { TimeBase } from '../bytes/time.js';
import { type CaptureFormat, type CaptureInterface, NOT_A_PACKET } from './frame-reader.js';
import { type NetmonClock, netmonClock } from './netmon-clock.js';
import type { NetmonHeader, NetmonLayout } from './netmon-header.js';
import { MEDIA_WITH_RADIO_HEADER, NOT_A_FRAME, netmonLinkType } from './netmon-media-types.js';
import { MAX_CAPTURED_BYTES } from './pcap.js';
import type { ReadWindow } from './read-window.js';
import { RecordReader } from './record-reader.js';

/** Octets of the shortest header in front of IEEE 802.11 frames; its length is in octets 1 and 2. Source: Wireshark. */
const MIN_RADIO_HEADER_BYTES = 32;

/** What came of the record at `window.at`. */
export const Taken = {
  /** It is a frame, and in `frame` now. */
  Frame: 0,
  /** It is none: go on behind it. */
  NoFrame: 1,
  /** More octets are needed, or the reading has ended. */
  Nothing: 2,
} as const;

/** A value of `Taken`. */
export type TakenCode = (typeof Taken)[keyof typeof Taken];

/**
 * Records of a Network Monitor file: header, the octets of a frame, trailer. Where the next one is, the readers know that are
 * built on this: from the frame table, or because it follows.
 */
export abstract class NetmonRecords extends RecordReader {
  readonly format: CaptureFormat;
  /** One for every link type met: frames do not tell which adapter they came from. */
  override readonly interfaces: CaptureInterface[] = [];
  protected readonly headerBytes: number;
  /** Octets of the record that was taken last. */
  protected recordBytes = 0;
  private readonly layout: NetmonLayout;
  private readonly clock: NetmonClock;
  private readonly interfaceIds = new Map<number, number>();
  private readonly fileMediaType: number;
  private mediaType = -1;
  private linkType = NOT_A_FRAME;
  private interfaceId = -1;

  /** @param window nothing consumed. */
  constructor(window: ReadWindow, timeBase: TimeBase, header: NetmonHeader) {
    super(window);
    const { layout } = header;
    this.layout = layout;
    this.format = layout.format;
    this.headerBytes = layout.recordHeaderBytes;
    this.fileMediaType = header.mediaType;
    this.clock = netmonClock(layout, timeBase, header.startNs);
    if (header.isVersionUnusual) this.note('version-unusual');
    if (layout.filetimeAt === null) this.note('time-zone-unknown');
  }

  /** Takes the record at `window.at`, which must end before `endOffset`, and moves behind it. */
  protected takeRecord(endOffset: number): TakenCode {
    const { window, layout } = this;
    const { at, bytes } = window;
    const available = window.end - at;
    const { recordHeaderBytes, lengthsAt, trailerBytes } = layout;
    if (available < recordHeaderBytes) return this.wait(recordHeaderBytes);
    const isShort = layout.major === 1;
    const original = isShort ? u16le(bytes, at + lengthsAt) : u32le(bytes, at + lengthsAt);
    const captured = isShort ? u16le(bytes, at + lengthsAt + 2) : u32le(bytes, at + lengthsAt + 4);
    const size = recordHeaderBytes + captured + trailerBytes;
    if (captured > MAX_CAPTURED_BYTES) return this.break('record-too-long', size);
    if (window.offset + size > endOffset) return this.break('record-length-invalid', size);
    if (available < size) return this.wait(size);
    const trailerAt = at + recordHeaderBytes + captured;
    const mediaType = trailerBytes === 0 ? this.fileMediaType : u16le(bytes, trailerAt);
    if (mediaType !== this.mediaType) this.changeMediaType(mediaType);
    this.recordBytes = size;
    window.at = at + size;
    if (this.linkType === NOT_A_FRAME) return Taken.NoFrame;
    this.setFrame(at, captured, original);
    this.frame.timeNs = this.clock.timeNs(bytes, at, trailerAt);
    this.frames++;
    return Taken.Frame;
  }

  private setFrame(at: number, captured: number, original: number): void {
    const { frame } = this;
    frame.at = at + this.headerBytes;
    frame.capturedLength = captured;
    frame.originalLength = original;
    frame.fileOffset = this.window.baseOffset + at;
    frame.linkType = this.linkType;
    frame.interfaceId = this.interfaceId;
    if (captured > original) this.note('captured-beyond-original-length');
    if (this.linkType === NOT_A_PACKET) this.note('not-a-packet');
    else if (this.mediaType === MEDIA_WITH_RADIO_HEADER) this.skipRadioHeader();
  }

  /** A header that is longer than the frame is left where it is: what it leads to cannot be decoded either. */
  private skipRadioHeader(): void {
    const { frame } = this;
    if (frame.capturedLength < MIN_RADIO_HEADER_BYTES) return;
    const octets = u16le(frame.bytes, frame.at + 1);
    if (octets > frame.capturedLength) return;
    frame.at += octets;
    frame.capturedLength -= octets;
    frame.originalLength = Math.max(0, frame.originalLength - octets);
  }

  private changeMediaType(mediaType: number): void {
    this.mediaType = mediaType;
    this.linkType = netmonLinkType(mediaType);
    this.interfaceId = this.linkType < 0 ? -1 : this.interfaceIdOf(this.linkType);
  }

  /** Bounded by the number of media types, which have 16 bits. */
  private interfaceIdOf(linkType: number): number {
    const known = this.interfaceIds.get(linkType);
    if (known !== undefined) return known;
    this.interfaces.push({ linkType, snapLength: 0, name: null, droppedFrames: null });
    this.interfaceIds.set(linkType, this.interfaces.length - 1);
    return this.interfaces.length - 1;
  }

  private wait(octets: number): TakenCode {
    this.waitFor(octets);
    return Taken.Nothing;
  }

  private break(code: 'record-too-long' | 'record-length-invalid', octets: number): TakenCode {
    this.endEarly(code, octets);
    return Taken.Nothing;
  }
}
