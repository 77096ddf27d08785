/**
 * Classic pcap: a 24-octet file header, then records of a 16-octet header and the frame.
 *
 * In: a window over the file. Out: frames, walked in place. Microseconds and nanoseconds, both byte orders.
 * It does not guess at the record layouts of the variants that share these magic numbers.
 * Source: draft-ietf-opsawg-pcap, section 4 (file header) and 5 (record).
 */
import { u16, u16le, u32, u32le } from '../bytes/read.js';
import type { TimeBase } from '../bytes/time.js';
import { CaptureError } from './capture-error.js';
import type { CaptureFormat, CaptureInterface } from './frame-reader.js';
import type { ReadWindow } from './read-window.js';
import { RecordReader } from './record-reader.js';
import type { ResumingReader } from './resume.js';
import type { FrameSieve, SkimmingReader } from './skim.js';

const PCAP_HEADER_BYTES = 24;
/** Longest record; libpcap's MAXIMUM_SNAPLEN and tshark's limit. */
export const MAX_CAPTURED_BYTES = 262_144;

const RECORD_HEADER_BYTES = 16;
const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;
const VERSION_MAJOR_AT = 4;
const VERSION_MINOR_AT = 6;
const SNAP_LENGTH_AT = 16;
const LINK_TYPE_AT = 20;
const LINK_TYPE_MASK = 0xffff;
/** The FCS length (4 bits), its presence bit and the bits that must be zero. */
const RESERVED_LINK_BITS = 0x03ff;

/** The file header, in plain numbers. */
interface PcapHeader {
  readonly littleEndian: boolean;
  readonly nanoseconds: boolean;
  readonly major: number;
  readonly minor: number;
  readonly snapLength: number;
  readonly linkType: number;
  /** Whether bits of the link type field are set that mean nothing. */
  readonly reservedBits: boolean;
}

/** Whether a file that begins with these octets (at least 4) is classic pcap. */
export function looksLikePcap(first: Uint8Array): boolean {
  return first.length >= 4 && (isMagic(u32(first, 0)) || isMagic(u32le(first, 0)));
}

/**
 * Opens a classic pcap of which the first octets are in the window.
 * Throws `CaptureError` 'bad-header' when the header is cut off or of a version before 2.
 */
export async function openPcap(window: ReadWindow, timeBase: TimeBase): Promise<PcapReader> {
  await window.fillTo(PCAP_HEADER_BYTES);
  if (window.available < PCAP_HEADER_BYTES) {
    throw new CaptureError(
      'bad-header',
      `The file ends inside its header: a pcap header has ${PCAP_HEADER_BYTES} octets, this file ${window.available}`,
      'Capture or copy the file again.',
    );
  }
  const header = readHeader(window.bytes, window.at);
  if (header.major < 2) {
    throw new CaptureError(
      'bad-header',
      `The file says that it is pcap version ${header.major}.${header.minor}; versions before 2 are not known`,
      'Convert it with the program that wrote it.',
    );
  }
  window.at += PCAP_HEADER_BYTES;
  return new PcapReader(window, timeBase, header);
}

/** Frames of a classic pcap. */
export class PcapReader extends RecordReader implements SkimmingReader, ResumingReader {
  readonly format: CaptureFormat;
  readonly interfaces: readonly CaptureInterface[];
  protected readonly headerBytes = RECORD_HEADER_BYTES;
  private readonly timeBase: TimeBase;
  private readonly littleEndian: boolean;
  private readonly nsPerFraction: number;
  private readonly fractionsPerSecond: number;
  private readonly snapLimit: number;
  private readonly minor: number;
  /** The epoch of `timeBase`, kept here once the first frame has fixed it. */
  private epochSeconds = Number.NaN;
  private viewed: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(new ArrayBuffer(0));

  /** Made by `openPcap`. */
  constructor(window: ReadWindow, timeBase: TimeBase, header: PcapHeader) {
    super(window);
    this.format = header.nanoseconds ? 'pcap (nanoseconds)' : 'pcap';
    this.timeBase = timeBase;
    this.littleEndian = header.littleEndian;
    this.nsPerFraction = header.nanoseconds ? 1 : 1000;
    this.fractionsPerSecond = 1e9 / this.nsPerFraction;
    this.snapLimit = header.snapLength === 0 ? MAX_CAPTURED_BYTES : header.snapLength;
    this.minor = header.major === 2 ? header.minor : 4;
    this.frame.linkType = header.linkType;
    const { linkType, snapLength } = header;
    this.interfaces = [{ linkType, snapLength, name: null, droppedFrames: null }];
    if (header.major !== 2 || header.minor !== 4) this.note('version-unusual');
    if (header.reservedBits) this.note('link-type-reserved-bits');
  }

  next(): boolean {
    const { window, littleEndian, frame } = this;
    const { at, bytes } = window;
    const available = window.end - at;
    this.needed = RECORD_HEADER_BYTES;
    if (available < RECORD_HEADER_BYTES) return false;
    if (bytes !== this.viewed) this.look(bytes);
    const { view } = this;
    const seconds = view.getUint32(at, littleEndian);
    const fraction = view.getUint32(at + 4, littleEndian);
    let captured = view.getUint32(at + 8, littleEndian);
    let original = view.getUint32(at + 12, littleEndian);
    if (this.minor < 4 && this.lengthsAreSwapped(captured, original)) {
      const swapped = captured;
      captured = original;
      original = swapped;
    }
    if (captured > MAX_CAPTURED_BYTES)
      return this.endEarly('record-too-long', RECORD_HEADER_BYTES + captured);
    this.needed = RECORD_HEADER_BYTES + captured;
    if (available < RECORD_HEADER_BYTES + captured) return false;
    if (fraction >= this.fractionsPerSecond || captured > this.snapLimit || captured > original) {
      this.noteOddRecord(fraction, captured, original);
    }
    if (this.frames === 0) this.fixEpoch(seconds);
    frame.at = at + RECORD_HEADER_BYTES;
    frame.capturedLength = captured;
    frame.originalLength = original;
    frame.timeNs = (seconds - this.epochSeconds) * 1e9 + fraction * this.nsPerFraction;
    frame.fileOffset = window.baseOffset + at;
    this.frames++;
    window.at = at + RECORD_HEADER_BYTES + captured;
    return true;
  }

  skim(sieve: FrameSieve, most: number): number {
    const { window, littleEndian, snapLimit, fractionsPerSecond } = this;
    if (this.frames === 0 || this.minor < 4) return 0;
    const { end } = window;
    if (window.bytes !== this.viewed) this.look(window.bytes);
    const { view } = this;
    let at = window.at;
    let count = 0;
    while (count < most && at + RECORD_HEADER_BYTES <= end) {
      const captured = view.getUint32(at + 8, littleEndian);
      const isPlain =
        captured <= MAX_CAPTURED_BYTES &&
        captured <= snapLimit &&
        captured <= view.getUint32(at + 12, littleEndian) &&
        view.getUint32(at + 4, littleEndian) < fractionsPerSecond;
      if (!isPlain || at + RECORD_HEADER_BYTES + captured > end) break;
      if (!sieve.passes(view, at + RECORD_HEADER_BYTES, captured)) break;
      at += RECORD_HEADER_BYTES + captured;
      count++;
    }
    window.at = at;
    this.frames += count;
    return count;
  }

  resumeOffset(): number | null {
    return this.placeOfNext();
  }

  resumeAt(offset: number, framesBefore: number): void {
    this.goOnAt(offset, framesBefore);
    this.fixEpoch(0);
  }

  private look(bytes: Uint8Array): void {
    this.viewed = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Before version 2.3 the two lengths stood the other way round; 2.3 was written both ways (libpcap, sf-pcap.c). */
  private lengthsAreSwapped(captured: number, original: number): boolean {
    return this.minor < 3 || captured > original;
  }

  private fixEpoch(seconds: number): void {
    this.timeBase.nsOf(seconds, 0);
    this.epochSeconds = this.timeBase.epochSeconds ?? seconds;
  }

  /** tshark keeps all octets of such records and so do we; libpcap would cut those longer than the snapshot length. */
  private noteOddRecord(fraction: number, captured: number, original: number): void {
    if (fraction >= this.fractionsPerSecond) this.note('time-fraction-out-of-range');
    if (captured > this.snapLimit) this.note('captured-beyond-snap-length');
    if (captured > original) this.note('captured-beyond-original-length');
  }
}

function isMagic(value: number): boolean {
  return value === MAGIC_MICROSECONDS || value === MAGIC_NANOSECONDS;
}

function readHeader(bytes: Uint8Array, at: number): PcapHeader {
  const littleEndian = isMagic(u32le(bytes, at));
  const short = littleEndian ? u16le : u16;
  const long = littleEndian ? u32le : u32;
  const link = long(bytes, at + LINK_TYPE_AT);
  return {
    littleEndian,
    nanoseconds: long(bytes, at) === MAGIC_NANOSECONDS,
    major: short(bytes, at + VERSION_MAJOR_AT),
    minor: short(bytes, at + VERSION_MINOR_AT),
    snapLength: long(bytes, at + SNAP_LENGTH_AT),
    linkType: link & LINK_TYPE_MASK,
    reservedBits: ((link >>> 16) & RESERVED_LINK_BITS) !== 0,
  };
}
