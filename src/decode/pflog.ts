import { layerOfFamily } from './address-family.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, skip, stopInvalid } from './link-header.js';
import type { Packet } from './packet.js';

/** LINKTYPE_PFLOG, octets from its start: length without padding, address family. Source: pflog(4). */
const LENGTH = 0;
const FAMILY = 1;
const SHORTEST_HEADER = 4;

/** The header is padded to a multiple of this. */
const ALIGNMENT = 4;

/** Decodes the header of a log of pf. */
export function decodePflog(packet: Packet): LayerCode {
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const length = packet.bytes[packet.at + LENGTH] as number;
  if (length < SHORTEST_HEADER) return stopInvalid(packet);
  const next = layerOfFamily(packet.bytes[packet.at + FAMILY] as number);
  return skip(packet, Math.ceil(length / ALIGNMENT) * ALIGNMENT, next);
}
