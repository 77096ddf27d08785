import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { limitLength } from './link-header.js';
import type { Packet } from './packet.js';

/** The length stands where Ethernet II has its type: right in front of what it counts. Source: IEEE 802.3 clause 3.2.6. */
const LENGTH_BEFORE = 2;

/** Honours the length of an IEEE 802.3 frame: what lies behind it is padding or a trailer. An LLC header follows. */
export function decodeIeee8023(packet: Packet): LayerCode {
  limitLength(packet, u16(packet.bytes, packet.at - LENGTH_BEFORE));
  return Layer.Llc;
}
