import { Layer, type LayerCode } from './layer.js';
import { isCut } from './link-header.js';
import type { Packet } from './packet.js';

/** NLPID: one octet → layer. Source: ISO/IEC TR 9577, RFC 2427 section 3. */
const PROTOCOLS: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [0x8e, Layer.Ipv6],
  [0xcc, Layer.RawIp],
  [0xcf, Layer.Ppp],
]);

/** Decodes an NLPID; the protocols of OSI stop quietly. */
export function decodeNlpid(packet: Packet): LayerCode {
  if (isCut(packet, 1)) return Layer.Stop;
  const protocol = packet.bytes[packet.at] as number;
  packet.at += 1;
  return PROTOCOLS.get(protocol) ?? Layer.Stop;
}
