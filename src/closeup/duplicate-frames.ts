/**
 * Frames that a mirror port delivered twice: the same IP packet again within a moment, with another TTL or other MAC
 * addresses where it was mirrored on both sides of a router. Wireshark calls them retransmissions and repeated acknowledgments;
 * nobody sent them twice.
 */
import type { SegmentHeader } from './segment.js';

/** A copy comes within this time. A sender's own repeat comes later: no retransmission timer is as short. */
const LONGEST_NS = 5_000_000;

/** Segments of each side that are remembered. */
const REMEMBERED = 32;

/** Remembers the last segments of both sides. */
export class DuplicateFrames {
  private readonly recent: readonly [SegmentHeader[], SegmentHeader[]] = [[], []];

  /**
   * The frame of which the segment is a copy, null for none. Only IPv4 has an identification that tells a copy from a
   * repeat; one of 0 tells nothing (RFC 6864).
   */
  originalOf(segment: SegmentHeader): number | null {
    const recent = this.recent[segment.side];
    const original = recent.find((earlier) => isCopy(earlier, segment));
    if (original !== undefined) return original.frameNumber;
    recent.push(segment);
    if (recent.length > REMEMBERED) recent.shift();
    return null;
  }
}

function isCopy(earlier: SegmentHeader, later: SegmentHeader): boolean {
  const sinceNs = later.timeNs - earlier.timeNs;
  return (
    later.ipId !== null &&
    later.ipId !== 0 &&
    earlier.ipId === later.ipId &&
    sinceNs >= 0 &&
    sinceNs <= LONGEST_NS &&
    earlier.sequence === later.sequence &&
    earlier.acknowledgment === later.acknowledgment &&
    earlier.flags === later.flags &&
    earlier.window === later.window &&
    earlier.payloadBytes === later.payloadBytes &&
    earlier.checksum === later.checksum
  );
}
