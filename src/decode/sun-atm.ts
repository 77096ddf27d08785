import { Layer, type LayerCode } from './layer.js';
import { isCut, skip } from './link-header.js';
import type { Packet } from './packet.js';

/** LINKTYPE_SUNATM: kind of traffic, path, channel. Source: https://www.tcpdump.org/linktypes/LINKTYPE_SUNATM.html */
const HEADER_LENGTH = 4;
const KIND_BITS = 0x0f;
const LAN_EMULATION = 1;
const LLC = 2;

/** LAN emulation puts the number of the client in front of an Ethernet frame. Source: ATM Forum LANE 1.0 section 4.1. */
const CLIENT_LENGTH = 2;

/** Decodes an ATM header of SunATM; signalling stops quietly. */
export function decodeSunAtm(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const kind = (packet.bytes[packet.at] as number) & KIND_BITS;
  if (kind === LAN_EMULATION) return skip(packet, HEADER_LENGTH + CLIENT_LENGTH, Layer.Ethernet);
  return kind === LLC ? skip(packet, HEADER_LENGTH, Layer.Llc) : Layer.Stop;
}
