import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { stepOver } from './tunnel.js';

/** EtherIP header: a version and reserved bits, then an Ethernet frame. Source: RFC 3378 section 2. */
const HEADER_LENGTH = 2;

/** Decodes an EtherIP header of any version. */
export function decodeEtherIp(packet: Packet): LayerCode {
  return stepOver(packet, HEADER_LENGTH, Layer.Ethernet);
}
