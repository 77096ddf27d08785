import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, limitLength } from './link-header.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** A part of an A-MSDU, octets from its start: both addresses, the length of what follows. Source: IEEE 802.11 clause 9.3.2.2.2. */
const LENGTH = 12;
const HEADER_LENGTH = 14;

/** All but the last are padded to a multiple of this. */
const ALIGNMENT = 4;

/** Decodes the last packet of an aggregate. A frame gives one segment here: those in front of it are a counted problem each. */
export function decodeIeee80211Aggregate(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  for (;;) {
    const length = u16(packet.bytes, packet.at + LENGTH);
    const next = packet.at + Math.ceil((HEADER_LENGTH + length) / ALIGNMENT) * ALIGNMENT;
    if (next + HEADER_LENGTH > packet.end) {
      packet.at += HEADER_LENGTH;
      limitLength(packet, length);
      return Layer.Llc;
    }
    packet.problems.add(PROBLEM['aggregate-not-decoded']);
    packet.at = next;
  }
}
