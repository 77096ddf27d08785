import { u32, u32le } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, skip, stopInvalid } from './link-header.js';
import type { Packet } from './packet.js';

/** Prism header: code and length of the message, in either byte order. Source: https://www.tcpdump.org/linktypes/LINKTYPE_IEEE802_11_PRISM.html */
const CODE = 0;
const LENGTH = 4;
const SHORTEST_HEADER = 8;
const CODES: ReadonlySet<number> = new Set([0x41, 0x44]);

/** AVS header, in network order: magic and version, length. Source: https://www.tcpdump.org/linktypes/LINKTYPE_IEEE802_11_AVS.html */
const AVS_VERSIONS: ReadonlySet<number> = new Set([0x8021_1001, 0x8021_1002]);

/** Decodes a Prism header; instead of it there may be an AVS header or none. */
export function decodePrism(packet: Packet): LayerCode {
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const { bytes, at } = packet;
  if (AVS_VERSIONS.has(u32(bytes, at + CODE))) return decodeAvs(packet);
  if (CODES.has(u32le(bytes, at + CODE))) return skipHeader(packet, u32le(bytes, at + LENGTH));
  if (CODES.has(u32(bytes, at + CODE))) return skipHeader(packet, u32(bytes, at + LENGTH));
  return Layer.Ieee80211;
}

/** Decodes an AVS header. */
export function decodeAvs(packet: Packet): LayerCode {
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const { bytes, at } = packet;
  if (!AVS_VERSIONS.has(u32(bytes, at + CODE))) return stopInvalid(packet);
  return skipHeader(packet, u32(bytes, at + LENGTH));
}

function skipHeader(packet: Packet, length: number): LayerCode {
  return length < SHORTEST_HEADER ? stopInvalid(packet) : skip(packet, length, Layer.Ieee80211);
}
