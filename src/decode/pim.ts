import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader, layerOfIpVersion } from './tunnel.js';

/** PIM header, octets from its start. Source: RFC 7761 section 4.9. */
const VERSION_AND_TYPE = 0;
/** Version 2, a Register: an IP packet follows. Section 4.9.3. */
const REGISTER = 0x21;
const REGISTER_LENGTH = 8;

/** Decodes a PIM header: the packet in a Register, nothing else. */
export function decodePim(packet: Packet): LayerCode {
  if (!hasHeader(packet, REGISTER_LENGTH)) return Layer.Stop;
  if (packet.bytes[packet.at + VERSION_AND_TYPE] !== REGISTER) return Layer.Stop;
  packet.at += REGISTER_LENGTH;
  return layerOfIpVersion(packet);
}
