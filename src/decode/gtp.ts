import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader, hasStart, limitLength, stopInvalid } from './tunnel.js';

/** GTP header of user data, octets from its start. Source: 3GPP TS 29.281 section 5.1; version 0: TS 09.60 section 6. */
const FLAGS = 0;
const MESSAGE_TYPE = 1;
/** Octets behind the fixed part. */
const LENGTH = 2;
const NEXT_EXTENSION = 11;
const VERSION_0_LENGTH = 20;
const VERSION_1_LENGTH = 8;
/** Sequence number, N-PDU number and next extension header: there when any of their flags is set. */
const OPTIONAL_LENGTH = 4;

const VERSION_AND_PROTOCOL = 0xf0;
const VERSION_0 = 0x10;
const VERSION_1 = 0x30;
const HAS_EXTENSION = 0x04;
const HAS_OPTIONAL = 0x07;

/** T-PDU: a packet of the user. */
const USER_DATA = 255;

/** Decodes the GTP header of user data; control messages and GTP' carry none. */
export function decodeGtp(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (!hasStart(packet, VERSION_1_LENGTH)) return Layer.Stop;
  const flags = bytes[at + FLAGS] as number;
  const version = flags & VERSION_AND_PROTOCOL;
  if (version !== VERSION_0 && version !== VERSION_1) return Layer.Stop;
  if (bytes[at + MESSAGE_TYPE] !== USER_DATA) return Layer.Stop;
  const fixed = version === VERSION_0 ? VERSION_0_LENGTH : VERSION_1_LENGTH;
  if (!hasHeader(packet, fixed)) return Layer.Stop;
  packet.at += fixed;
  limitLength(packet, u16(bytes, at + LENGTH));
  if (version === VERSION_0 || (flags & HAS_OPTIONAL) === 0) return layerOfUserData(packet);
  if (!hasHeader(packet, OPTIONAL_LENGTH)) return Layer.Stop;
  packet.at += OPTIONAL_LENGTH;
  const extension = (flags & HAS_EXTENSION) !== 0 ? (bytes[at + NEXT_EXTENSION] as number) : 0;
  return stepOverExtensions(packet, extension);
}

/** An extension header begins with its length in words of 4 octets and ends with the type of the next, 0 for none. */
function stepOverExtensions(packet: Packet, first: number): LayerCode {
  let extension = first;
  while (extension !== 0) {
    if (!hasHeader(packet, 1)) return Layer.Stop;
    const length = (packet.bytes[packet.at] as number) * 4;
    if (length === 0) return stopInvalid(packet);
    if (!hasHeader(packet, length)) return Layer.Stop;
    packet.at += length;
    extension = packet.bytes[packet.at - 1] as number;
  }
  return layerOfUserData(packet);
}

/** Nothing says what the user's packet is; as in Wireshark, what does not begin as IP is Ethernet. */
function layerOfUserData(packet: Packet): LayerCode {
  if (!hasStart(packet, 1)) return Layer.Stop;
  const first = packet.bytes[packet.at] as number;
  if (first >= 0x45 && first <= 0x4e) return Layer.Ipv4;
  return first >> 4 === 6 ? Layer.Ipv6 : Layer.Ethernet;
}
