/**
 * Checksums of IPv4 headers and TCP segments, looked at only when somebody asks. Source: RFC 1071, RFC 791 section 3.1,
 * RFC 9293 section 3.1, RFC 8200 section 8.1.
 */
import { u16 } from '../bytes/read.js';
import type { Packet } from './packet.js';

/** What can be said of a checksum. */
export const ChecksumState = {
  /** Octets are missing, or it is a fragment: it cannot be checked. */
  Unchecked: 0,
  Good: 1,
  /** It is not the sum of the octets. */
  Bad: 2,
  /**
   * It is what a sender leaves there for its network card to complete: the sum of the pseudo header only, or 0 in an
   * IPv4 header. The frame was captured in front of the card and was whole when it left.
   */
  Unfinished: 3,
} as const;

/** A value of `ChecksumState`. */
export type ChecksumStateCode = (typeof ChecksumState)[keyof typeof ChecksumState];

const V4_CHECKSUM = 10;
const V4_FRAGMENT = 6;
const V4_FRAGMENT_BITS = 0x3fff;
const V4_SOURCE = 12;
const V4_DESTINATION = 16;
const V6_NEXT_HEADER = 6;
const V6_SOURCE = 8;
const V6_DESTINATION = 24;
const ROUTING = 43;
const TCP = 6;
const TCP_CHECKSUM = 16;
const TCP_DATA_OFFSET = 12;
const SHORTEST_TCP_HEADER = 20;

/** Ones' complement sum of 16-bit words over `bytes[at … end)`, an odd last octet padded with 0, on top of `start`. */
export function onesComplementSum(bytes: Uint8Array, at: number, end: number, start = 0): number {
  let sum = start;
  const last = end - 1;
  for (let word = at; word < last; word += 2) sum += u16(bytes, word);
  if ((end - at) % 2 === 1) sum += (bytes[last] as number) * 256;
  while (sum > 0xffff) sum = (sum % 0x1_0000) + Math.floor(sum / 0x1_0000);
  return sum;
}

/**
 * The checksum of the IPv4 header that carries the segment in `packet`.
 * @param isReassembled the packet came in fragments, each of which had a header of its own
 */
export function ipv4HeaderChecksum({ bytes, sourceAt }: Packet, isReassembled: boolean): ChecksumStateCode {
  if (isReassembled) return ChecksumState.Unchecked;
  const at = sourceAt - V4_SOURCE;
  const end = at + ((bytes[at] as number) & 0x0f) * 4;
  if (onesComplementSum(bytes, at, end) === 0xffff) return ChecksumState.Good;
  return u16(bytes, at + V4_CHECKSUM) === 0 ? ChecksumState.Unfinished : ChecksumState.Bad;
}

/** The checksum of the TCP segment in `packet`, whose header `decodeTcp` has just read at `packet.at`. */
export function tcpChecksum(packet: Packet, isReassembled: boolean): ChecksumStateCode {
  const { bytes, at, end } = packet;
  if (!isWhole(packet, isReassembled)) return ChecksumState.Unchecked;
  const withoutLength = pseudoHeaderSum(packet);
  const pseudo = onesComplementSum(bytes, 0, 0, withoutLength + (end - at));
  if (onesComplementSum(bytes, at, end, pseudo) === 0xffff) return ChecksumState.Good;
  const stored = u16(bytes, at + TCP_CHECKSUM);
  // With segmentation offload the length is left out: the card puts in that of each segment.
  return stored === pseudo || stored === withoutLength ? ChecksumState.Unfinished : ChecksumState.Bad;
}

function isWhole({ bytes, at, end, wireEnd, ipVersion, sourceAt }: Packet, isReassembled: boolean): boolean {
  if (end !== wireEnd || end - at < SHORTEST_TCP_HEADER) return false;
  const header = ((bytes[at + TCP_DATA_OFFSET] as number) >> 4) * 4;
  if (header < SHORTEST_TCP_HEADER || at + header > end) return false;
  // The sum is over the last address of a routing header, which is not looked at here.
  if (ipVersion === 6) return bytes[sourceAt - V6_SOURCE + V6_NEXT_HEADER] !== ROUTING;
  return isReassembled || (u16(bytes, sourceAt - V4_SOURCE + V4_FRAGMENT) & V4_FRAGMENT_BITS) === 0;
}

/** Addresses and protocol. Both pseudo headers give the same sum, in which the order of words does not matter. */
function pseudoHeaderSum({ bytes, sourceAt, ipVersion }: Packet): number {
  const length = ipVersion === 4 ? V4_DESTINATION - V4_SOURCE : V6_DESTINATION - V6_SOURCE;
  return onesComplementSum(bytes, sourceAt, sourceAt + 2 * length, TCP);
}
