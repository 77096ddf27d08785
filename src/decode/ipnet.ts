import { Layer, type LayerCode } from './layer.js';
import { skip } from './link-header.js';
import type { Packet } from './packet.js';

/** LINKTYPE_IPNET of Solaris: version, address family, … Source: https://www.tcpdump.org/linktypes/LINKTYPE_IPNET.html */
const FAMILY = 1;
const HEADER_LENGTH = 24;
const FAMILIES: ReadonlyMap<number | undefined, LayerCode> = new Map<number, LayerCode>([
  [2, Layer.Ipv4],
  [26, Layer.Ipv6],
]);

/** Decodes the header of Solaris's ipnet devices. */
export function decodeIpnet(packet: Packet): LayerCode {
  return skip(packet, HEADER_LENGTH, FAMILIES.get(packet.bytes[packet.at + FAMILY]) ?? Layer.Stop);
}
