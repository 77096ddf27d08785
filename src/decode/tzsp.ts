import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader, stepOver } from './tunnel.js';

/** TaZmen Sniffer Protocol, octets from its start. Source: packet-tzsp.c of Wireshark 4.0. */
const TYPE = 1;
const ENCAPSULATION = 2;
const HEADER_LENGTH = 4;

/** Types without tags and a frame. */
const KEEPALIVE = 4;
const OPEN_PORT = 5;

/** Tags: an octet, and but for these two a length and that many octets. */
const PADDING = 0;
const END = 1;

/** 119 is Prism, 126 radiotap, 127 AVS in front of 802.11. */
const ENCAPSULATIONS: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [1, Layer.Ethernet],
  [4, Layer.Ppp],
  [7, Layer.RawIp],
  [18, Layer.Ieee80211],
  [119, Layer.Tunnel],
  [126, Layer.Tunnel],
  [127, Layer.Tunnel],
]);

/** Decodes a TZSP header and its tags. */
export function decodeTzsp(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (!hasHeader(packet, HEADER_LENGTH)) return Layer.Stop;
  const type = bytes[at + TYPE] as number;
  if (type === KEEPALIVE || type === OPEN_PORT) return Layer.Stop;
  const inside = ENCAPSULATIONS.get(u16(bytes, at + ENCAPSULATION)) ?? Layer.Stop;
  packet.at += HEADER_LENGTH;
  while (hasHeader(packet, 1)) {
    const tag = bytes[packet.at] as number;
    if (tag === END) return stepOver(packet, 1, inside);
    if (tag === PADDING) packet.at += 1;
    else if (!hasHeader(packet, 2)) return Layer.Stop;
    else packet.at += 2 + (bytes[packet.at + 1] as number);
  }
  return Layer.Stop;
}
