import { u32le } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfLinkType } from './layer.js';
import { isCut, skip, stopInvalid, stopUnsupported } from './link-header.js';
import type { Packet } from './packet.js';

/** PKTAP of macOS, octets from its start: length of all of it, kind of record, link type. Source: bsd/net/pktap.h of XNU. */
const LENGTH = 0;
const KIND = 4;
const LINK_TYPE = 8;
const SHORTEST_HEADER = 12;

/** Kind of record: nothing follows, or a packet. */
const NOTHING = 0;
const PACKET = 1;

/** Decodes a PKTAP header: the link type of the frame behind it stands in it. */
export function decodePktap(packet: Packet): LayerCode {
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const { bytes, at } = packet;
  const length = u32le(bytes, at + LENGTH);
  const kind = u32le(bytes, at + KIND);
  if (length < SHORTEST_HEADER || kind > PACKET) return stopInvalid(packet);
  if (isCut(packet, length) || kind === NOTHING) return Layer.Stop;
  const next = layerOfLinkType(u32le(bytes, at + LINK_TYPE));
  return next === null ? stopUnsupported(packet) : skip(packet, length, next);
}
