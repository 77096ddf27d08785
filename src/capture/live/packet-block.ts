/**
 * A frame as an enhanced packet block of pcapng, written into an array that is there: no object is made.
 *
 * Least significant octet first, nanoseconds since 1970. Source: draft-ietf-opsawg-pcapng section 4.3.
 */
import type { Frame } from '../frame-reader.js';
import { BLOCK } from '../pcapng-block.js';

const DATA_AT = 28;
const TRAILER_BYTES = 4;
const NS_PER_SECOND = 1e9;
const WORD = 2 ** 32;
const HALF_WORD = 2 ** 16;

/** Octets of the block for a frame of which so many octets were captured. */
export function packetBlockBytes(capturedLength: number): number {
  return DATA_AT + ((capturedLength + 3) & ~3) + TRAILER_BYTES;
}

/**
 * Writes the block at `at`. A frame without a time, or before 1970, gets that of 1970.
 * @param octets with room for it. @param view of the same octets
 * @returns octets of the block
 */
export function putPacketBlock(
  octets: Uint8Array,
  view: DataView,
  at: number,
  frame: Frame,
  interfaceIndex: number,
  epochSeconds: number,
): number {
  const { capturedLength, bytes, at: from } = frame;
  const length = packetBlockBytes(capturedLength);
  view.setUint32(at, BLOCK.enhancedPacket, true);
  view.setUint32(at + 4, length, true);
  view.setUint32(at + 8, interfaceIndex, true);
  putTime(view, at + 12, frame.timeNs, epochSeconds);
  view.setUint32(at + 20, capturedLength, true);
  view.setUint32(at + 24, frame.originalLength, true);
  // The padding is to be zero whatever stood there.
  if ((capturedLength & 3) !== 0) view.setUint32(at + length - 2 * TRAILER_BYTES, 0, true);
  // A view per frame, against the habit: at 60 octets as fast as a loop over words, at 1514 ten times as fast (45 to 530 ns).
  octets.set(bytes.subarray(from, from + capturedLength), at + DATA_AT);
  view.setUint32(at + length - TRAILER_BYTES, length, true);
  return length;
}

/** Both words of a count of nanoseconds that is beyond 2^53, without BigInt: every product here is below 2^53. */
function putTime(view: DataView, at: number, timeNs: number, epochSeconds: number): void {
  const wholeSeconds = Math.floor(timeNs / NS_PER_SECOND);
  const seconds = epochSeconds + wholeSeconds;
  if (!(seconds >= 0)) {
    view.setUint32(at, 0, true);
    view.setUint32(at + 4, 0, true);
    return;
  }
  const nanoseconds = Math.floor(timeNs - wholeSeconds * NS_PER_SECOND);
  const highPart = Math.floor(seconds / HALF_WORD) * NS_PER_SECOND;
  const lowPart = (seconds % HALF_WORD) * NS_PER_SECOND + nanoseconds;
  const low = (highPart % HALF_WORD) * HALF_WORD + lowPart;
  view.setUint32(at, Math.floor(highPart / HALF_WORD) + Math.floor(low / WORD), true);
  view.setUint32(at + 4, low % WORD, true);
}
