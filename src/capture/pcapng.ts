/**
 * pcapng: sections of blocks, each block type, length, body, length again.
 *
 * In: a window over the file. Out: the frames that Wireshark counts, in file order, walked in place; interfaces, comments and
 * drop counters on the way. Names and decryption secrets are skipped.
 * Whatever tshark 4.0.17 gives up at ends the reading here too (so that frame numbers never differ), but for broken options
 * and unknown minor versions: those are counted and reading goes on.
 * Source: draft-ietf-opsawg-pcapng.
 */
import { u16, u16le, u32, u32le } from '../bytes/read.js';
import type { TimeBase } from '../bytes/time.js';
import { type CaptureComment, type CommentedReader, NOT_A_PACKET } from './frame-reader.js';
import { MAX_CAPTURED_BYTES } from './pcap.js';
import {
  BLOCK,
  BLOCK_HEADER_BYTES,
  MAX_BLOCK_BYTES,
  MAX_SECTION_HEADER_BYTES,
  MIN_BLOCK_BYTES,
  NON_PACKET_CONTENT_AT,
  SMALLEST_BLOCK,
} from './pcapng-block.js';
import { collectComments } from './pcapng-comments.js';
import {
  INTERFACE_OPTIONS_AT,
  type PcapngInterface,
  STATISTICS_OPTIONS_AT,
  statisticsDroppedFrames,
  statisticsInterface,
} from './pcapng-interface.js';
import { PcapngInterfaces } from './pcapng-interfaces.js';
import { type OptionArea, optionsAreWhole } from './pcapng-options.js';
import { SECTION_OPTIONS_AT, sectionByteOrder, sectionVersion } from './pcapng-section.js';
import type { ReadWindow } from './read-window.js';
import { RecordReader } from './record-reader.js';
import type { ResumingReader } from './resume.js';

const TRAILER_BYTES = 4;
const INTERFACE_AT = 8;
const TIME_HIGH_AT = 12;
const TIME_LOW_AT = 16;
const CAPTURED_AT = 20;
const ORIGINAL_AT = 24;
const PACKET_DATA_AT = 28;
const SIMPLE_ORIGINAL_AT = 8;
const SIMPLE_DATA_AT = 12;

/** Frames of a pcapng. */
export class PcapngReader extends RecordReader implements ResumingReader, CommentedReader {
  readonly format = 'pcapng';
  override readonly interfaces: readonly PcapngInterface[];
  protected readonly headerBytes = BLOCK_HEADER_BYTES;
  private readonly timeBase: TimeBase;
  private littleEndian = true;
  private readonly table = new PcapngInterfaces();
  /** A section or an interface was described behind the first frame: what follows cannot be read without it. */
  private isDescribedLate = false;

  /** Made by `openPcapng`. */
  constructor(window: ReadWindow, timeBase: TimeBase) {
    super(window);
    this.timeBase = timeBase;
    this.interfaces = this.table.all;
  }

  next(): boolean {
    const { window } = this;
    while (window.end - window.at >= MIN_BLOCK_BYTES) {
      const { at, bytes } = window;
      const type = this.u32(bytes, at);
      if (type === BLOCK.sectionHeader && !this.takeByteOrder(at)) {
        return this.endEarly('section-header-invalid', null);
      }
      const length = this.u32(bytes, at + 4);
      if (!isPossibleLength(type, length)) return this.endEarly('block-length-invalid', length);
      // Some writers leave the padding out of the length; tshark rounds up (libpcap refuses).
      const size = (length + 3) & ~3;
      if (window.end - at < size) return this.waitFor(size);
      if (((this.u32(bytes, at + size - TRAILER_BYTES) + 3) & ~3) !== size) {
        return this.endEarly('block-trailer-mismatch', size);
      }
      const isFrame =
        type === BLOCK.enhancedPacket ? this.takePacket(type, at, size) : this.takeOther(type, at, size);
      if (this.endedEarly !== null) return false;
      if (size !== length) this.note('block-length-unaligned');
      window.at = at + size;
      if (isFrame) {
        this.frames++;
        return true;
      }
    }
    return this.waitFor(MIN_BLOCK_BYTES);
  }

  takeComments(): CaptureComment[] {
    return this.comments.splice(0);
  }

  resumeOffset(): number | null {
    return this.isDescribedLate ? null : this.placeOfNext();
  }

  resumeAt(offset: number, framesBefore: number): void {
    this.goOnAt(offset, framesBefore);
  }

  private u32(bytes: Uint8Array, at: number): number {
    return this.littleEndian ? u32le(bytes, at) : u32(bytes, at);
  }

  private takeByteOrder(at: number): boolean {
    const littleEndian = sectionByteOrder(this.window.bytes, at);
    if (littleEndian !== null) this.littleEndian = littleEndian;
    return littleEndian !== null;
  }

  /** Enhanced and obsolete packet blocks: the same but for the interface field. Returns whether it is a frame. */
  private takePacket(type: number, at: number, size: number): boolean {
    const { bytes } = this.window;
    if (size < PACKET_DATA_AT + TRAILER_BYTES) return this.endEarly('block-length-invalid', size);
    const captured = this.u32(bytes, at + CAPTURED_AT);
    if (size < PACKET_DATA_AT + captured + TRAILER_BYTES) return this.endEarly('block-length-invalid', size);
    if (captured > MAX_CAPTURED_BYTES) return this.endEarly('record-too-long', size);
    const id =
      type === BLOCK.enhancedPacket ? this.u32(bytes, at + INTERFACE_AT) : this.u16(bytes, at + INTERFACE_AT);
    const found = this.interfaceOf(id);
    if (this.endedEarly !== null) return false;
    const { frame } = this;
    frame.at = at + PACKET_DATA_AT;
    frame.capturedLength = captured;
    frame.originalLength = this.u32(bytes, at + ORIGINAL_AT);
    frame.fileOffset = this.window.baseOffset + at;
    if (found === null) this.setNoPacket();
    else {
      frame.timeNs = found.clock.nsOf(this.u32(bytes, at + TIME_HIGH_AT), this.u32(bytes, at + TIME_LOW_AT));
      frame.linkType = found.linkType;
      frame.interfaceId = this.table.first + id;
    }
    if (captured > frame.originalLength) this.note('captured-beyond-original-length');
    const optionsAt = at + PACKET_DATA_AT + ((captured + 3) & ~3);
    if (optionsAt + TRAILER_BYTES < at + size) this.takeFrameComments(optionsAt, at + size - TRAILER_BYTES);
    return true;
  }

  private takeOther(type: number, at: number, size: number): boolean {
    const smallest = SMALLEST_BLOCK.get(type);
    if (smallest !== undefined && size < smallest) return this.endEarly('block-length-invalid', smallest);
    switch (type) {
      case BLOCK.sectionHeader:
        return this.takeSection(at, size);
      case BLOCK.interfaceDescription:
        return this.takeInterface(at, size);
      case BLOCK.packet:
        return this.takePacket(type, at, size);
      case BLOCK.simplePacket:
        return this.takeSimplePacket(at, size);
      case BLOCK.interfaceStatistics:
        return this.takeStatistics(at, size);
      case BLOCK.nameResolution:
      case BLOCK.decryptionSecrets:
        return false;
      default:
        return this.takeNonPacket(type, at, size);
    }
  }

  private takeSection(at: number, size: number): boolean {
    const { major, minor } = sectionVersion(this.window.bytes, at, this.littleEndian);
    if (major !== 1) return this.endEarly('section-header-invalid', null);
    if (minor !== 0 && minor !== 2) this.note('version-unusual');
    if (this.frames > 0) this.isDescribedLate = true;
    this.table.beginSection();
    this.collect(this.optionArea(at + SECTION_OPTIONS_AT, at + size - TRAILER_BYTES), 'section', null);
    return false;
  }

  private takeInterface(at: number, size: number): boolean {
    const options = this.optionArea(at + INTERFACE_OPTIONS_AT, at + size - TRAILER_BYTES);
    if (this.frames > 0) this.isDescribedLate = true;
    if (!this.table.add(at, options, this.timeBase)) this.note('too-many-interfaces');
    this.collect(options, 'interface', null);
    return false;
  }

  private takeStatistics(at: number, size: number): boolean {
    const id = statisticsInterface(this.window.bytes, at, this.littleEndian);
    const options = this.optionArea(at + STATISTICS_OPTIONS_AT, at + size - TRAILER_BYTES);
    const found = this.table.get(id);
    if (found === undefined) this.note('statistics-of-unknown-interface');
    else found.droppedFrames = statisticsDroppedFrames(options) ?? found.droppedFrames;
    if (!optionsAreWhole(options)) this.note('options-invalid');
    return false;
  }

  private takeSimplePacket(at: number, size: number): boolean {
    const found = this.interfaceOf(0);
    if (this.endedEarly !== null) return false;
    const original = this.u32(this.window.bytes, at + SIMPLE_ORIGINAL_AT);
    const snapLength = found === null || found.snapLength === 0 ? MAX_CAPTURED_BYTES : found.snapLength;
    const captured = Math.min(original, snapLength);
    if (size < SIMPLE_DATA_AT + captured + TRAILER_BYTES) return this.endEarly('block-length-invalid', size);
    if (captured > MAX_CAPTURED_BYTES) return this.endEarly('record-too-long', size);
    this.setContent(at, SIMPLE_DATA_AT, captured);
    this.frame.originalLength = original;
    if (found !== null) {
      this.frame.linkType = found.linkType;
      this.frame.interfaceId = this.table.first;
    }
    return true;
  }

  /** Custom blocks, journal entries, sysdig events: frames to Wireshark. All other types are counted and skipped. */
  private takeNonPacket(type: number, at: number, size: number): boolean {
    const contentAt = NON_PACKET_CONTENT_AT.get(type);
    if (contentAt === undefined) {
      this.note('block-unknown');
      return false;
    }
    const length = size - contentAt - TRAILER_BYTES;
    const unpadded =
      type === BLOCK.journalEntry ? withoutPadding(this.window.bytes, at + contentAt, length) : length;
    this.setContent(at, contentAt, unpadded);
    this.note('not-a-packet');
    return true;
  }

  private setContent(at: number, contentAt: number, length: number): void {
    this.frame.at = at + contentAt;
    this.frame.capturedLength = length;
    this.frame.originalLength = length;
    this.frame.fileOffset = this.window.baseOffset + at;
    this.setNoPacket();
  }

  private setNoPacket(): void {
    this.frame.timeNs = Number.NaN;
    this.frame.linkType = NOT_A_PACKET;
    this.frame.interfaceId = -1;
  }

  /** An interface of the current section; null when it is one beyond `MAX_INTERFACES`. Ends the reading when there is none. */
  private interfaceOf(id: number): PcapngInterface | null {
    if (!this.table.describes(id)) {
      this.endEarly('interface-unknown', null);
      return null;
    }
    const found = this.table.get(id);
    if (found !== undefined) return found;
    this.note('frame-of-dropped-interface');
    return null;
  }

  private takeFrameComments(at: number, end: number): void {
    this.collect(this.optionArea(at, end), 'frame', this.frames + 1);
  }

  private optionArea(at: number, end: number): OptionArea {
    return { bytes: this.window.bytes, at, end, littleEndian: this.littleEndian };
  }

  private collect(options: OptionArea, target: CaptureComment['target'], frameNumber: number | null): void {
    if (!optionsAreWhole(options)) this.note('options-invalid');
    collectComments(options, { target, frameNumber }, this.comments, this.problems);
  }

  private u16(bytes: Uint8Array, at: number): number {
    return this.littleEndian ? u16le(bytes, at) : u16(bytes, at);
  }
}

function isPossibleLength(type: number, length: number): boolean {
  return (
    length >= MIN_BLOCK_BYTES &&
    length <= (type === BLOCK.sectionHeader ? MAX_SECTION_HEADER_BYTES : MAX_BLOCK_BYTES)
  );
}

function withoutPadding(bytes: Uint8Array, at: number, length: number): number {
  let octets = length;
  while (octets > 0 && bytes[at + octets - 1] === 0) octets--;
  return octets;
}
