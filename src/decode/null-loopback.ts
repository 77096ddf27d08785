import { i32, i32le } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/**
 * BSD loopback: the address family in 4 octets, in the byte order of the machine that captured (LINKTYPE_NULL) or in
 * network order (LINKTYPE_LOOP). Source: https://www.tcpdump.org/linktypes/LINKTYPE_NULL.html
 */
const HEADER_LENGTH = 4;

/** AF_INET is 2 everywhere; AF_INET6 is 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS, 10 on Linux, 23 on Windows. */
const FAMILIES: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [2, Layer.Ipv4],
  [10, Layer.Ipv6],
  [23, Layer.Ipv6],
  [24, Layer.Ipv6],
  [28, Layer.Ipv6],
  [30, Layer.Ipv6],
]);

/** Decodes a null/loopback header in either byte order. */
export function decodeNullLoopback(packet: Packet): LayerCode {
  if (packet.end - packet.at < HEADER_LENGTH) {
    packet.problems.add(PROBLEM['frame-cut-in-link-header']);
    return Layer.Stop;
  }
  const { bytes, at } = packet;
  packet.at += HEADER_LENGTH;
  return FAMILIES.get(i32le(bytes, at)) ?? FAMILIES.get(i32(bytes, at)) ?? Layer.Stop;
}
