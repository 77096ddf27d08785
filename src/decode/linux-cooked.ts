import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** LINKTYPE_LINUX_SLL, octets from its start. Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html */
const V1_PROTOCOL = 14;
const V1_HEADER_LENGTH = 16;

/** LINKTYPE_LINUX_SLL2, octets from its start. Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html */
const V2_PROTOCOL = 0;
const V2_HEADER_LENGTH = 20;

/** Decodes the cooked header of Linux's "any" device. */
export function decodeLinuxCookedV1(packet: Packet): LayerCode {
  return decodeCooked(packet, V1_PROTOCOL, V1_HEADER_LENGTH);
}

/** Decodes the second version of the cooked header. */
export function decodeLinuxCookedV2(packet: Packet): LayerCode {
  return decodeCooked(packet, V2_PROTOCOL, V2_HEADER_LENGTH);
}

function decodeCooked(packet: Packet, protocolAt: number, headerLength: number): LayerCode {
  if (packet.end - packet.at < headerLength) {
    packet.problems.add(PROBLEM['frame-cut-in-link-header']);
    return Layer.Stop;
  }
  const protocol = u16(packet.bytes, packet.at + protocolAt);
  packet.at += headerLength;
  return layerOfEthertype(protocol);
}
