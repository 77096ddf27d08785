import { i32 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasStart } from './tunnel.js';

/** Port 4500: IKE begins with 4 octets of 0, a keepalive is one octet, all else is ESP. Source: RFC 3948 section 2. */
const MARKER_LENGTH = 4;

/** Tells ESP over UDP, which is not decoded, from the keys that are agreed on for it. */
export function decodeEspInUdp(packet: Packet): LayerCode {
  if (!hasStart(packet, MARKER_LENGTH)) return Layer.Stop;
  return i32(packet.bytes, packet.at) === 0 ? Layer.Stop : Layer.Tunnel;
}
