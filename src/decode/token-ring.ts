import { Layer, type LayerCode } from './layer.js';
import { isCut, skip } from './link-header.js';
import type { Packet } from './packet.js';

/** Token ring header, octets from its start. Source: IEEE 802.5 clause 3.2. */
const FRAME_CONTROL = 1;
const SOURCE = 8;
const HEADER_LENGTH = 14;

const KIND_BITS = 0xc0;
const LLC = 0x40;

/** A source address with this bit is followed by a route, whose first octet has its length. Source: IEEE 802.1D annex C. */
const ROUTED_BIT = 0x80;
const ROUTE_LENGTH_BITS = 0x1f;

/** Decodes a token ring header with its route; frames of the ring itself stop quietly. */
export function decodeTokenRing(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const { bytes, at } = packet;
  if (((bytes[at + FRAME_CONTROL] as number) & KIND_BITS) !== LLC) return Layer.Stop;
  if (((bytes[at + SOURCE] as number) & ROUTED_BIT) === 0) return skip(packet, HEADER_LENGTH, Layer.Llc);
  if (isCut(packet, HEADER_LENGTH + 1)) return Layer.Stop;
  const route = (bytes[at + HEADER_LENGTH] as number) & ROUTE_LENGTH_BITS;
  return skip(packet, HEADER_LENGTH + route, Layer.Llc);
}
