import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';

/** UDP header, octets from its start. Source: RFC 768. */
const DESTINATION_PORT = 2;
const HEADER_LENGTH = 8;

/** Destination ports of tunnels that may carry TCP: L2TP, GTP-U, Teredo, GRE in UDP, VXLAN, GENEVE. Source: IANA port numbers. */
const TUNNEL_PORTS: ReadonlySet<number> = new Set([1701, 2152, 3544, 4754, 4789, 6081]);

/** Tells a tunnel over UDP, which may hide TCP, from other datagrams. */
export function decodeUdp(packet: Packet): LayerCode {
  if (packet.end - packet.at < HEADER_LENGTH) return Layer.Stop;
  return TUNNEL_PORTS.has(u16(packet.bytes, packet.at + DESTINATION_PORT)) ? Layer.Tunnel : Layer.Stop;
}
