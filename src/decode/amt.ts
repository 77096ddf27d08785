import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasStart, stepOver } from './tunnel.js';

/** Automatic multicast tunneling, octets from its start. Source: RFC 7450 section 5.1. */
/** In the lower half; the version is in the upper. */
const TYPE = 0;
/** Multicast data: an IP packet follows. Section 5.1.6. */
const DATA = 6;
const DATA_HEADER_LENGTH = 2;

/** Decodes an AMT message: the packet in multicast data, nothing else. */
export function decodeAmt(packet: Packet): LayerCode {
  if (!hasStart(packet, 1)) return Layer.Stop;
  if (((packet.bytes[packet.at + TYPE] as number) & 0x0f) !== DATA) return Layer.Stop;
  return stepOver(packet, DATA_HEADER_LENGTH, Layer.Ipv4);
}
