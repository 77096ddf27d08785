/**
 * Sun snoop: a 16-octet file header, then records of a 24-octet header, the frame, and padding.
 *
 * In: a window over the file. Out: frames, walked in place. All integers are in network order, times in microseconds.
 * Limits are tshark's, so that frame numbers are the same. Versions 3 to 5 (Surveyor) are refused.
 * Source: RFC 1761.
 */
import { u32 } from '../bytes/read.js';
import type { TimeBase } from '../bytes/time.js';
import { CaptureError } from './capture-error.js';
import type { CaptureInterface } from './frame-reader.js';
import { MAX_CAPTURED_BYTES } from './pcap.js';
import type { ReadWindow } from './read-window.js';
import { RecordReader } from './record-reader.js';
import type { ResumingReader } from './resume.js';
import { snoopLinkType } from './snoop-link-types.js';

const FILE_HEADER_BYTES = 16;
const VERSION_AT = 8;
const DATALINK_AT = 12;
const VERSION = 2;
const LAST_SURVEYOR_VERSION = 5;

const RECORD_HEADER_BYTES = 24;
const CAPTURED_AT = 4;
const RECORD_LENGTH_AT = 8;
const DROPS_AT = 12;
const SECONDS_AT = 16;
const MICROSECONDS_AT = 20;
const MICROSECONDS_PER_SECOND = 1_000_000;
/** Longest record: the longest frame, and padding of which the RFC sets no limit. */
const MAX_RECORD_BYTES = RECORD_HEADER_BYTES + 2 * MAX_CAPTURED_BYTES;
/** "snoop" and three octets of 0, as two integers. */
const MAGIC = [0x736e6f6f, 0x70000000] as const;

/** Whether a file that begins with these octets (at least 8) is a snoop capture. */
export function looksLikeSnoop(first: Uint8Array): boolean {
  return first.length >= 8 && u32(first, 0) === MAGIC[0] && u32(first, 4) === MAGIC[1];
}

/**
 * Opens a snoop capture of which the first octets are in the window.
 * Throws `CaptureError`: 'bad-header' when the header is cut off or of an unknown version, 'unsupported-format' for the
 * versions of Surveyor.
 */
export async function openSnoop(window: ReadWindow, timeBase: TimeBase): Promise<SnoopReader> {
  await window.fillTo(FILE_HEADER_BYTES);
  if (window.available < FILE_HEADER_BYTES) {
    throw new CaptureError(
      'bad-header',
      `The file ends inside its header: a snoop header has ${FILE_HEADER_BYTES} octets, this file ${window.available}`,
      'Capture or copy the file again.',
    );
  }
  const version = u32(window.bytes, window.at + VERSION_AT);
  if (version !== VERSION) throw whyNotThisVersion(version);
  const linkType = snoopLinkType(u32(window.bytes, window.at + DATALINK_AT));
  window.at += FILE_HEADER_BYTES;
  return new SnoopReader(window, timeBase, linkType);
}

function whyNotThisVersion(version: number): CaptureError {
  if (version > VERSION && version <= LAST_SURVEYOR_VERSION) {
    return new CaptureError(
      'unsupported-format',
      `The file is a snoop capture of version ${version}, as Surveyor wrote them`,
      'Convert it with `editcap -F pcap in out`, which comes with Wireshark.',
    );
  }
  return new CaptureError(
    'bad-header',
    `The file says that it is snoop version ${version}; only version 2 is known`,
    'Convert it with the program that wrote it.',
  );
}

/** Frames of a snoop capture. */
export class SnoopReader extends RecordReader implements ResumingReader {
  readonly format = 'snoop';
  readonly interfaces: readonly [CaptureInterface];
  protected readonly headerBytes = RECORD_HEADER_BYTES;
  private readonly timeBase: TimeBase;
  /** The epoch of `timeBase`, kept here once the first frame has fixed it. */
  private epochSeconds = 0;

  /** Made by `openSnoop`. */
  constructor(window: ReadWindow, timeBase: TimeBase, linkType: number) {
    super(window);
    this.timeBase = timeBase;
    this.frame.linkType = linkType;
    this.interfaces = [{ linkType, snapLength: 0, name: null, droppedFrames: null }];
  }

  next(): boolean {
    const { window, frame } = this;
    const { at, bytes } = window;
    const available = window.end - at;
    if (available < RECORD_HEADER_BYTES) return this.waitFor(RECORD_HEADER_BYTES);
    const original = u32(bytes, at);
    const captured = u32(bytes, at + CAPTURED_AT);
    const size = u32(bytes, at + RECORD_LENGTH_AT);
    if (captured > MAX_CAPTURED_BYTES || original > MAX_CAPTURED_BYTES || size > MAX_RECORD_BYTES)
      return this.endEarly('record-too-long', Math.max(RECORD_HEADER_BYTES + captured, size));
    if (size < RECORD_HEADER_BYTES + captured)
      return this.endEarly('record-length-invalid', RECORD_HEADER_BYTES + captured);
    if (available < size) return this.waitFor(size);
    const seconds = u32(bytes, at + SECONDS_AT);
    const microseconds = u32(bytes, at + MICROSECONDS_AT);
    const drops = u32(bytes, at + DROPS_AT);
    if (microseconds >= MICROSECONDS_PER_SECOND) this.note('time-fraction-out-of-range');
    if (captured > original) this.note('captured-beyond-original-length');
    // RFC 1761: who cannot count drops writes 0, so that 0 says nothing.
    if (drops !== 0) this.interfaces[0].droppedFrames = drops;
    if (this.frames === 0) this.fixEpoch(seconds);
    frame.at = at + RECORD_HEADER_BYTES;
    frame.capturedLength = captured;
    frame.originalLength = original;
    frame.timeNs = (seconds - this.epochSeconds) * 1e9 + microseconds * 1000;
    frame.fileOffset = window.baseOffset + at;
    this.frames++;
    window.at = at + size;
    return true;
  }

  resumeOffset(): number | null {
    return this.placeOfNext();
  }

  resumeAt(offset: number, framesBefore: number): void {
    this.goOnAt(offset, framesBefore);
    this.fixEpoch(0);
  }

  private fixEpoch(seconds: number): void {
    this.timeBase.nsOf(seconds, 0);
    this.epochSeconds = this.timeBase.epochSeconds ?? seconds;
  }
}
