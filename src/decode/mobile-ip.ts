import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasStart, stepOver } from './tunnel.js';

/** Mobile IP over UDP, octets from its start. Source: RFC 3519 section 3.3. */
const TYPE = 0;
/** Tunnel data: next header, reserved, and the packet. */
const TUNNEL_DATA = 4;
const TUNNEL_HEADER_LENGTH = 4;

/** Decodes a message of mobile IP: the packet in tunnel data, nothing else. */
export function decodeMobileIp(packet: Packet): LayerCode {
  if (!hasStart(packet, 1) || packet.bytes[packet.at + TYPE] !== TUNNEL_DATA) return Layer.Stop;
  return stepOver(packet, TUNNEL_HEADER_LENGTH, Layer.Ipv4);
}
