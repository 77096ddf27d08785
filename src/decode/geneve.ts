import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader, stepOver } from './tunnel.js';

/** GENEVE header, octets from its start. Source: RFC 8926 section 3.4. */
/** Version, and the length of the options in words of 4 octets. Wireshark reads every version alike. */
const OPTIONS_LENGTH = 0;
const PROTOCOL = 2;
const SHORTEST_HEADER = 8;

/** Decodes a GENEVE header. */
export function decodeGeneve(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (!hasHeader(packet, SHORTEST_HEADER)) return Layer.Stop;
  const options = ((bytes[at + OPTIONS_LENGTH] as number) & 0x3f) * 4;
  return stepOver(packet, SHORTEST_HEADER + options, layerOfEthertype(u16(bytes, at + PROTOCOL)));
}
