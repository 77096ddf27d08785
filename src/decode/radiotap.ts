import { u16le } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, skip, stopInvalid } from './link-header.js';
import type { Packet } from './packet.js';

/** Radiotap header, octets from its start: version, padding, length of all of it. Source: https://www.radiotap.org/ */
const LENGTH = 2;
const SHORTEST_HEADER = 8;

/** Steps over a radiotap header: none of its fields changes what can be read. */
export function decodeRadiotap(packet: Packet): LayerCode {
  if (isCut(packet, SHORTEST_HEADER)) return Layer.Stop;
  const length = u16le(packet.bytes, packet.at + LENGTH);
  return length < SHORTEST_HEADER ? stopInvalid(packet) : skip(packet, length, Layer.Ieee80211);
}
