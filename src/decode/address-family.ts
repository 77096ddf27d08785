import { i32, i32le } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';

/** AF_INET is 2 everywhere; AF_INET6 is 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS, 10 on Linux, 23 on Windows. */
const FAMILIES: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [2, Layer.Ipv4],
  [10, Layer.Ipv6],
  [23, Layer.Ipv6],
  [24, Layer.Ipv6],
  [28, Layer.Ipv6],
  [30, Layer.Ipv6],
]);

/** The layer behind a number of an address family; `Stop` for one that is not IP. */
export function layerOfFamily(family: number): LayerCode {
  return FAMILIES.get(family) ?? Layer.Stop;
}

/** The same for a family in 4 octets, in the byte order of whatever machine captured. */
export function layerOfFamilyAt(bytes: Uint8Array, at: number): LayerCode {
  return FAMILIES.get(i32le(bytes, at)) ?? FAMILIES.get(i32(bytes, at)) ?? Layer.Stop;
}
