import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, stopInvalid } from './link-header.js';
import type { Packet } from './packet.js';

/** LINKTYPE_WIRESHARK_UPPER_PDU: a list of tag, length, value. Source: epan/exported_pdu.h of Wireshark. */
const TAG = 0;
const LENGTH = 2;
const TAG_HEADER_LENGTH = 4;

/** Tags: the end and the name of the protocol. */
const END = 0;
const PROTOCOL_NAME = 12;

/** Addresses: version of IP, tags of source and destination, octets. */
const ADDRESSES = [
  [4, 20, 21, 4],
  [6, 22, 23, 16],
] as const;

/** Wireshark's names of protocols that may carry TCP, or are it. */
const NAMES: readonly (readonly [name: string, layer: LayerCode])[] = [
  ['tcp', Layer.Tcp],
  ['ip', Layer.RawIp],
  ['ipv6', Layer.Ipv6],
  ['raw_ip', Layer.RawIp],
  ['eth_withoutfcs', Layer.Ethernet],
  ['eth_withfcs', Layer.Ethernet],
  ['eth_maybefcs', Layer.Ethernet],
  ['ppp', Layer.Ppp],
  ['wlan', Layer.Ieee80211],
];

/** Decodes the tags in front of what Wireshark exported. Messages without TCP, such as HTTP of a decrypted stream, stop quietly. */
export function decodeUpperPdu(packet: Packet): LayerCode {
  const { bytes } = packet;
  let next: LayerCode = Layer.Stop;
  packet.ipVersion = 0;
  for (;;) {
    if (isCut(packet, TAG_HEADER_LENGTH)) return Layer.Stop;
    const tag = u16(bytes, packet.at + TAG);
    const length = u16(bytes, packet.at + LENGTH);
    packet.at += TAG_HEADER_LENGTH;
    if (tag === END) break;
    if (isCut(packet, length)) return Layer.Stop;
    if (tag === PROTOCOL_NAME) next = layerOfName(bytes, packet.at, length);
    else noteAddresses(packet, tag, length);
    packet.at += length;
  }
  // TCP without the addresses of its flow cannot be told from that of another flow.
  return next === Layer.Tcp && packet.ipVersion === 0 ? stopInvalid(packet) : next;
}

function layerOfName(bytes: Uint8Array, at: number, length: number): LayerCode {
  for (const [name, layer] of NAMES) if (isName(bytes, at, length, name)) return layer;
  return Layer.Stop;
}

/** Names are filled up with octets of 0. */
function isName(bytes: Uint8Array, at: number, length: number, name: string): boolean {
  if (length < name.length || (length > name.length && bytes[at + name.length] !== 0)) return false;
  for (let index = 0; index < name.length; index++) {
    if (bytes[at + index] !== name.charCodeAt(index)) return false;
  }
  return true;
}

/** Notes where the addresses stand: the source in front of the destination, as Wireshark writes them. */
function noteAddresses(packet: Packet, tag: number, length: number): void {
  const { bytes, at } = packet;
  for (const [version, source, destination, octets] of ADDRESSES) {
    if (length !== octets) continue;
    if (tag === source) packet.sourceAt = at;
    if (tag !== destination || packet.sourceAt !== at - octets - TAG_HEADER_LENGTH) continue;
    if (u16(bytes, packet.sourceAt - TAG_HEADER_LENGTH) !== source) continue;
    packet.destinationAt = at;
    packet.hopLimit = 0;
    packet.ipVersion = version;
  }
}
