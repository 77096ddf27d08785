import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader } from './tunnel.js';

/** GRE header, octets from its start. Source: RFC 2784 section 2.1; key and sequence number: RFC 2890 section 2. */
const FLAGS_AND_VERSION = 0;
const PROTOCOL = 2;
const SHORTEST_HEADER = 4;

/** Flags. Routing: RFC 1701; the acknowledgment of PPTP: RFC 2637 section 4.1. The version changes nothing. */
const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGMENT = 0x0080;

/** Source route entry: address family, offset, length of what follows it. Source: RFC 1701 "Routing". */
const ROUTE_FAMILY = 0;
const ROUTE_LENGTH = 3;
const ROUTE_HEADER_LENGTH = 4;

const PPP = 0x880b;
const WCCP = 0x883e;
const ERSPAN = 0x88be;

/** Aruba's access points number their radios: 0x8200, 0x8210 … 0x8370. */
const ARUBA = Array.from({ length: 24 }, (_, index) => [0x8200 + 16 * index, Layer.Ieee80211] as const);

/**
 * Protocol type → layer: not the EtherTypes, of which Wireshark reads few here. 0x6400 is Mikrotik's EoIP, 0x6559 frame
 * relay, 0x88d2 and 0x8881 PPP in HDLC with stuffed octets.
 */
const PROTOCOLS: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [0x0800, Layer.Ipv4],
  [0x22eb, Layer.Erspan],
  [0x6400, Layer.Ethernet],
  [0x6558, Layer.Ethernet],
  [0x6559, Layer.Tunnel],
  [0x86dd, Layer.Ipv6],
  [PPP, Layer.Ppp],
  [WCCP, Layer.Ipv4],
  [0x8847, Layer.Mpls],
  [0x8848, Layer.Mpls],
  [0x8881, Layer.Tunnel],
  [ERSPAN, Layer.Erspan],
  [0x88d2, Layer.Tunnel],
  [0x894f, Layer.Nsh],
  ...ARUBA,
]);

/** Decodes a GRE header of any version. */
export function decodeGre(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (!hasHeader(packet, SHORTEST_HEADER)) return Layer.Stop;
  const flags = u16(bytes, at + FLAGS_AND_VERSION);
  const protocol = u16(bytes, at + PROTOCOL);
  const length = headerLength(flags, protocol);
  if (!hasHeader(packet, length)) return Layer.Stop;
  packet.at += length;
  if ((flags & ROUTING) !== 0 && !stepOverRoutes(packet)) return Layer.Stop;
  if (protocol === WCCP && !stepOverRedirect(packet, at + SHORTEST_HEADER)) return Layer.Stop;
  // A keepalive, or an acknowledgment of PPTP.
  if (packet.at >= packet.wireEnd) return Layer.Stop;
  if (protocol === ERSPAN && (flags & SEQUENCE) === 0) return Layer.Ethernet; // ERSPAN type I has no header.
  return PROTOCOLS.get(protocol) ?? Layer.Stop;
}

function headerLength(flags: number, protocol: number): number {
  let length = SHORTEST_HEADER;
  if ((flags & (CHECKSUM | ROUTING)) !== 0) length += 4;
  if ((flags & KEY) !== 0) length += 4;
  if ((flags & SEQUENCE) !== 0) length += 4;
  if (protocol === PPP && (flags & ACKNOWLEDGMENT) !== 0) length += 4;
  return length;
}

/** The last entry has neither a family nor a length. */
function stepOverRoutes(packet: Packet): boolean {
  while (hasHeader(packet, ROUTE_HEADER_LENGTH)) {
    const { bytes, at } = packet;
    const length = bytes[at + ROUTE_LENGTH] as number;
    packet.at += ROUTE_HEADER_LENGTH;
    if (length === 0 && u16(bytes, at + ROUTE_FAMILY) === 0) return true;
    if (!hasHeader(packet, length)) return false;
    packet.at += length;
  }
  return false;
}

/** WCCP version 2 has a redirect header of 4 octets and the same protocol type: as in Wireshark, what is no IPv4 is one. */
function stepOverRedirect(packet: Packet, behindProtocol: number): boolean {
  if (!hasHeader(packet, 1)) return false;
  if ((packet.bytes[behindProtocol] as number) >> 4 === 4) return true;
  if (!hasHeader(packet, 4)) return false;
  packet.at += 4;
  return true;
}
