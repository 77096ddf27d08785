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
  Mpls: 11,
  Pppoe: 12,
  /** What may carry TCP but is not decoded: `UNDECODED_PROBLEM` says which problem to count. */
  Tunnel: 13,
  Encrypted: 14,
  Compressed: 15,
  Icmp: 16,
  /** Rare layers below IP. */
  Ieee8023: 32,
  Llc: 33,
  Ppp: 34,
  PppBridging: 35,
  PppMultilink: 36,
  PppWithDirection: 37,
  CiscoHdlc: 38,
  CiscoHdlcWithDirection: 39,
  FrameRelay: 40,
  FrameRelayWithDirection: 41,
  BackboneBridging: 42,
  FabricPath: 43,
  CiscoMetadata: 44,
  Macsec: 45,
  VnTag: 46,
  ETag: 47,
  Trill: 48,
  Nsh: 49,
  Ieee80211: 50,
  Ieee80211Aggregate: 51,
  Radiotap: 52,
  Prism: 53,
  Avs: 54,
  Ppi: 55,
  Pktap: 56,
  Nflog: 57,
  Pflog: 58,
  Enc: 59,
  Ipnet: 60,
  IpOverInfiniband: 61,
  IpOverFirewire: 62,
  IpOverFibreChannel: 63,
  Fddi: 64,
  TokenRing: 65,
  Arcnet: 66,
  ArcnetOfLinux: 67,
  SunAtm: 68,
  Epon: 69,
  Erf: 70,
  JuniperEthernet: 71,
  JuniperPpp: 72,
  JuniperFrameRelay: 73,
  JuniperCiscoHdlc: 74,
  JuniperOther: 75,
  UpperPdu: 76,

  /** Tunnels over IP or UDP: `tunnel-layers.ts` names the decoder of each. */
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
 * EtherType → layer. Source: IANA "IEEE 802 Numbers"; 0x9100 is the QinQ type from before IEEE 802.1ad.
 */
const ETHERTYPES: readonly (readonly [number, LayerCode])[] = [
  [0x0800, Layer.Ipv4],
  [0x22f3, Layer.Trill],
  [0x6558, Layer.Ethernet], // transparent Ethernet bridging
  [0x8100, Layer.Vlan],
  [0x86dd, Layer.Ipv6],
  [0x8847, Layer.Mpls],
  [0x8848, Layer.Mpls],
  [0x8864, Layer.Pppoe],
  [0x88a8, Layer.Vlan],
  [0x88e5, Layer.Macsec],
  [0x88e7, Layer.BackboneBridging],
  [0x8903, Layer.FabricPath],
  [0x8909, Layer.CiscoMetadata],
  [0x8926, Layer.VnTag],
  [0x893f, Layer.ETag],
  [0x894f, Layer.Nsh],
  [0x9100, Layer.Vlan],
];

/** Up to this the field of an Ethernet frame is no type but a length. Source: IEEE 802.3 clause 3.2.6. */
const LARGEST_LENGTH = 1500;

/**
 * IP protocol number → layer. Source: IANA "Protocol Numbers". 50 is ESP and 108 IPComp, neither of which can be read;
 * 137 is MPLS in IP (RFC 4023), 143 Ethernet (RFC 8986).
 */
const IP_PROTOCOLS: readonly (readonly [number, LayerCode])[] = [
  [1, Layer.Icmp],
  [4, Layer.Ipv4],
  [6, Layer.Tcp],
  [17, Layer.Udp],
  [41, Layer.Ipv6],
  [47, Layer.Gre],
  [50, Layer.Tunnel],
  [51, Layer.AuthenticationHeader],
  [58, Layer.Icmp],
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
  [6, Layer.TokenRing],
  [7, Layer.Arcnet],
  [9, Layer.Ppp],
  [10, Layer.Fddi],
  [12, Layer.RawIp],
  [14, Layer.RawIp],
  [50, Layer.Ppp],
  [51, Layer.Pppoe],
  [100, Layer.Llc], // ATM, RFC 2684
  [101, Layer.RawIp],
  [104, Layer.CiscoHdlc],
  [105, Layer.Ieee80211],
  [106, Layer.RawIp], // Linux: classical IP over ATM
  [107, Layer.FrameRelay],
  [108, Layer.NullLoopback],
  [109, Layer.Enc],
  [113, Layer.LinuxCookedV1],
  [117, Layer.Pflog],
  [119, Layer.Prism],
  [122, Layer.IpOverFibreChannel],
  [123, Layer.SunAtm],
  [127, Layer.Radiotap],
  [129, Layer.ArcnetOfLinux],
  [130, Layer.JuniperOther],
  [131, Layer.JuniperOther],
  [133, Layer.JuniperOther],
  [135, Layer.JuniperOther],
  [136, Layer.JuniperOther],
  [137, Layer.JuniperOther],
  [138, Layer.IpOverFirewire],
  [149, Layer.Pktap], // LINKTYPE_USER2, as macOS wrote it and Wireshark reads it
  [163, Layer.Avs],
  [167, Layer.JuniperEthernet], // PPPoE
  [178, Layer.JuniperEthernet],
  [179, Layer.JuniperPpp],
  [180, Layer.JuniperFrameRelay],
  [181, Layer.JuniperCiscoHdlc],
  [183, Layer.JuniperOther],
  [192, Layer.Ppi],
  [197, Layer.Erf],
  [204, Layer.PppWithDirection],
  [205, Layer.CiscoHdlcWithDirection],
  [206, Layer.FrameRelayWithDirection],
  [226, Layer.Ipnet],
  [228, Layer.Ipv4],
  [229, Layer.Ipv6],
  [239, Layer.Nflog],
  [242, Layer.IpOverInfiniband],
  [252, Layer.UpperPdu],
  [258, Layer.Pktap],
  [259, Layer.Epon],
  [276, Layer.LinuxCookedV2],
]);

const ethertypeLayer = lookupTable(0x10000, ETHERTYPES);
const lengthOrTypeLayer = ethertypeLayer.slice().fill(Layer.Ieee8023, 1, LARGEST_LENGTH + 1);
const ipProtocolLayer = lookupTable(0x100, IP_PROTOCOLS);

/** Problem to count where decoding stops at a layer that is not decoded. */
export const UNDECODED_PROBLEM: ReadonlyMap<LayerCode, number> = new Map<LayerCode, number>([
  [Layer.Encrypted, PROBLEM['encrypted-not-decoded']],
  [Layer.Compressed, PROBLEM['compressed-not-decoded']],
  [Layer.Tunnel, PROBLEM['tunnel-not-decoded']],
]);

/** The layer behind an EtherType; `Stop` for a protocol that never carries TCP. */
export function layerOfEthertype(ethertype: number): LayerCode {
  return ethertypeLayer[ethertype] as LayerCode;
}

/** The layer behind the field of an Ethernet header or a VLAN tag that is an EtherType or, up to 1500, a length. */
export function layerOfLengthOrType(lengthOrType: number): LayerCode {
  return lengthOrTypeLayer[lengthOrType] as LayerCode;
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
