import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** Ethernet II header, octets from its start. Source: IEEE 802.3 clause 3. */
const TYPE = 12;
const HEADER_LENGTH = 14;

/** Below this the field is a length (IEEE 802.3) and an LLC header follows. */
const SMALLEST_ETHERTYPE = 0x0600;

/** Decodes an Ethernet header. */
export function decodeEthernet(packet: Packet): LayerCode {
  if (packet.end - packet.at < HEADER_LENGTH) {
    packet.problems.add(PROBLEM['frame-cut-in-link-header']);
    return Layer.Stop;
  }
  const type = u16(packet.bytes, packet.at + TYPE);
  packet.at += HEADER_LENGTH;
  if (type >= SMALLEST_ETHERTYPE) return layerOfEthertype(type);
  packet.problems.add(PROBLEM['llc-not-decoded']);
  return Layer.Stop;
}
