import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader, stepOver } from './tunnel.js';

/**
 * ERSPAN header, octets from its start. Source: draft-foschiano-erspan-03 sections 4.2 and 4.3. The version is 1 in type II
 * and 2 in type III; type I has no header.
 */
const VERSION = 0;
const TYPE_III_FLAGS = 10;
const TYPE_II_LENGTH = 8;
const TYPE_III_LENGTH = 12;

/** Of the flags of type III: what kind of frame is inside (0 is Ethernet), and whether the platform's sub-header follows. */
const FRAME_TYPE = 0x7c00;
const HAS_SUBHEADER = 0x0001;
const SUBHEADER_LENGTH = 8;

/** Decodes an ERSPAN header of type II or III. */
export function decodeErspan(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (!hasHeader(packet, TYPE_II_LENGTH)) return Layer.Stop;
  const version = (bytes[at + VERSION] as number) >> 4;
  if (version === 1) return stepOver(packet, TYPE_II_LENGTH, Layer.Ethernet);
  if (version !== 2) return Layer.Stop;
  if (!hasHeader(packet, TYPE_III_LENGTH)) return Layer.Stop;
  const flags = u16(bytes, at + TYPE_III_FLAGS);
  const subheader = (flags & HAS_SUBHEADER) !== 0 ? SUBHEADER_LENGTH : 0;
  const inside = (flags & FRAME_TYPE) === 0 ? Layer.Ethernet : Layer.Tunnel;
  return stepOver(packet, TYPE_III_LENGTH + subheader, inside);
}
