import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import { isCut, skip } from './link-header.js';
import type { Packet } from './packet.js';

/** SNAP header, octets from its start: organisation and its protocol. Source: IEEE 802 clause 9.5. */
const ORGANISATION = 0;
const PROTOCOL = 3;
const HEADER_LENGTH = 5;

/** Organisations whose protocols are EtherTypes: none (RFC 1042), and Cisco for some frames. */
const ETHERTYPES = 0x000000;
const ETHERTYPES_OF_CISCO = 0x0000f8;

/** Bridges, and the protocols that are an Ethernet frame with and without its check sequence. Source: RFC 2684 section 5.2. */
const BRIDGES = 0x0080c2;
const ETHERNET_WITH_CHECK = 0x0001;
const ETHERNET = 0x0007;

/**
 * Decodes a SNAP header.
 * @param bridgePadding octets between it and a bridged frame: 2 behind LLC, none in frame relay
 */
export function decodeSnap(packet: Packet, bridgePadding: number): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const { bytes, at } = packet;
  const organisation = u16(bytes, at + ORGANISATION) * 0x100 + (bytes[at + ORGANISATION + 2] as number);
  const protocol = u16(bytes, at + PROTOCOL);
  packet.at += HEADER_LENGTH;
  if (organisation === ETHERTYPES || organisation === ETHERTYPES_OF_CISCO) return layerOfEthertype(protocol);
  const isBridged = organisation === BRIDGES && (protocol === ETHERNET || protocol === ETHERNET_WITH_CHECK);
  return isBridged ? skip(packet, bridgePadding, Layer.Ethernet) : Layer.Stop;
}
