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
  Ppp: 34,
  Nsh: 49,
  Ieee80211: 50,

  /** Tunnels over IP or UDP: `decode-rare-layer.ts` names the decoder of each. */
  Gre: 96,
  Erspan: 97,
  EtherIp: 98,
  AuthenticationHeader: 99,
  Pim: 100,
  L2tpOverIp: 101,
  L2tp: 102,
  Vxlan: 103,
  VxlanOfLinux: 104,
  VxlanGpe: 105,
  Geneve: 106,
  Gtp: 107,
  Teredo: 108,
  Lisp: 109,
  Capwap: 110,
  Tzsp: 111,
  Ayiya: 112,
  MobileIp: 113,
  Amt: 114,
  JuniperMirror: 115,
  EspInUdp: 116,
} as const;

/** A value of `Layer`. */
export type LayerCode = (typeof Layer)[keyof typeof Layer];

/**
 * EtherType → layer. Source: IANA "IEEE 802 Numbers"; 0x9100 is the QinQ type from before IEEE 802.1ad, 0x88e7 provider
 * backbone bridging (IEEE 802.1ah), 0x8903 Cisco FabricPath, 0x6558 a bridged Ethernet frame, 0x894f the network
 * service header.
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
  [0x6558, Layer.Ethernet],
  [0x894f, Layer.Nsh],
];

/**
 * IP protocol number → layer. Source: IANA "Protocol Numbers". 50 is ESP and 108 IPComp, neither of which can be read;
 * 137 is MPLS in IP (RFC 4023), 143 Ethernet (RFC 8986).
 */
const IP_PROTOCOLS: readonly (readonly [number, LayerCode])[] = [
  [4, Layer.Ipv4],
  [6, Layer.Tcp],
  [17, Layer.Udp],
  [41, Layer.Ipv6],
  [47, Layer.Gre],
  [50, Layer.Tunnel],
  [51, Layer.AuthenticationHeader],
  [97, Layer.EtherIp],
  [103, Layer.Pim],
  [108, Layer.Tunnel],
  [115, Layer.L2tpOverIp],
  [137, Layer.Mpls],
  [143, Layer.Ethernet],
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
  [Layer.Ppp, PROBLEM['tunnel-not-decoded']],
  [Layer.Ieee80211, PROBLEM['tunnel-not-decoded']],
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
