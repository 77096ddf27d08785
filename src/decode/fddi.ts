import { Layer, type LayerCode } from './layer.js';
import { isCut, skip } from './link-header.js';
import type { Packet } from './packet.js';

/** FDDI header, octets from its start: frame control, then both addresses. Source: ANSI X3.139, RFC 1390. */
const HEADER_LENGTH = 13;

/** Frame control of asynchronous LLC frames, their priority masked off. */
const KIND_BITS = 0xf0;
const LLC = 0x50;

/** Decodes an FDDI header; frames of the ring itself stop quietly. */
export function decodeFddi(packet: Packet): LayerCode {
  if (isCut(packet, 1)) return Layer.Stop;
  if (((packet.bytes[packet.at] as number) & KIND_BITS) !== LLC) return Layer.Stop;
  return skip(packet, HEADER_LENGTH, Layer.Llc);
}
