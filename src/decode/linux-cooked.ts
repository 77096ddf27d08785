import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** LINKTYPE_LINUX_SLL, octets from its start. Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html */
const V1_DEVICE = 2;
const V1_PROTOCOL = 14;
const V1_HEADER_LENGTH = 16;

/** LINKTYPE_LINUX_SLL2, octets from its start. Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html */
const V2_PROTOCOL = 0;
const V2_DEVICE = 8;
const V2_HEADER_LENGTH = 20;

/** Kinds of device (ARPHRD) whose frames are whole behind the header. Source: linux/if_arp.h. */
const DEVICES: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [801, Layer.Ieee80211],
  [802, Layer.Prism],
  [803, Layer.Radiotap],
]);

/** The "protocol" of a frame with a length instead of an EtherType. Source: linux/if_ether.h. */
const LLC = 0x0004;

/** Decodes the cooked header of Linux's "any" device. */
export function decodeLinuxCookedV1(packet: Packet): LayerCode {
  return decodeCooked(packet, V1_PROTOCOL, V1_DEVICE, V1_HEADER_LENGTH);
}

/** Decodes the second version of the cooked header. */
export function decodeLinuxCookedV2(packet: Packet): LayerCode {
  return decodeCooked(packet, V2_PROTOCOL, V2_DEVICE, V2_HEADER_LENGTH);
}

function decodeCooked(packet: Packet, protocolAt: number, deviceAt: number, headerLength: number): LayerCode {
  if (packet.end - packet.at < headerLength) {
    packet.problems.add(PROBLEM['frame-cut-in-link-header']);
    return Layer.Stop;
  }
  const { bytes, at } = packet;
  const protocol = u16(bytes, at + protocolAt);
  packet.at += headerLength;
  const next = layerOfEthertype(protocol);
  if (next !== Layer.Stop) return next;
  return DEVICES.get(u16(bytes, at + deviceAt)) ?? (protocol === LLC ? Layer.Llc : Layer.Stop);
}
