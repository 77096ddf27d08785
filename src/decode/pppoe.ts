import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, limitLength } from './link-header.js';
import type { Packet } from './packet.js';

/** PPPoE session header, octets from its start: version and type, code, session, length. Source: RFC 2516 section 4. */
const LENGTH = 4;
const HEADER_LENGTH = 6;

/** Decodes the header of a PPPoE session and honours its length. */
export function decodePppoe(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const length = u16(packet.bytes, packet.at + LENGTH);
  packet.at += HEADER_LENGTH;
  limitLength(packet, length);
  return Layer.Ppp;
}
