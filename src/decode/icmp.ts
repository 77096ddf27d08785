/**
 * An ICMP or ICMPv6 error → its type and code, and the TCP segment that it quotes, in registers of its own. The segment is
 * not one of this frame: `decodeFrame` answers false. Extensions behind the quote (RFC 4884) are not looked at.
 */
import { i32, u16, u32 } from '../bytes/read.js';
import type { IcmpError } from './icmp-error.js';
import { isIcmpError } from './icmp-meaning.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** ICMP header, octets from its start. Source: RFC 792, RFC 1191 section 4, RFC 4443 section 3. */
const TYPE = 0;
const CODE = 1;
const V6_MTU = 4;
const V4_MTU = 6;
const ICMP_HEADER_LENGTH = 8;

const V4_UNREACHABLE = 3;
const V4_FRAGMENTATION_NEEDED = 4;
const V6_PACKET_TOO_BIG = 2;

/** Headers in the quote, octets from their starts. Source: RFC 791 section 3.1, RFC 8200 sections 3 and 4.5. */
const V4_FRAGMENT = 6;
const V4_FRAGMENT_OFFSET_BITS = 0x1fff;
const V4_PROTOCOL = 9;
const V4_SOURCE = 12;
const V4_DESTINATION = 16;
const V4_SHORTEST_HEADER = 20;
const V6_NEXT_HEADER = 6;
const V6_SOURCE = 8;
const V6_DESTINATION = 24;
const V6_HEADER_LENGTH = 40;
const FRAGMENT = 44;
const V6_FRAGMENT_OFFSET_BITS = 0xfff8;

/** Extension headers that are stepped over: hop-by-hop, routing, destination options. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 60]);
const MOST_EXTENSIONS = 8;

const TCP = 6;
/** Ports and sequence number: all that RFC 792 has an error quote of a segment. */
const LEAST_OF_TCP = 8;
const TCP_FLAGS = 13;
/** From this many octets of a TCP header on, Wireshark 4.0 gives a quoted segment a `tcp.stream`. */
const LEAST_NUMBERED = 16;

/** Decodes an ICMP (`ipVersion` 4) or ICMPv6 (6) header; an error with a quoted segment is then in `packet.icmp`. */
export function decodeIcmp(packet: Packet): LayerCode {
  const { bytes, at, ipVersion } = packet;
  if (packet.end - at < ICMP_HEADER_LENGTH) return Layer.Stop;
  const type = bytes[at + TYPE] as number;
  if (!isIcmpError(ipVersion, type)) return Layer.Stop;
  const { icmp } = packet;
  icmp.ipVersion = ipVersion;
  icmp.type = type;
  icmp.code = bytes[at + CODE] as number;
  icmp.nextHopMtu = nextHopMtu(icmp, bytes, at);
  icmp.reporterAt = packet.sourceAt;
  packet.at = at + ICMP_HEADER_LENGTH;
  const tcpAt = ipVersion === 4 ? enterQuotedIpv4(packet) : enterQuotedIpv6(packet);
  if (tcpAt >= 0) readQuotedTcp(packet, tcpAt);
  return Layer.Stop;
}

function nextHopMtu({ ipVersion, type, code }: IcmpError, bytes: Uint8Array, at: number): number {
  if (ipVersion === 6) return type === V6_PACKET_TOO_BIG ? u32(bytes, at + V6_MTU) : 0;
  return type === V4_UNREACHABLE && code === V4_FRAGMENTATION_NEEDED ? u16(bytes, at + V4_MTU) : 0;
}

/** Where the quoted segment begins; -1 when the quote is of something else or of a later fragment. */
function enterQuotedIpv4({ bytes, at, end, icmp, problems }: Packet): number {
  if (end - at < V4_SHORTEST_HEADER) return cut(problems);
  const first = bytes[at] as number;
  const header = (first & 0x0f) * 4;
  if (first >> 4 !== 4 || header < V4_SHORTEST_HEADER) return -1;
  if (bytes[at + V4_PROTOCOL] !== TCP) return -1;
  if ((u16(bytes, at + V4_FRAGMENT) & V4_FRAGMENT_OFFSET_BITS) !== 0) return -1;
  icmp.sourceAt = at + V4_SOURCE;
  icmp.destinationAt = at + V4_DESTINATION;
  return at + header;
}

function enterQuotedIpv6({ bytes, at, end, icmp, problems }: Packet): number {
  if (end - at < V6_HEADER_LENGTH) return cut(problems);
  if ((bytes[at] as number) >> 4 !== 6) return -1;
  icmp.sourceAt = at + V6_SOURCE;
  icmp.destinationAt = at + V6_DESTINATION;
  let header = bytes[at + V6_NEXT_HEADER] as number;
  let next = at + V6_HEADER_LENGTH;
  for (let count = 0; header !== TCP; count++) {
    const isFragment = header === FRAGMENT;
    if (!(isFragment || EXTENSIONS.has(header)) || count === MOST_EXTENSIONS) return -1;
    if (end - next < 8) return cut(problems);
    if (isFragment && (u16(bytes, next + 2) & V6_FRAGMENT_OFFSET_BITS) !== 0) return -1;
    header = bytes[next] as number;
    next += isFragment ? 8 : ((bytes[next + 1] as number) + 1) * 8;
  }
  return next;
}

function readQuotedTcp({ bytes, end, icmp, problems }: Packet, at: number): void {
  if (end - at < LEAST_OF_TCP) {
    cut(problems);
    return;
  }
  icmp.sourcePort = u16(bytes, at);
  icmp.destinationPort = u16(bytes, at + 2);
  icmp.sequence = i32(bytes, at + 4);
  icmp.flags = end - at > TCP_FLAGS ? (bytes[at + TCP_FLAGS] as number) : 0;
  icmp.isNumbered = end - at >= LEAST_NUMBERED;
  icmp.isThere = true;
}

function cut(problems: Packet['problems']): number {
  problems.add(PROBLEM['icmp-quote-cut']);
  return -1;
}
