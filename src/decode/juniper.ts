import { i32, u16, u32le } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, skip, stopInvalid, stopUnsupported } from './link-header.js';
import type { Packet } from './packet.js';
import type { Decoder } from './typed-header.js';

/** Header of Juniper's link types, octets from its start: "MGC", flags, perhaps extensions with their length. Source: libpcap, print-juniper.c of tcpdump. */
const MAGIC = 0x4d47_4300;
const MAGIC_BITS = -0x100;
const FLAGS = 3;
const EXTENSION_LENGTH = 4;
const HEADER_LENGTH = 4;
const EXTENSION_LENGTH_LENGTH = 2;

const EXTENSION_FLAG = 0x80;
/** The header of the link was taken away: a protocol of Juniper's own follows, in 4 octets. */
const NO_LINK_FLAG = 0x02;

const PROTOCOL_LENGTH = 4;
const PROTOCOLS: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [2, Layer.Ipv4],
  [3, Layer.Ipv4],
  [4, Layer.Mpls],
  [6, Layer.Ipv6],
]);

/** Layer → octets in front of the header of the link, and what this is. The others are read only without their link's header. */
const LINKS: readonly (readonly [layer: LayerCode, padding: number, next: LayerCode])[] = [
  [Layer.JuniperEthernet, 0, Layer.Ethernet],
  [Layer.JuniperPpp, 2, Layer.Ppp],
  [Layer.JuniperFrameRelay, 0, Layer.FrameRelay],
  [Layer.JuniperCiscoHdlc, 0, Layer.CiscoHdlc],
  [Layer.JuniperOther, 0, Layer.Stop],
];

/** A decoder for each of Juniper's link types. */
export const JUNIPER_DECODERS: readonly (readonly [LayerCode, Decoder])[] = LINKS.map(
  ([layer, padding, next]) => [layer, (packet) => decodeJuniper(packet, padding, next)],
);

function decodeJuniper(packet: Packet, padding: number, next: LayerCode): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const { bytes, at } = packet;
  if ((i32(bytes, at) & MAGIC_BITS) !== MAGIC) return stopInvalid(packet);
  const flags = bytes[at + FLAGS] as number;
  if ((flags & EXTENSION_FLAG) !== 0 && isCut(packet, EXTENSION_LENGTH + EXTENSION_LENGTH_LENGTH)) {
    return Layer.Stop;
  }
  const extensions =
    (flags & EXTENSION_FLAG) === 0 ? 0 : EXTENSION_LENGTH_LENGTH + u16(bytes, at + EXTENSION_LENGTH);
  const header = HEADER_LENGTH + extensions;
  if ((flags & NO_LINK_FLAG) !== 0) return decodeProtocol(packet, header);
  return next === Layer.Stop ? stopUnsupported(packet) : skip(packet, header + padding, next);
}

function decodeProtocol(packet: Packet, header: number): LayerCode {
  if (isCut(packet, header + PROTOCOL_LENGTH)) return Layer.Stop;
  const protocol = u32le(packet.bytes, packet.at + header);
  packet.at += header + PROTOCOL_LENGTH;
  return PROTOCOLS.get(protocol) ?? Layer.Stop;
}
