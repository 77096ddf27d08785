import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasStart, stepOver } from './tunnel.js';

/** Automatic multicast tunneling, octets from its start. Source: RFC 7450 section 5.1. */
const VERSION_AND_TYPE = 0;
/** Version 0, multicast data: an IP packet follows. Section 5.1.6. */
const DATA = 6;
const DATA_HEADER_LENGTH = 2;

/** Decodes an AMT message: the packet in multicast data, nothing else. */
export function decodeAmt(packet: Packet): LayerCode {
  if (!hasStart(packet, 1) || packet.bytes[packet.at + VERSION_AND_TYPE] !== DATA) return Layer.Stop;
  return stepOver(packet, DATA_HEADER_LENGTH, Layer.Ipv4);
}
