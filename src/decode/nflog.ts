import { u16, u16le } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, limitLength, stopInvalid } from './link-header.js';
import type { Packet } from './packet.js';

/** LINKTYPE_NFLOG, octets from its start: address family of Linux, version, resource. Source: https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html */
const FAMILY = 0;
const HEADER_LENGTH = 4;
const FAMILIES: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [2, Layer.RawIp],
  [10, Layer.Ipv6],
]);

/** Attributes follow: length with this header, type, value, padding. The byte order is that of the machine that captured. */
const LENGTH = 0;
const TYPE = 2;
const ATTRIBUTE_HEADER_LENGTH = 4;
const ALIGNMENT = 4;

/** The attribute that is the packet. */
const PAYLOAD = 9;

/** Decodes a record of Linux's netfilter log: the packet is one of its attributes. */
export function decodeNflog(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const next = FAMILIES.get(packet.bytes[packet.at + FAMILY] as number) ?? Layer.Stop;
  packet.at += HEADER_LENGTH;
  return next === Layer.Stop ? Layer.Stop : findPayload(packet, next);
}

function findPayload(packet: Packet, next: LayerCode): LayerCode {
  const { bytes } = packet;
  const read = isLittleEndian(packet) ? u16le : u16;
  for (;;) {
    if (isCut(packet, ATTRIBUTE_HEADER_LENGTH)) return Layer.Stop;
    const length = read(bytes, packet.at + LENGTH);
    if (length < ATTRIBUTE_HEADER_LENGTH) return stopInvalid(packet);
    if (read(bytes, packet.at + TYPE) === PAYLOAD) {
      packet.at += ATTRIBUTE_HEADER_LENGTH;
      limitLength(packet, length - ATTRIBUTE_HEADER_LENGTH);
      return next;
    }
    const padded = Math.ceil(length / ALIGNMENT) * ALIGNMENT;
    if (isCut(packet, padded)) return Layer.Stop;
    packet.at += padded;
  }
}

/** Attribute types are small numbers: the octet that is 0 is the upper one. */
function isLittleEndian({ bytes, at, end }: Packet): boolean {
  return at + ATTRIBUTE_HEADER_LENGTH > end || bytes[at + TYPE + 1] === 0;
}
