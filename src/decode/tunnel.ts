/** What the decoders of tunnels have in common: checks of length, and how they stop. */
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** True when `length` octets of a tunnel's header were captured; a counted problem otherwise. */
export function hasHeader(packet: Packet, length: number): boolean {
  if (packet.end - packet.at >= length) return true;
  packet.problems.add(PROBLEM['tunnel-header-cut']);
  return false;
}

/**
 * True when the octets that tell a tunnel from another protocol on its port were captured. Where a snapshot length cut them
 * that is a counted problem; where fewer were sent it is no tunnel.
 */
export function hasStart(packet: Packet, length: number): boolean {
  return packet.wireEnd - packet.at >= length && hasHeader(packet, length);
}

/** Steps over a header of `length` octets to `next`; a counted problem where less was captured. */
export function stepOver(packet: Packet, length: number, next: LayerCode): LayerCode {
  if (!hasHeader(packet, length)) return Layer.Stop;
  packet.at += length;
  return packet.at < packet.wireEnd ? next : Layer.Stop;
}

/** Ends the packet `length` octets behind `packet.at`, if it does not end before. */
export function limitLength(packet: Packet, length: number): void {
  const end = packet.at + length;
  if (packet.wireEnd > end) packet.wireEnd = end;
  if (packet.end > end) packet.end = end;
}

/** Stops at a header that contradicts itself. */
export function stopInvalid(packet: Packet): LayerCode {
  packet.problems.add(PROBLEM['tunnel-header-invalid']);
  return Layer.Stop;
}

/**
 * The layer of an IP packet whose version only its first octet tells. `Stop`, and no problem, for anything else: tunnels
 * are known by their port, and others use it too.
 */
export function layerOfIpVersion(packet: Packet): LayerCode {
  if (!hasStart(packet, 1)) return Layer.Stop;
  const version = (packet.bytes[packet.at] as number) >> 4;
  if (version === 4) return Layer.Ipv4;
  return version === 6 ? Layer.Ipv6 : Layer.Stop;
}
