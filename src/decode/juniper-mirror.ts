import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasStart } from './tunnel.js';

/** Juniper's packet mirroring: two numbers of the interception, then an IP packet. Source: packet-jmirror.c of Wireshark 4.0. */
const HEADER_LENGTH = 8;

/** As in Wireshark: there is nothing else to tell a mirrored packet by. */
const IPV4_WITHOUT_OPTIONS = 0x45;

/** Decodes the header of a mirrored packet. */
export function decodeJuniperMirror(packet: Packet): LayerCode {
  if (!hasStart(packet, HEADER_LENGTH)) return Layer.Stop;
  packet.at += HEADER_LENGTH;
  if (!hasStart(packet, 1)) return Layer.Stop;
  const first = packet.bytes[packet.at] as number;
  if (first === IPV4_WITHOUT_OPTIONS) return Layer.Ipv4;
  return first >> 4 === 6 ? Layer.Ipv6 : Layer.Stop;
}
