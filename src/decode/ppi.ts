import { u16le, u32le } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfLinkType } from './layer.js';
import { isCut, skip, stopInvalid, stopUnsupported } from './link-header.js';
import type { Packet } from './packet.js';

/** Per-Packet Information, octets from its start: version, flags, length of all of it, link type. Source: PPI specification 1.0.10. */
const LENGTH = 2;
const LINK_TYPE = 4;
const SHORTEST_HEADER = 8;

/** Decodes a PPI header: the link type of the frame behind it stands in it. */
export function decodePpi(packet: Packet): LayerCode {
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const length = u16le(packet.bytes, packet.at + LENGTH);
  if (length < SHORTEST_HEADER) return stopInvalid(packet);
  const next = layerOfLinkType(u32le(packet.bytes, packet.at + LINK_TYPE));
  return next === null ? stopUnsupported(packet) : skip(packet, length, next);
}
