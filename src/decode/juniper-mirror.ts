import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasStart, layerOfIpVersion } from './tunnel.js';

/** Juniper's packet mirroring: two numbers of the interception, then an IP packet. Source: packet-jmirror.c of Wireshark 4.0. */
const HEADER_LENGTH = 8;

/** Decodes the header of a mirrored packet. */
export function decodeJuniperMirror(packet: Packet): LayerCode {
  if (!hasStart(packet, HEADER_LENGTH)) return Layer.Stop;
  packet.at += HEADER_LENGTH;
  return layerOfIpVersion(packet);
}
