import { decodeNextHeader } from './ipv6.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader } from './tunnel.js';

/** IP Authentication Header, octets from its start. Source: RFC 4302 section 2. */
const NEXT_HEADER = 0;
/** In words of 4 octets, less 2. */
const LENGTH = 1;
const SHORTEST_HEADER = 8;

/** Decodes an Authentication Header: what it protects is not encrypted. */
export function decodeAuthenticationHeader(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (!hasHeader(packet, SHORTEST_HEADER)) return Layer.Stop;
  const length = ((bytes[at + LENGTH] as number) + 2) * 4;
  if (!hasHeader(packet, length)) return Layer.Stop;
  packet.at += length;
  return decodeNextHeader(packet, bytes[at + NEXT_HEADER] as number);
}
