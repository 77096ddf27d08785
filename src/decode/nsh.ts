import { Layer, type LayerCode } from './layer.js';
import { isCut, skip } from './link-header.js';
import { layerOfNextProtocol } from './next-protocol.js';
import type { Packet } from './packet.js';

/** Network service header, octets from its start. Source: RFC 8300 section 2.2. */
/** In words of 4 octets, in the lower 6 bits. */
const LENGTH = 1;
const METADATA_TYPE = 2;
const NEXT_PROTOCOL = 3;
const SHORTEST_HEADER = 8;

/** Metadata of type 1 have a fixed length, whatever the header says. Source: RFC 8300 section 2.4. */
const FIXED_METADATA = 1;
const FIXED_LENGTH = 24;

/** Decodes a network service header. */
export function decodeNsh(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const hasFixedLength = bytes[at + METADATA_TYPE] === FIXED_METADATA;
  const announced = ((bytes[at + LENGTH] as number) & 0x3f) * 4;
  const length = hasFixedLength ? FIXED_LENGTH : Math.max(announced, SHORTEST_HEADER);
  return skip(packet, length, layerOfNextProtocol(bytes[at + NEXT_PROTOCOL] as number));
}
