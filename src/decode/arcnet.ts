import { Layer, type LayerCode } from './layer.js';
import { isCut, skip, stopFragment } from './link-header.js';
import type { Packet } from './packet.js';

/** The protocol stands behind source and destination; Linux puts two octets of its own in between. Source: RFC 1201 section 2. */
const PROTOCOL = 2;
const PROTOCOL_OF_LINUX = 4;

/** Behind the protocol: split flag and sequence number. An exception frame repeats the protocol behind three octets 0xff. */
const SPLIT_HEADER_LENGTH = 3;
const EXCEPTION = 0xff;
const EXCEPTION_LENGTH = 4;

/** Protocols: IP in the form of RFC 1051, which has no split header, and IP and IPv6 in that of RFC 1201. */
const IP_1051 = 0xf0;
const PROTOCOLS: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [0xc4, Layer.Ipv6], // RFC 2497
  [0xd4, Layer.Ipv4],
]);

/** Decodes an ARCNET header as BSD captures it. */
export function decodeArcnet(packet: Packet): LayerCode {
  return decodeProtocol(packet, PROTOCOL);
}

/** Decodes an ARCNET header as Linux captures it. */
export function decodeArcnetOfLinux(packet: Packet): LayerCode {
  return decodeProtocol(packet, PROTOCOL_OF_LINUX);
}

function decodeProtocol(packet: Packet, protocolAt: number): LayerCode {
  if (isCut(packet, protocolAt + 1)) return Layer.Stop;
  const protocol = packet.bytes[packet.at + protocolAt] as number;
  packet.at += protocolAt + 1;
  if (protocol === IP_1051) return Layer.Ipv4;
  const next = PROTOCOLS.get(protocol) ?? Layer.Stop;
  return next === Layer.Stop ? Layer.Stop : decodeSplit(packet, next);
}

function decodeSplit(packet: Packet, next: LayerCode): LayerCode {
  if (isCut(packet, 1)) return Layer.Stop;
  if (packet.bytes[packet.at] === EXCEPTION) {
    if (isCut(packet, EXCEPTION_LENGTH + 1)) return Layer.Stop;
    packet.at += EXCEPTION_LENGTH;
  }
  if (packet.bytes[packet.at] !== 0) return stopFragment(packet);
  return skip(packet, SPLIT_HEADER_LENGTH, next);
}
