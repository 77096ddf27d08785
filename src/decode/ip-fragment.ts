/**
 * A fragment of an IPv4 or IPv6 packet → the whole packet, in the frame that completes it; the registers of `Packet` then
 * point into the packet's own octets and no longer into the frame.
 *
 * What belongs together, and what is done with fragments that were cut, is as in Wireshark 4.0.
 */
import { i32, u16 } from '../bytes/read.js';
import type { Fragment } from './fragments.js';
import { Layer, type LayerCode, layerOfIpProtocol } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** IPv4 header, octets from its start. Source: RFC 791 section 3.1. */
const V4_TOTAL_LENGTH = 2;
const V4_IDENTIFICATION = 4;
const V4_FLAGS_AND_OFFSET = 6;
const V4_TIME_TO_LIVE = 8;
const V4_PROTOCOL = 9;
const V4_SOURCE = 12;
const V4_DESTINATION = 16;
const V4_HEADER_LENGTH = 20;
const V4_MORE_FRAGMENTS = 0x2000;
const V4_OFFSET_BITS = 0x1fff;

/** IPv6 header, octets from its start. Source: RFC 8200 section 3. */
const V6_PAYLOAD_LENGTH = 4;
const V6_SOURCE = 8;
const V6_DESTINATION = 24;
const V6_HEADER_LENGTH = 40;

/** Fragment header, octets from its start. Source: RFC 8200 section 4.5. */
const NEXT_HEADER = 0;
const OFFSET_AND_MORE = 2;
const IDENTIFICATION = 4;
const FRAGMENT_HEADER_LENGTH = 8;
const MORE_FRAGMENTS = 1;
const OFFSET_BITS = 0xfff8;

const TCP_DATA_OFFSET = 12;
const SHORTEST_TCP_HEADER = 20;

/** Private networks, in which the same addresses may be used in several VLANs. Source: RFC 1918, RFC 3927. */
const PRIVATE_NETWORKS: readonly (readonly [network: number, mask: number])[] = [
  [0x0a000000, 0xff000000 | 0],
  [0xac100000 | 0, 0xfff00000 | 0],
  [0xc0a80000 | 0, 0xffff0000 | 0],
  [0xa9fe0000 | 0, 0xffff0000 | 0],
];

/**
 * Takes the fragment whose IPv4 header of `headerLength` octets begins at `packet.at`, the end of the packet being known:
 * the layer behind the header when the packet is complete, `Stop` when it is not.
 */
export function decodeIpv4Fragment(packet: Packet, headerLength: number): LayerCode {
  const { bytes, at } = packet;
  packet.problems.add(PROBLEM['ip-fragment']);
  const layer = layerOfIpProtocol(bytes[at + V4_PROTOCOL] as number);
  if (layer === Layer.Stop) return Layer.Stop;
  const flagsAndOffset = u16(bytes, at + V4_FLAGS_AND_OFFSET);
  const offset = (flagsAndOffset & V4_OFFSET_BITS) * 8;
  if (isCut(packet, at + u16(bytes, at + V4_TOTAL_LENGTH))) {
    return offset === 0 ? readCutFragment(packet, headerLength, layer) : Layer.Stop;
  }
  const whole = packet.fragments.take({
    key: ipv4Key(packet),
    header: bytes.slice(at, at + V4_HEADER_LENGTH),
    offset,
    hasMore: (flagsAndOffset & V4_MORE_FRAGMENTS) !== 0,
    nextHeader: bytes[at + V4_PROTOCOL] as number,
    octets: bytes.slice(at + headerLength, packet.end),
  });
  if (whole === null) return Layer.Stop;
  packet.bytes = whole.bytes;
  packet.end = whole.bytes.length;
  packet.wireEnd = whole.bytes.length;
  enterIpv4(packet, 0, V4_HEADER_LENGTH);
  return layer;
}

/**
 * Takes the fragment whose IPv6 fragment header begins at `packet.at`: the number of the header that the packet goes on
 * with when it is complete, -1 when it is not.
 */
export function decodeIpv6Fragment(packet: Packet): number {
  const { bytes, at } = packet;
  packet.problems.add(PROBLEM['ip-fragment']);
  const headerAt = packet.sourceAt - V6_SOURCE;
  const payloadLength = u16(bytes, headerAt + V6_PAYLOAD_LENGTH);
  if (isCut(packet, payloadLength === 0 ? headerAt : headerAt + V6_HEADER_LENGTH + payloadLength)) return -1;
  const offsetAndMore = u16(bytes, at + OFFSET_AND_MORE);
  const whole = packet.fragments.take({
    key: ipv6Key(packet),
    header: bytes.slice(headerAt, headerAt + V6_HEADER_LENGTH),
    offset: offsetAndMore & OFFSET_BITS,
    hasMore: (offsetAndMore & MORE_FRAGMENTS) !== 0,
    nextHeader: bytes[at + NEXT_HEADER] as number,
    octets: bytes.slice(at + FRAGMENT_HEADER_LENGTH, packet.end),
  } satisfies Fragment);
  if (whole === null) return -1;
  packet.bytes = whole.bytes;
  packet.at = V6_HEADER_LENGTH;
  packet.end = whole.bytes.length;
  packet.wireEnd = whole.bytes.length;
  packet.sourceAt = V6_SOURCE;
  packet.destinationAt = V6_DESTINATION;
  writePayloadLength(whole.bytes);
  return whole.nextHeader;
}

/** A fragment inside the payload looks at this length again. */
function writePayloadLength(bytes: Uint8Array): void {
  const length = bytes.length - V6_HEADER_LENGTH;
  bytes[V6_PAYLOAD_LENGTH] = length >> 8;
  bytes[V6_PAYLOAD_LENGTH + 1] = length;
}

function isCut(packet: Packet, announcedEnd: number): boolean {
  if (packet.end === packet.wireEnd && packet.end >= announcedEnd) return false;
  packet.problems.add(PROBLEM['fragments-cut']);
  return true;
}

/**
 * The beginning of a packet that can never be put together. Of TCP only the header is read: how long the payload of the
 * whole segment was is not known.
 */
function readCutFragment(packet: Packet, headerLength: number, layer: LayerCode): LayerCode {
  enterIpv4(packet, packet.at, headerLength);
  if (layer !== Layer.Tcp || packet.end - packet.at < SHORTEST_TCP_HEADER) return layer;
  const tcpHeader = ((packet.bytes[packet.at + TCP_DATA_OFFSET] as number) >> 4) * 4;
  packet.wireEnd = Math.min(packet.wireEnd, packet.at + Math.max(tcpHeader, SHORTEST_TCP_HEADER));
  packet.end = Math.min(packet.end, packet.wireEnd);
  return layer;
}

function enterIpv4(packet: Packet, headerAt: number, headerLength: number): void {
  packet.ipVersion = 4;
  packet.sourceAt = headerAt + V4_SOURCE;
  packet.destinationAt = headerAt + V4_DESTINATION;
  packet.hopLimit = packet.bytes[headerAt + V4_TIME_TO_LIVE] as number;
  packet.at = headerAt + headerLength;
}

/** Addresses, identification and protocol (RFC 791), and between private addresses the outermost VLAN. */
function ipv4Key({ bytes, at, vlan }: Packet): string {
  const hasPrivate = isPrivate(i32(bytes, at + V4_SOURCE)) || isPrivate(i32(bytes, at + V4_DESTINATION));
  const head = String.fromCharCode(
    4,
    bytes[at + V4_PROTOCOL] as number,
    u16(bytes, at + V4_IDENTIFICATION),
    hasPrivate ? vlan : 0,
  );
  return head + words(bytes, at + V4_SOURCE, 4);
}

/** Addresses and identification (RFC 8200). */
function ipv6Key({ bytes, at, sourceAt }: Packet): string {
  return String.fromCharCode(6) + words(bytes, at + IDENTIFICATION, 2) + words(bytes, sourceAt, 16);
}

function words(bytes: Uint8Array, at: number, count: number): string {
  let text = '';
  for (let word = 0; word < count; word++) text += String.fromCharCode(u16(bytes, at + word * 2));
  return text;
}

function isPrivate(address: number): boolean {
  return PRIVATE_NETWORKS.some(([network, mask]) => (address & mask) === network);
}
