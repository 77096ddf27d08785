import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfLengthOrType } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** Ethernet II header, octets from its start. Source: IEEE 802.3 clause 3. */
const TYPE = 12;
const HEADER_LENGTH = 14;

/** Decodes an Ethernet header. */
export function decodeEthernet(packet: Packet): LayerCode {
  if (packet.end - packet.at < HEADER_LENGTH) {
    packet.problems.add(PROBLEM['frame-cut-in-link-header']);
    return Layer.Stop;
  }
  const type = u16(packet.bytes, packet.at + TYPE);
  packet.at += HEADER_LENGTH;
  return layerOfLengthOrType(type);
}
