import { Layer, type LayerCode } from './layer.js';
import { isCut } from './link-header.js';
import { decodeNlpid } from './nlpid.js';
import type { Packet } from './packet.js';
import { decodeSnap } from './snap.js';

/** LLC header, octets from its start. Source: IEEE 802.2 clause 3.2. */
const DESTINATION = 0;
const SOURCE = 1;
const CONTROL = 2;
const SHORTEST_HEADER = 3;

/** Service access points. Source: IEEE 802 numbers. 0x06 is IP (RFC 948), 0xfe a protocol of ISO with its NLPID. */
const IP = 0x06;
const SNAP = 0xaa;
const ISO = 0xfe;

/** Control: unnumbered information in one octet, or a numbered frame of information in two. Source: IEEE 802.2 clause 5.2. */
const UNNUMBERED_INFORMATION = 0x03;
const NOT_INFORMATION = 0x01;

/** Octets between a bridge's protocol id and the frame it carries. Source: RFC 2684 section 5.2. */
const BRIDGE_PADDING = 2;

/** Decodes an LLC header. Spanning tree, Novell and others stop quietly. */
export function decodeLlc(packet: Packet): LayerCode {
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const { bytes, at } = packet;
  const destination = bytes[at + DESTINATION] as number;
  const source = bytes[at + SOURCE] as number;
  const control = bytes[at + CONTROL] as number;
  if (control !== UNNUMBERED_INFORMATION && (control & NOT_INFORMATION) !== 0) return Layer.Stop;
  const header = control === UNNUMBERED_INFORMATION ? SHORTEST_HEADER : SHORTEST_HEADER + 1;
  if (isCut(packet, header)) return Layer.Stop;
  packet.at += header;
  if (destination === SNAP && source === SNAP) return decodeSnap(packet, BRIDGE_PADDING);
  if (destination === IP) return Layer.RawIp;
  return destination === ISO ? decodeNlpid(packet) : Layer.Stop;
}
