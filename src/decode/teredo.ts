import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader, layerOfIpVersion } from './tunnel.js';

/** Indicators in front of the IPv6 packet, each of which may be there once, in this order. Source: RFC 4380 section 5.1.1. */
const AUTHENTICATION = 0x0001;
const ORIGIN = 0x0000;

/** Authentication: lengths of the client's identification and of the value, which follow with a nonce and a confirmation. */
const ID_LENGTH = 2;
const VALUE_LENGTH = 3;
const SHORTEST_AUTHENTICATION = 13;

const ORIGIN_LENGTH = 8;

/** Decodes the indicators of Teredo. */
export function decodeTeredo(packet: Packet): LayerCode {
  const { bytes } = packet;
  if (indicator(packet) === AUTHENTICATION) {
    if (!hasHeader(packet, SHORTEST_AUTHENTICATION)) return Layer.Stop;
    const id = bytes[packet.at + ID_LENGTH] as number;
    const value = bytes[packet.at + VALUE_LENGTH] as number;
    if (!hasHeader(packet, SHORTEST_AUTHENTICATION + id + value)) return Layer.Stop;
    packet.at += SHORTEST_AUTHENTICATION + id + value;
  }
  if (indicator(packet) === ORIGIN) {
    if (!hasHeader(packet, ORIGIN_LENGTH)) return Layer.Stop;
    packet.at += ORIGIN_LENGTH;
  }
  return layerOfIpVersion(packet) === Layer.Ipv6 ? Layer.Ipv6 : Layer.Stop;
}

function indicator(packet: Packet): number {
  return packet.end - packet.at < 2 ? -1 : u16(packet.bytes, packet.at);
}
