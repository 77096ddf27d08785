import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import { isCut, skip } from './link-header.js';
import type { Packet } from './packet.js';

/** Label stack entry, octets from its start: label, traffic class, bottom of stack, time to live. Source: RFC 3032 section 2.1. */
const BOTTOM = 2;
const BOTTOM_BIT = 0x01;
const ENTRY_LENGTH = 4;

/** What the first half octet behind the stack says. Source: RFC 4928 section 3, RFC 4385 sections 3 and 5. */
const CONTROL_WORD = 0;
const CHANNEL = 1;
const IPV4 = 4;
const IPV6 = 6;
const CONTROL_WORD_LENGTH = 4;

/** Associated channel header: its type at 2. Source: RFC 4385 section 5, IANA "Pseudowire Associated Channel Types". */
const CHANNEL_TYPE = 2;
const CHANNEL_HEADER_LENGTH = 4;
const CHANNEL_IPV4 = 0x0021;
const CHANNEL_IPV6 = 0x0057;

/** An Ethernet header, as far as it is looked at to tell whether a control word stands in front of it. */
const ETHERTYPE = 12;
const ETHERNET_HEADER_LENGTH = 14;

/** Decodes a stack of MPLS labels. What it carries is guessed as Wireshark does: no label says it. */
export function decodeMpls(packet: Packet): LayerCode {
  let isBottom = false;
  while (!isBottom) {
    if (isCut(packet, ENTRY_LENGTH)) return Layer.Stop;
    isBottom = ((packet.bytes[packet.at + BOTTOM] as number) & BOTTOM_BIT) !== 0;
    packet.at += ENTRY_LENGTH;
  }
  if (isCut(packet, 1)) return Layer.Stop;
  switch ((packet.bytes[packet.at] as number) >> 4) {
    case IPV4:
      return Layer.Ipv4;
    case IPV6:
      return Layer.Ipv6;
    case CONTROL_WORD:
      return decodePseudowire(packet);
    case CHANNEL:
      return decodeChannel(packet);
    default:
      return Layer.Stop;
  }
}

/**
 * Ethernet over MPLS, with a control word or without. Wireshark asks whether both addresses are of known makers; here the
 * EtherType decides: where a frame without a control word has it, there must be one that is decoded.
 */
function decodePseudowire(packet: Packet): LayerCode {
  if (isCut(packet, ETHERNET_HEADER_LENGTH)) return Layer.Stop;
  const isPlain = layerOfEthertype(u16(packet.bytes, packet.at + ETHERTYPE)) !== Layer.Stop;
  return skip(packet, isPlain ? 0 : CONTROL_WORD_LENGTH, Layer.Ethernet);
}

function decodeChannel(packet: Packet): LayerCode {
  if (isCut(packet, CHANNEL_HEADER_LENGTH)) return Layer.Stop;
  const type = u16(packet.bytes, packet.at + CHANNEL_TYPE);
  packet.at += CHANNEL_HEADER_LENGTH;
  if (type === CHANNEL_IPV4) return Layer.Ipv4;
  return type === CHANNEL_IPV6 ? Layer.Ipv6 : Layer.Stop;
}
