import { layerOfFamilyAt } from './address-family.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut } from './link-header.js';
import type { Packet } from './packet.js';

/** LINKTYPE_ENC, the inside of IPsec on OpenBSD: address family, security index, flags, 4 octets each. Source: enc(4). */
const HEADER_LENGTH = 12;

/** Decodes an enc header in either byte order. */
export function decodeEnc(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const next = layerOfFamilyAt(packet.bytes, packet.at);
  packet.at += HEADER_LENGTH;
  return next;
}
