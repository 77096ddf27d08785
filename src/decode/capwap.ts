import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader, stepOver } from './tunnel.js';

/** CAPWAP data header, octets from its start. Source: RFC 5415 section 4.3. */
const PREAMBLE = 0;
/** In words of 4 octets, in the upper 5 bits. */
const LENGTH = 1;
const FLAGS = 2;
const FRAGMENT_OFFSET = 6;
const SHORTEST_HEADER = 8;

/** Lower half of the preamble. */
const PREAMBLE_TYPE = 0x0f;
const DTLS = 1;

const IS_NATIVE = 0x0100;
const IS_FRAGMENT = 0x0080;
const IS_LAST = 0x0040;
const IS_KEEPALIVE = 0x0008;

/** Decodes a CAPWAP data header in front of an Ethernet frame. The 802.11 frames of many devices have the octets of their first field swapped. */
export function decodeCapwap(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (!hasHeader(packet, SHORTEST_HEADER)) return Layer.Stop;
  if (((bytes[at + PREAMBLE] as number) & PREAMBLE_TYPE) === DTLS) return Layer.Tunnel;
  const length = ((bytes[at + LENGTH] as number) >> 3) * 4;
  if (length < SHORTEST_HEADER) return Layer.Stop;
  const flags = u16(bytes, at + FLAGS);
  if ((flags & IS_KEEPALIVE) !== 0) return Layer.Stop;
  if ((flags & IS_FRAGMENT) !== 0 && !isWhole(flags, u16(bytes, at + FRAGMENT_OFFSET))) return Layer.Tunnel;
  return (flags & IS_NATIVE) !== 0 ? Layer.Tunnel : stepOver(packet, length, Layer.Ethernet);
}

/** The only fragment of a packet: the first and the last. */
function isWhole(flags: number, offsetField: number): boolean {
  return (flags & IS_LAST) !== 0 && offsetField < 8;
}
