import { PROBLEM } from './problem.js';

/**
 * What follows a header. Every decoder returns one of these; the tables map the numbers of the standards to them.
 */
export const Layer = {
  /** Decoding ends here: the frame carries no TCP, or its problem was counted. */
  Stop: 0,
  Ethernet: 1,
  Vlan: 2,
  LinuxCookedV1: 3,
  LinuxCookedV2: 4,
  NullLoopback: 5,
  RawIp: 6,
  Ipv4: 7,
  Ipv6: 8,
  Tcp: 9,
  Udp: 10,
  /** A header that may carry TCP but is not decoded: `UNDECODED_PROBLEM` says which problem to count. */
  Mpls: 11,
  Pppoe: 12,
  Tunnel: 13,
  Icmp: 14,
} as const;

/** A value of `Layer`. */
export type LayerCode = (typeof Layer)[keyof typeof Layer];

/**
 * EtherType → layer. Source: IANA "IEEE 802 Numbers"; 0x9100 is the QinQ type from before IEEE 802.1ad, 0x88e7 provider
 * backbone bridging (IEEE 802.1ah), 0x8903 Cisco FabricPath.
 */
const ETHERTYPES: readonly (readonly [number, LayerCode])[] = [
  [0x0800, Layer.Ipv4],
  [0x86dd, Layer.Ipv6],
  [0x8100, Layer.Vlan],
  [0x88a8, Layer.Vlan],
  [0x9100, Layer.Vlan],
  [0x8847, Layer.Mpls],
  [0x8848, Layer.Mpls],
  [0x8864, Layer.Pppoe],
  [0x88e7, Layer.Tunnel],
  [0x8903, Layer.Tunnel],
];

/** IP protocol number → layer. Source: IANA "Protocol Numbers". */
const IP_PROTOCOLS: readonly (readonly [number, LayerCode])[] = [
  [1, Layer.Icmp],
  [4, Layer.Tunnel],
  [6, Layer.Tcp],
  [17, Layer.Udp],
  [41, Layer.Tunnel],
  [47, Layer.Tunnel],
  [50, Layer.Tunnel],
  [51, Layer.Tunnel],
  [58, Layer.Icmp],
  [115, Layer.Tunnel],
];

/** LINKTYPE → layer. Source: https://www.tcpdump.org/linktypes.html; 12 and 14 are DLT_RAW of old systems. */
const LINK_TYPES: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [0, Layer.NullLoopback],
  [1, Layer.Ethernet],
  [12, Layer.RawIp],
  [14, Layer.RawIp],
  [101, Layer.RawIp],
  [108, Layer.NullLoopback],
  [113, Layer.LinuxCookedV1],
  [228, Layer.Ipv4],
  [229, Layer.Ipv6],
  [276, Layer.LinuxCookedV2],
]);

const ethertypeLayer = lookupTable(0x10000, ETHERTYPES);
const ipProtocolLayer = lookupTable(0x100, IP_PROTOCOLS);

/** Problem to count where decoding stops at a layer that is not decoded. */
export const UNDECODED_PROBLEM: ReadonlyMap<LayerCode, number> = new Map<LayerCode, number>([
  [Layer.Mpls, PROBLEM['mpls-not-decoded']],
  [Layer.Pppoe, PROBLEM['pppoe-not-decoded']],
  [Layer.Tunnel, PROBLEM['tunnel-not-decoded']],
]);

/** The layer behind an EtherType; `Stop` for a protocol that never carries TCP. */
export function layerOfEthertype(ethertype: number): LayerCode {
  return ethertypeLayer[ethertype] as LayerCode;
}

/** The layer behind an IP protocol number; `Stop` for a protocol that never carries TCP. */
export function layerOfIpProtocol(protocol: number): LayerCode {
  return ipProtocolLayer[protocol] as LayerCode;
}

/** The outermost layer of a link type; null for one that is not decoded. */
export function layerOfLinkType(linkType: number): LayerCode | null {
  return LINK_TYPES.get(linkType) ?? null;
}

function lookupTable(size: number, entries: readonly (readonly [number, LayerCode])[]): Uint8Array {
  const table = new Uint8Array(size);
  for (const [number, layer] of entries) table[number] = layer;
  return table;
}
