/**
 * One segment of the flow under the microscope, with everything its headers say.
 */
import { u16 } from '../bytes/read.js';
import { sequenceAsUnsigned } from '../bytes/sequence.js';
import type { Packet } from '../decode/packet.js';
import type { SegmentPlace } from '../tcp/segment-place.js';
import type { Annotation } from './annotations/annotation.js';
import { decodeTcpOptions, type TcpOption } from './tcp-options.js';

/** What the headers of a segment say. */
export interface SegmentHeader {
  /** As in the file, from 1. */
  readonly frameNumber: number;
  /** Index of the file, and offset of the frame's record in the (decompressed) file. */
  readonly file: number;
  readonly fileOffset: number;
  /** Nanoseconds since the capture's epoch; of a frame without a time, that of the frame in front of it. */
  readonly timeNs: number;
  /** Sender: 0 for A, the sender of the flow's first segment, 1 for B. */
  readonly side: 0 | 1;
  /** The eight classic flag bits. Source: RFC 9293 section 3.1. */
  readonly flags: number;
  /** As in the header, 0 … 2^32-1. */
  readonly sequence: number;
  /** The field as in the header, whether or not ACK is set. */
  readonly acknowledgment: number;
  /** Octets of payload by the length in the IP header, and those of them that were captured. */
  readonly payloadBytes: number;
  readonly capturedPayloadBytes: number;
  /** As in the header. */
  readonly window: number;
  /** TCP checksum as in the header, not verified. */
  readonly checksum: number;
  readonly options: readonly TcpOption[];
  /** Identification of the IPv4 header; null for IPv6. */
  readonly ipId: number | null;
  /** TTL or hop limit. */
  readonly hopLimit: number;
  /** The data offset makes no sense: the segment has no payload that one could know of. */
  readonly isHeaderInvalid: boolean;
}

/** A segment in its flow. */
export interface Segment extends SegmentHeader {
  /** Nanoseconds since the flow's segment in front of it; 0 for the first. */
  readonly deltaNs: number;
  /** Counted from the first octet known of the side, as Wireshark does: 0 for a SYN; null without ACK. */
  readonly relativeSequence: number;
  readonly relativeAcknowledgment: number | null;
  /** Octets the window stands for; as in the header where the scale is not known (`isWindowScaleKnown`). */
  readonly windowBytes: number;
  readonly isWindowScaleKnown: boolean;
  readonly annotations: readonly Annotation[];
  /** Frame of which this one is a copy, captured a second time on a mirror port; null for others. */
  readonly duplicateOf: number | null;
}

const SHORTEST_TCP_HEADER = 20;
const DATA_OFFSET = 12;
const CHECKSUM = 16;
/** From the source address back to the identification of an IPv4 header. */
const IDENTIFICATION_BEFORE_SOURCE = 8;

/** Reads the headers of the segment that was just decoded into `packet`. */
export function segmentHeader(packet: Packet, place: SegmentPlace, side: 0 | 1): SegmentHeader {
  const { bytes } = packet;
  const tcpAt = packet.at;
  const headerLength = ((bytes[tcpAt + DATA_OFFSET] as number) >> 4) * 4;
  const optionsEnd = Math.min(tcpAt + headerLength, packet.end);
  const isHeaderInvalid = headerLength < SHORTEST_TCP_HEADER || tcpAt + headerLength > packet.wireEnd;
  return {
    frameNumber: place.frameNumber,
    file: place.file,
    fileOffset: place.fileOffset,
    timeNs: place.timeNs,
    side,
    flags: packet.flags,
    sequence: sequenceAsUnsigned(packet.sequence),
    acknowledgment: sequenceAsUnsigned(packet.acknowledgment),
    payloadBytes: packet.payloadLength,
    capturedPayloadBytes: packet.capturedPayloadLength,
    window: packet.window,
    checksum: u16(bytes, tcpAt + CHECKSUM),
    options: isHeaderInvalid ? [] : decodeTcpOptions(bytes, tcpAt + SHORTEST_TCP_HEADER, optionsEnd),
    ipId: packet.ipVersion === 4 ? u16(bytes, packet.sourceAt - IDENTIFICATION_BEFORE_SOURCE) : null,
    hopLimit: packet.hopLimit,
    isHeaderInvalid,
  };
}
