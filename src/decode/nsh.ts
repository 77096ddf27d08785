import { Layer, type LayerCode } from './layer.js';
import { isCut, skip, stopInvalid } from './link-header.js';
import type { Packet } from './packet.js';

/** Network service header, octets from its start: length of all of it in words, next protocol. Source: RFC 8300 section 2.2. */
const LENGTH_WORDS = 1;
const LENGTH_BITS = 0x3f;
const PROTOCOL = 3;
const SHORTEST_HEADER = 8;

/** Next protocol → layer. Source: IANA "NSH Next Protocol". */
const PROTOCOLS: ReadonlyMap<number | undefined, LayerCode> = new Map<number, LayerCode>([
  [1, Layer.Ipv4],
  [2, Layer.Ipv6],
  [3, Layer.Ethernet],
  [4, Layer.Nsh],
  [5, Layer.Mpls],
]);

/** Decodes a network service header. */
export function decodeNsh(packet: Packet): LayerCode {
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const { bytes, at } = packet;
  const length = ((bytes[at + LENGTH_WORDS] as number) & LENGTH_BITS) * 4;
  if (length < SHORTEST_HEADER) return stopInvalid(packet);
  return skip(packet, length, PROTOCOLS.get(bytes[at + PROTOCOL]) ?? Layer.Stop);
}
