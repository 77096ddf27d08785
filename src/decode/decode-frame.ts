/**
 * A frame in, the registers of its TCP segment out.
 *
 * Octets and the layer they begin with go in; `Packet` comes out filled in from the innermost TCP header. Nothing is
 * copied and nothing is thrown: what cannot be decoded is a counted problem. Only the octets of fragments are copied
 * (`fragments.ts`): the segment then belongs to the frame that completes its packet. Tunnels and what else is rare have a
 * table of their own, so that they cost other frames nothing.
 */
import { decodeEthernet } from './ethernet.js';
import { decodeIcmp } from './icmp.js';
import { decodeIpv4 } from './ipv4.js';
import { decodeIpv6 } from './ipv6.js';
import { Layer, type LayerCode } from './layer.js';
import { decodeLinuxCookedV1, decodeLinuxCookedV2 } from './linux-cooked.js';
import { decodeNullLoopback } from './null-loopback.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';
import { decodeRareLayer } from './rare-layers.js';
import { decodeRawIp } from './raw-ip.js';
import { decodeTcp } from './tcp.js';
import { decodeUdp } from './udp.js';
import { decodeVlan } from './vlan.js';

const MOST_LAYERS = 16;

/**
 * Decodes the frame `bytes[at … at + capturedLength)`. True when it carries a TCP segment whose fields are now in `packet`.
 * False for an ICMP error, too; the segment that it quotes is then in `packet.icmp`.
 */
export function decodeFrame(
  packet: Packet,
  outermost: LayerCode,
  bytes: Uint8Array,
  at: number,
  capturedLength: number,
  originalLength: number,
): boolean {
  packet.bytes = bytes;
  packet.at = at;
  packet.end = at + capturedLength;
  packet.wireEnd = at + (originalLength > capturedLength ? originalLength : capturedLength);
  packet.vlan = 0;
  let layer = outermost;
  for (let depth = 0; depth < MOST_LAYERS; depth++) {
    if (layer === Layer.Tcp) return decodeTcp(packet);
    layer = decodeLayer(packet, layer);
    if (layer === Layer.Stop) return false;
  }
  packet.problems.add(PROBLEM['too-many-layers']);
  return false;
}

/**
 * Decodes the one header at `packet.at`, any but TCP's, and answers what follows it. `decodeFrame` is this in a loop; a
 * close-up of one frame steps by itself to note where each header begins.
 */
export function decodeLayer(packet: Packet, layer: LayerCode): LayerCode {
  switch (layer) {
    case Layer.Ethernet:
      return decodeEthernet(packet);
    case Layer.Ipv4:
      return decodeIpv4(packet);
    case Layer.Ipv6:
      return decodeIpv6(packet);
    case Layer.Vlan:
      return decodeVlan(packet);
    case Layer.LinuxCookedV1:
      return decodeLinuxCookedV1(packet);
    case Layer.LinuxCookedV2:
      return decodeLinuxCookedV2(packet);
    case Layer.NullLoopback:
      return decodeNullLoopback(packet);
    case Layer.RawIp:
      return decodeRawIp(packet);
    case Layer.Udp:
      return decodeUdp(packet);
    case Layer.Icmp:
      return decodeIcmp(packet);
    default:
      return decodeRareLayer(packet, layer);
  }
}
