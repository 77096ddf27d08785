import { layerOfFamilyAt } from './address-family.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/**
 * BSD loopback: the address family in 4 octets, in the byte order of the machine that captured (LINKTYPE_NULL) or in
 * network order (LINKTYPE_LOOP). Source: https://www.tcpdump.org/linktypes/LINKTYPE_NULL.html
 */
const HEADER_LENGTH = 4;

/** Decodes a null/loopback header in either byte order. */
export function decodeNullLoopback(packet: Packet): LayerCode {
  if (packet.end - packet.at < HEADER_LENGTH) {
    packet.problems.add(PROBLEM['frame-cut-in-link-header']);
    return Layer.Stop;
  }
  const { bytes, at } = packet;
  packet.at += HEADER_LENGTH;
  return layerOfFamilyAt(bytes, at);
}
