import { i32 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { layerOfNextProtocol } from './next-protocol.js';
import type { Packet } from './packet.js';
import { hasHeader, hasStart, stepOver } from './tunnel.js';

/** VXLAN header: flags and network id, in neither of which Wireshark asks for anything. Source: RFC 7348 section 5. */
const FLAGS = 0;
const HEADER_LENGTH = 8;
/** The only flag, and reserved bits that are 0. */
const VALID_NETWORK = 0x08000000;

/** VXLAN-GPE, which says what follows. Source: draft-ietf-nvo3-vxlan-gpe-12 section 3. */
const NEXT_PROTOCOL = 3;

/** Decodes a VXLAN header. */
export function decodeVxlan(packet: Packet): LayerCode {
  return stepOver(packet, HEADER_LENGTH, Layer.Ethernet);
}

/** Decodes a VXLAN-GPE header. */
export function decodeVxlanGpe(packet: Packet): LayerCode {
  if (!hasHeader(packet, HEADER_LENGTH)) return Layer.Stop;
  const next = layerOfNextProtocol(packet.bytes[packet.at + NEXT_PROTOCOL] as number);
  return stepOver(packet, HEADER_LENGTH, next);
}

/**
 * Tells VXLAN on the port that Linux used before there was one of its own. It is not opened, as Wireshark does not by
 * default: its flows would change the numbers of all others.
 */
export function decodeVxlanOfLinux(packet: Packet): LayerCode {
  if (!hasStart(packet, HEADER_LENGTH)) return Layer.Stop;
  return i32(packet.bytes, packet.at + FLAGS) === VALID_NETWORK ? Layer.Tunnel : Layer.Stop;
}
