import { Layer, type LayerCode } from './layer.js';
import { isCut, skip, stopFragment } from './link-header.js';
import type { Packet } from './packet.js';

/** Multilink header with long sequence numbers: begin, end, 24 bits of sequence. Source: RFC 1990 section 3. */
const BEGIN_AND_END = 0xc0;
const HEADER_LENGTH = 4;

/** Decodes a multilink header in front of a whole packet; a part of one is a counted problem. */
export function decodePppMultilink(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const flags = (packet.bytes[packet.at] as number) & BEGIN_AND_END;
  return flags === BEGIN_AND_END ? skip(packet, HEADER_LENGTH, Layer.Ppp) : stopFragment(packet);
}
