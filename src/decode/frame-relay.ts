import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import { isCut } from './link-header.js';
import { decodeNlpid } from './nlpid.js';
import type { Packet } from './packet.js';
import { decodeSnap } from './snap.js';

/** Address of 2 to 4 octets; the lowest bit marks the last one. Source: ITU-T Q.922 section 3.3. */
const LAST_OCTET_BIT = 0x01;
const SHORTEST_ADDRESS = 2;
const LONGEST_ADDRESS = 4;

/** Behind it stands unnumbered information and an NLPID, perhaps after an octet of padding (RFC 2427), or an EtherType (Cisco). */
const UNNUMBERED_INFORMATION = 0x03;
const PADDING = 0x00;
const SNAP = 0x80;

/** Decodes a frame relay header in the form of RFC 2427 or in that of Cisco. */
export function decodeFrameRelay(packet: Packet): LayerCode {
  const { bytes } = packet;
  if (isCut(packet, SHORTEST_ADDRESS)) return Layer.Stop;
  let length = SHORTEST_ADDRESS;
  while (length < LONGEST_ADDRESS && ((bytes[packet.at + length - 1] as number) & LAST_OCTET_BIT) === 0) {
    length++;
    if (isCut(packet, length)) return Layer.Stop;
  }
  if (isCut(packet, length + 2)) return Layer.Stop;
  packet.at += length;
  if (bytes[packet.at] === UNNUMBERED_INFORMATION) return decodeMultiprotocol(packet);
  const type = u16(bytes, packet.at);
  packet.at += 2;
  return layerOfEthertype(type);
}

function decodeMultiprotocol(packet: Packet): LayerCode {
  packet.at += 1;
  if (packet.bytes[packet.at] === PADDING) packet.at += 1;
  if (isCut(packet, 1)) return Layer.Stop;
  if (packet.bytes[packet.at] !== SNAP) return decodeNlpid(packet);
  packet.at += 1;
  return decodeSnap(packet, 0);
}
