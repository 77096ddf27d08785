import { Layer, type LayerCode } from './layer.js';
import { isCut, skip } from './link-header.js';
import type { Packet } from './packet.js';

/** Bridged frame in PPP, octets from its start: flags, kind of frame. Source: RFC 3518 section 4.2. */
const FLAGS = 0;
const KIND = 1;
const HEADER_LENGTH = 2;

/** Flags: the number of the LAN follows; a frame of the bridges themselves. */
const LAN_ID_FLAG = 0x40;
const BRIDGE_CONTROL_FLAG = 0x10;
const LAN_ID_LENGTH = 4;

/** Kind of frame: Ethernet. Source: IANA "PPP Bridging MAC Types". */
const ETHERNET = 1;

/** Decodes the header of a frame that is bridged over PPP. */
export function decodePppBridging(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const flags = packet.bytes[packet.at + FLAGS] as number;
  const kind = packet.bytes[packet.at + KIND] as number;
  if ((flags & BRIDGE_CONTROL_FLAG) !== 0 || kind !== ETHERNET) return Layer.Stop;
  const lanId = (flags & LAN_ID_FLAG) === 0 ? 0 : LAN_ID_LENGTH;
  return skip(packet, HEADER_LENGTH + lanId, Layer.Ethernet);
}
