import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfLengthOrType } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** VLAN tag behind its EtherType, octets from its start: priority and VLAN id, then the next type. Source: IEEE 802.1Q clause 9. */
const TYPE = 2;
const TAG_LENGTH = 4;
const ID_BITS = 0x0fff;

/** Decodes one VLAN tag; QinQ is one tag behind the other. */
export function decodeVlan(packet: Packet): LayerCode {
  if (packet.end - packet.at < TAG_LENGTH) {
    packet.problems.add(PROBLEM['frame-cut-in-link-header']);
    return Layer.Stop;
  }
  const type = u16(packet.bytes, packet.at + TYPE);
  if (packet.vlan === 0) packet.vlan = u16(packet.bytes, packet.at) & ID_BITS;
  packet.at += TAG_LENGTH;
  return layerOfLengthOrType(type);
}
