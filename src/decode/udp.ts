import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { limitLength } from './tunnel.js';
import { layerOfUdpPorts } from './udp-port.js';

/** UDP header, octets from its start. Source: RFC 768. */
const SOURCE_PORT = 0;
const DESTINATION_PORT = 2;
const LENGTH = 4;
const HEADER_LENGTH = 8;

/** Tells a tunnel over UDP, which may hide TCP, from other datagrams. A length that is too short for the header ends it. */
export function decodeUdp(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (packet.end - at < HEADER_LENGTH) return Layer.Stop;
  const layer = layerOfUdpPorts(u16(bytes, at + SOURCE_PORT), u16(bytes, at + DESTINATION_PORT));
  if (layer === Layer.Stop) return Layer.Stop;
  const length = u16(bytes, at + LENGTH);
  if (length < HEADER_LENGTH) return Layer.Stop;
  limitLength(packet, length);
  packet.at = at + HEADER_LENGTH;
  return layer;
}
