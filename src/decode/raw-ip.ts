import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** Decides between IPv4 and IPv6 by the version in the first octet; there is no link header. Source: LINKTYPE_RAW. */
export function decodeRawIp(packet: Packet): LayerCode {
  if (packet.at >= packet.end) {
    packet.problems.add(PROBLEM['ip-header-cut']);
    return Layer.Stop;
  }
  const version = (packet.bytes[packet.at] as number) >> 4;
  if (version === 4) return Layer.Ipv4;
  if (version === 6) return Layer.Ipv6;
  packet.problems.add(PROBLEM['ip-header-invalid']);
  return Layer.Stop;
}
