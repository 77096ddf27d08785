import { u16 } from '../bytes/read.js';
import { decodeIpv6Fragment } from './ip-fragment.js';
import { Layer, type LayerCode, layerOfIpProtocol } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** IPv6 header, octets from its start. Source: RFC 8200 section 3. */
const VERSION = 0;
const PAYLOAD_LENGTH = 4;
const NEXT_HEADER = 6;
const HOP_LIMIT = 7;
const SOURCE = 8;
const DESTINATION = 24;
const HEADER_LENGTH = 40;

/** Extension headers that are stepped over. Source: IANA "IPv6 Extension Header Types". */
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const DESTINATION_OPTIONS = 60;
const MOBILITY = 135;
const HOST_IDENTITY = 139;
const SHIM6 = 140;

/** Fragment header: offset and the more-fragments bit at 2. Source: RFC 8200 section 4.5. */
const FRAGMENT_OFFSET_AND_MORE = 2;
const FRAGMENT_BITS = 0xfff9;

const MOST_EXTENSIONS = 16;

/** Decodes an IPv6 header and steps over its extension headers. */
export function decodeIpv6(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (packet.end - at < HEADER_LENGTH) return stop(packet, PROBLEM['ip-header-cut']);
  if ((bytes[at + VERSION] as number) >> 4 !== 6) return stop(packet, PROBLEM['ip-header-invalid']);
  limitToPayloadLength(packet, u16(bytes, at + PAYLOAD_LENGTH));
  packet.ipVersion = 6;
  packet.sourceAt = at + SOURCE;
  packet.destinationAt = at + DESTINATION;
  packet.hopLimit = bytes[at + HOP_LIMIT] as number;
  packet.at = at + HEADER_LENGTH;
  return decodeNextHeader(packet, bytes[at + NEXT_HEADER] as number);
}

/** Steps over extension headers, if `nextHeader` is one; what follows them. */
export function decodeNextHeader(packet: Packet, nextHeader: number): LayerCode {
  return isExtension(nextHeader) ? decodeExtensions(packet, nextHeader, 0) : layerOfIpProtocol(nextHeader);
}

/** Length 0 is a jumbogram (RFC 2675) or segmentation offload: the packet then reaches to the end of the frame. */
function limitToPayloadLength(packet: Packet, length: number): void {
  if (length === 0) {
    packet.problems.add(PROBLEM['ip-length-zero']);
    return;
  }
  const wireEnd = packet.at + HEADER_LENGTH + length;
  if (wireEnd > packet.wireEnd) packet.problems.add(PROBLEM['ip-length-beyond-frame']);
  else packet.wireEnd = wireEnd;
  if (packet.end > packet.wireEnd) packet.end = packet.wireEnd;
}

function isExtension(header: number): boolean {
  return (
    header === HOP_BY_HOP ||
    header === ROUTING ||
    header === FRAGMENT ||
    header === DESTINATION_OPTIONS ||
    header === MOBILITY ||
    header === HOST_IDENTITY ||
    header === SHIM6
  );
}

/** @param countBefore extension headers that were stepped over already */
function decodeExtensions(packet: Packet, first: number, countBefore: number): LayerCode {
  const { bytes } = packet;
  let header = first;
  for (let count = countBefore; isExtension(header); count++) {
    if (count === MOST_EXTENSIONS) return stop(packet, PROBLEM['too-many-layers']);
    const { at } = packet;
    if (packet.end - at < 8) return stop(packet, PROBLEM['ipv6-extension-cut']);
    if (header === FRAGMENT && (u16(bytes, at + FRAGMENT_OFFSET_AND_MORE) & FRAGMENT_BITS) !== 0) {
      const next = decodeIpv6Fragment(packet);
      return next < 0 ? Layer.Stop : decodeExtensions(packet, next, count + 1);
    }
    const length = header === FRAGMENT ? 8 : ((bytes[at + 1] as number) + 1) * 8;
    if (packet.end - at < length) return stop(packet, PROBLEM['ipv6-extension-cut']);
    header = bytes[at] as number;
    packet.at = at + length;
  }
  return layerOfIpProtocol(header);
}

function stop(packet: Packet, problem: number): LayerCode {
  packet.problems.add(problem);
  return Layer.Stop;
}
