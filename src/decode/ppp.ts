import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut } from './link-header.js';
import type { Packet } from './packet.js';

/** HDLC framing in front of PPP, which may be compressed away: all stations, unnumbered information. Source: RFC 1662 section 3.1. */
const ADDRESS = 0xff;
const ADDRESS_AND_CONTROL_LENGTH = 2;

/** Addresses with which Cisco HDLC begins instead: unicast and multicast. Source: RFC 1547 section 4.3.1. */
const CISCO_UNICAST = 0x0f;
const CISCO_MULTICAST = 0x8f;

/** A first octet of the protocol that is odd is all of it. Source: RFC 1661 section 6.5. */
const COMPRESSED_PROTOCOL_BIT = 0x01;

/** Protocol → layer. Source: IANA "PPP DLL Protocol Numbers". */
const PROTOCOLS: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [0x0021, Layer.Ipv4],
  [0x002d, Layer.Compressed], // TCP and IP headers compressed (RFC 1144)
  [0x002f, Layer.Compressed],
  [0x0031, Layer.PppBridging],
  [0x003d, Layer.PppMultilink],
  [0x0053, Layer.Encrypted],
  [0x0055, Layer.Encrypted],
  [0x0057, Layer.Ipv6],
  [0x0061, Layer.Compressed], // headers compressed (RFC 2509)
  [0x0063, Layer.Compressed],
  [0x0065, Layer.Compressed],
  [0x0067, Layer.Compressed],
  [0x0069, Layer.Compressed],
  [0x00fb, Layer.Compressed],
  [0x00fd, Layer.Compressed],
  [0x0281, Layer.Mpls],
  [0x0283, Layer.Mpls],
]);

/** Decodes PPP, with or without the address and control of HDLC. */
export function decodePpp(packet: Packet): LayerCode {
  if (isCut(packet, 1)) return Layer.Stop;
  const first = packet.bytes[packet.at] as number;
  if (first === CISCO_UNICAST || first === CISCO_MULTICAST) return Layer.CiscoHdlc;
  if (first === ADDRESS) {
    if (isCut(packet, ADDRESS_AND_CONTROL_LENGTH + 1)) return Layer.Stop;
    packet.at += ADDRESS_AND_CONTROL_LENGTH;
  }
  return decodeProtocol(packet);
}

function decodeProtocol(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  const first = bytes[at] as number;
  if ((first & COMPRESSED_PROTOCOL_BIT) !== 0) {
    packet.at += 1;
    return PROTOCOLS.get(first) ?? Layer.Stop;
  }
  if (isCut(packet, 2)) return Layer.Stop;
  packet.at += 2;
  return PROTOCOLS.get(u16(bytes, at)) ?? Layer.Stop;
}
