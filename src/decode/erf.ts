import { Layer, type LayerCode } from './layer.js';
import { isCut, skip, stopUnsupported } from './link-header.js';
import type { Packet } from './packet.js';

/** Extensible Record Format of Endace, octets from its start; the time and lengths are not read. Source: ERF types reference. */
const TYPE = 8;
const HEADER_LENGTH = 16;

/** Extension headers of 8 octets: the first bit of the type, and then of each of them, says that one follows. */
const MORE_BIT = 0x80;
const TYPE_BITS = 0x7f;
const EXTENSION_LENGTH = 8;

/** Type → octets in front of the frame, and what it is. */
const TYPES: ReadonlyMap<number, readonly [padding: number, next: LayerCode]> = new Map([
  [1, [0, Layer.Ppp]], // HDLC over SDH: PPP or Cisco HDLC
  [2, [2, Layer.Ethernet]],
  [10, [0, Layer.Ppp]],
  [11, [2, Layer.Ethernet]],
  [16, [2, Layer.Ethernet]],
  [20, [2, Layer.Ethernet]],
  [22, [0, Layer.Ipv4]],
  [23, [0, Layer.Ipv6]],
]);

/** Decodes an ERF header with its extensions. */
export function decodeErf(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const type = packet.bytes[packet.at + TYPE] as number;
  packet.at += HEADER_LENGTH;
  let hasMore = (type & MORE_BIT) !== 0;
  while (hasMore) {
    if (isCut(packet, EXTENSION_LENGTH)) return Layer.Stop;
    hasMore = ((packet.bytes[packet.at] as number) & MORE_BIT) !== 0;
    packet.at += EXTENSION_LENGTH;
  }
  const found = TYPES.get(type & TYPE_BITS);
  return found === undefined ? stopUnsupported(packet) : skip(packet, found[0], found[1]);
}
