/** The same segment behind every rare link header, octet by octet. Names that say IPv6 carry it in IPv6. */
import { ADDRESSES, behind, type Carrier, IPV4, IPV6 } from './frames.js';
import { RADIO_CARRIERS, WLAN } from './radio-frames.js';

/** LLC and SNAP in front of an EtherType. Source: RFC 1042. */
const SNAP = [0xaa, 0xaa, 0x03, 0, 0, 0];
/** LLC and SNAP in front of a bridged Ethernet frame. Source: RFC 2684 section 5.2. */
const SNAP_BRIDGED = [0xaa, 0xaa, 0x03, 0x00, 0x80, 0xc2, 0x00, 0x07];

const zeros = (length: number) => Array.from({ length }, () => 0);
const u16 = (value: number) => [value >> 8, value & 0xff];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)];
const u32le = (value: number) => u32(value).toReversed();
const text = (letters: string) => Array.from(letters, (letter) => letter.charCodeAt(0));

/** Headers behind Ethernet addresses. */
const ethernet = (type: number, header: readonly number[], packet: Uint8Array) =>
  behind([...ADDRESSES, ...u16(type), ...header], packet);
const ETHERNET = ethernet(0x0800, [], IPV4);
const ETHERNET_IPV6 = ethernet(0x86dd, [], IPV6);

/** An IEEE 802.3 frame: its type is the length of what follows. */
const ieee8023 = (header: readonly number[], packet: Uint8Array) =>
  ethernet(header.length + packet.length, header, packet);

/** PPP in a PPPoE session. Source: RFC 2516 section 4. */
const pppoe = (protocol: readonly number[], packet: Uint8Array) =>
  behind([0x11, 0x00, 0x00, 0x07, ...u16(protocol.length + packet.length), ...protocol], packet);

const MPLS_TOP = [0x00, 0x01, 0xf0, 0x40];
const MPLS_BOTTOM = [0x00, 0x01, 0xf1, 0x40];
const CONTROL_WORD = [0, 0, 0, 0];
/** Addresses whose makers Wireshark knows: it tells by them that no control word is in front. */
const KNOWN_ADDRESSES = [0x00, 0x00, 0x5e, 0x00, 0x01, 0x01, 0x00, 0x0c, 0x29, 0x00, 0x00, 0x01];

const ppi = (linkType: number, fields: readonly number[] = []) => [
  ...[0, 0, 8 + fields.length, 0],
  ...u32le(linkType),
  ...fields,
];
const pktap = (linkType: number) => [...u32le(108), ...u32le(1), ...u32le(linkType), ...zeros(96)];
const nflog = (family: number, packet: Uint8Array) =>
  behind(
    [family, 0, 0, 40, ...[8, 0, 1, 0, 0, 0, 3, 22], ...[5, 0, 10, 0, 0, 0, 0, 0]].concat([
      4 + packet.length,
      0,
      9,
      0,
    ]),
    packet,
  );
const pflog = (length: number, family: number, padding: number) => [
  length,
  family,
  ...zeros(length - 2 + padding),
];
const erf = (type: number, rest: readonly number[], packet: Uint8Array) => {
  const length = rest.length + packet.length;
  return behind([...zeros(8), type, 4, ...u16(16 + length), 0, 0, ...u16(length), ...rest], packet);
};
const juniper = (flags: number, rest: readonly number[] = []) => [...text('MGC'), flags, ...rest];
const tag = (number: number, value: readonly number[]) => [...u16(number), ...u16(value.length), ...value];
const END_OF_TAGS = tag(0, []);

/** Ways to carry a segment on Ethernet. */
const ON_ETHERNET: readonly Carrier[] = [
  ['IEEE 802.3, SNAP', 1, ieee8023([...SNAP, 0x08, 0x00], IPV4)],
  ['IEEE 802.3, SNAP of Cisco, IPv6', 1, ieee8023([0xaa, 0xaa, 0x03, 0, 0, 0xf8, 0x86, 0xdd], IPV6)],
  ['IEEE 802.3, LLC with the access point of IP', 1, ieee8023([0x06, 0x06, 0x03], IPV4)],
  ['IEEE 802.3, a numbered LLC frame', 1, ieee8023([0x06, 0x06, 0x00, 0x00], IPV4)],
  ['IEEE 802.3, LLC, NLPID', 1, ieee8023([0xfe, 0xfe, 0x03, 0xcc], IPV4)],
  ['IEEE 802.3, SNAP, a bridged frame', 1, ieee8023([...SNAP_BRIDGED, 0, 0], ETHERNET)],
  [
    'a VLAN tag, a length, SNAP',
    1,
    ethernet(0x8100, [0, 7, ...u16(8 + IPV4.length), ...SNAP, 0x08, 0x00], IPV4),
  ],
  ['PPPoE', 1, ethernet(0x8864, [], pppoe([0x00, 0x21], IPV4))],
  ['PPPoE, a protocol of one octet, IPv6', 1, ethernet(0x8864, [], pppoe([0x57], IPV6))],
  ['QinQ, PPPoE', 1, ethernet(0x88a8, [0, 7, 0x81, 0, 0, 9, 0x88, 0x64], pppoe([0x00, 0x21], IPV4))],
  ['MPLS', 1, ethernet(0x8847, MPLS_BOTTOM, IPV4)],
  ['MPLS of two labels, IPv6', 1, ethernet(0x8848, [...MPLS_TOP, ...MPLS_BOTTOM], IPV6)],
  ['MPLS, explicit null', 1, ethernet(0x8847, [0, 0, 0x01, 0x40], IPV4)],
  ['MPLS, a channel', 1, ethernet(0x8847, [...MPLS_BOTTOM, 0x10, 0x00, 0x00, 0x21], IPV4)],
  ['MPLS, a channel of IPv6', 1, ethernet(0x8847, [...MPLS_BOTTOM, 0x10, 0x00, 0x00, 0x57], IPV6)],
  [
    'MPLS, Ethernet behind a control word',
    1,
    ethernet(0x8847, [...MPLS_BOTTOM, ...CONTROL_WORD, ...KNOWN_ADDRESSES, 0x08, 0x00], IPV4),
  ],
  [
    'MPLS, Ethernet without a control word',
    1,
    ethernet(0x8847, [...MPLS_BOTTOM, ...KNOWN_ADDRESSES, 0x08, 0x00], IPV4),
  ],
  ['provider backbone bridging', 1, ethernet(0x88e7, [0, 0, 0, 1], ETHERNET)],
  ['FabricPath', 1, ethernet(0x8903, [0x00, 0x01], ETHERNET)],
  ['Cisco metadata', 1, ethernet(0x8909, [1, 1, 0, 1, 0, 2, 0x08, 0x00], IPV4)],
  ['MACsec without encryption', 1, ethernet(0x88e5, [0, 0, 0, 0, 0, 1, 0x08, 0x00], IPV4)],
  ['MACsec with a channel, IPv6', 1, ethernet(0x88e5, [0x20, 0, 0, 0, 0, 1, ...zeros(8), 0x86, 0xdd], IPV6)],
  ['VN-Tag', 1, ethernet(0x8926, [0, 0, 0, 1, 0x08, 0x00], IPV4)],
  ['E-Tag', 1, ethernet(0x893f, [0, 0, 0, 1, 0, 0, 0x08, 0x00], IPV4)],
  ['Ethernet in Ethernet', 1, ethernet(0x6558, [], ETHERNET)],
  ['TRILL', 1, ethernet(0x22f3, [0x00, 0x02, 0, 1, 0, 2], ETHERNET)],
  ['TRILL with options', 1, ethernet(0x22f3, [0x00, 0x42, 0, 1, 0, 2, 1, 2, 3, 4], ETHERNET)],
  ['a network service header', 1, ethernet(0x894f, [0x0f, 0xc6, 2, 1, ...zeros(20)], IPV4)],
  ['a network service header, Ethernet', 1, ethernet(0x894f, [0x0f, 0xc6, 2, 3, ...zeros(20)], ETHERNET)],
];

/** Ways to carry a segment on lines and rings. */
const ON_LINES: readonly Carrier[] = [
  ['PPP in HDLC', 9, behind([0xff, 0x03, 0x00, 0x21], IPV4)],
  ['PPP, address and protocol compressed', 9, behind([0x21], IPV4)],
  ['PPP, IPv6', 9, behind([0x00, 0x57], IPV6)],
  ['PPP, MPLS', 9, behind([0xff, 0x03, 0x02, 0x81, ...MPLS_BOTTOM], IPV4)],
  ['PPP, a bridged frame', 9, behind([0x00, 0x31, 0x00, 0x01], ETHERNET)],
  ['PPP, multilink in one piece', 9, behind([0x00, 0x3d, 0xc0, 0, 0, 1, 0x21], IPV4)],
  ['Cisco HDLC as PPP', 9, behind([0x0f, 0x00, 0x08, 0x00], IPV4)],
  ['PPP with HDLC framing', 50, behind([0xff, 0x03, 0x00, 0x21], IPV4)],
  ['Cisco HDLC as PPP with HDLC framing', 50, behind([0x8f, 0x00, 0x08, 0x00], IPV4)],
  ['PPPoE without Ethernet', 51, pppoe([0x00, 0x21], IPV4)],
  ['PPP with a direction', 204, behind([0x01, 0xff, 0x03, 0x00, 0x21], IPV4)],
  ['Cisco HDLC', 104, behind([0x0f, 0x00, 0x08, 0x00], IPV4)],
  ['Cisco HDLC, MPLS', 104, behind([0x0f, 0x00, 0x88, 0x47, ...MPLS_BOTTOM], IPV4)],
  ['Cisco HDLC with a direction, IPv6', 205, behind([0x00, 0x0f, 0x00, 0x86, 0xdd], IPV6)],
  ['frame relay', 107, behind([0x18, 0x41, 0x03, 0xcc], IPV4)],
  ['frame relay with padding, IPv6', 107, behind([0x18, 0x41, 0x03, 0x00, 0x8e], IPV6)],
  ['frame relay of Cisco', 107, behind([0x18, 0x41, 0x08, 0x00], IPV4)],
  ['frame relay, an address of 4 octets', 107, behind([0x18, 0x40, 0x00, 0x01, 0x03, 0xcc], IPV4)],
  ['frame relay, SNAP', 107, behind([0x18, 0x41, 0x03, 0x00, 0x80, 0, 0, 0, 0x08, 0x00], IPV4)],
  [
    'frame relay, a bridged frame',
    107,
    behind([0x18, 0x41, 0x03, 0x00, 0x80, 0x00, 0x80, 0xc2, 0x00, 0x07], ETHERNET),
  ],
  ['frame relay with a direction', 206, behind([0x01, 0x18, 0x41, 0x03, 0xcc], IPV4)],
  ['token ring', 6, behind([0x10, 0x40, ...ADDRESSES, ...SNAP, 0x08, 0x00], IPV4)],
  [
    'token ring with a route, IPv6',
    6,
    behind(
      [0x10, 0x40, ...ADDRESSES.with(6, 0x82), ...[0x06, 0x80, 0x00, 0x11, 0x00, 0x22], ...SNAP, 0x86, 0xdd],
      IPV6,
    ),
  ],
  ['FDDI', 10, behind([0x57, ...ADDRESSES, ...SNAP, 0x08, 0x00], IPV4)],
  ['ARCNET', 7, behind([1, 2, 0xd4, 0x00, 0x00, 0x01], IPV4)],
  ['ARCNET, an exception', 7, behind([1, 2, 0xd4, 0xff, 0xff, 0xff, 0xd4, 0x00, 0x00, 0x01], IPV4)],
  ['ARCNET, IPv6', 7, behind([1, 2, 0xc4, 0x00, 0x00, 0x01], IPV6)],
  ['ARCNET, RFC 1051', 129, behind([1, 2, 0, 0, 0xf0], IPV4)],
  ['ARCNET of Linux', 129, behind([1, 2, 0, 0, 0xd4, 0x00, 0x00, 0x01], IPV4)],
  ['ATM, LLC', 100, behind([...SNAP, 0x08, 0x00], IPV4)],
  ['classical IP over ATM', 106, IPV4],
  ['SunATM, LLC', 123, behind([0x02, 0, 0, 0x20, ...SNAP, 0x08, 0x00], IPV4)],
  ['SunATM, LAN emulation, IPv6', 123, behind([0x01, 0, 0, 0x20, 0, 0], ETHERNET_IPV6)],
  ['IP over FireWire', 138, behind([...zeros(16), 0x08, 0x00], IPV4)],
  ['IP over Fibre Channel', 122, behind([...zeros(16), ...SNAP, 0x08, 0x00], IPV4)],
  ['IP over InfiniBand, IPv6', 242, behind([...zeros(40), 0x86, 0xdd, 0, 0], IPV6)],
  ['EPON', 259, behind([0x55, 0x55, 0xd5, 0x55, 0x55, 0, 0, 0], ETHERNET)],
];

/** Ways to carry a segment behind what a capturing system puts in front. */
const BEHIND_NOTES: readonly Carrier[] = [
  ['PPI, Ethernet', 192, behind(ppi(1), ETHERNET)],
  ['PPI with a field, IEEE 802.11', 192, behind([...ppi(105, zeros(24)), ...WLAN], IPV4)],
  ['PKTAP, Ethernet', 258, behind(pktap(1), ETHERNET)],
  ['PKTAP of old, raw IPv6', 149, behind(pktap(12), IPV6)],
  ['NFLOG', 239, nflog(2, IPV4)],
  ['NFLOG, IPv6', 239, nflog(10, IPV6)],
  ['pflog', 117, behind(pflog(61, 2, 3), IPV4)],
  ['pflog of FreeBSD, IPv6', 117, behind(pflog(69, 28, 3), IPV6)],
  ['enc', 109, behind([...u32(2), ...zeros(8)], IPV4)],
  ['enc of a little-endian machine, IPv6', 109, behind([...u32le(24), ...zeros(8)], IPV6)],
  ['ipnet', 226, behind([1, 2, 0, 0, ...u32(IPV4.length), ...zeros(16)], IPV4)],
  ['ipnet, IPv6', 226, behind([1, 26, 0, 0, ...u32(IPV6.length), ...zeros(16)], IPV6)],
  ['ERF, Ethernet', 197, erf(2, [0, 0], ETHERNET)],
  ['ERF with two extensions', 197, erf(0x82, [0x83, ...zeros(7), 3, ...zeros(7), 0, 0], ETHERNET)],
  ['ERF, PPP', 197, erf(1, [0xff, 0x03, 0x00, 0x21], IPV4)],
  ['ERF, IPv6', 197, erf(23, [], IPV6)],
  ['Juniper, Ethernet', 178, behind(juniper(0), ETHERNET)],
  ['Juniper, an extension', 178, behind(juniper(0x80, [0, 3, 1, 1, 6]), ETHERNET)],
  ['Juniper, PPPoE port', 167, behind(juniper(0), ETHERNET)],
  ['Juniper, PPP', 179, behind(juniper(0, [0xff, 0x03, 0x00, 0x21]), IPV4)],
  ['Juniper, frame relay', 180, behind(juniper(0, [0x18, 0x41, 0x03, 0xcc]), IPV4)],
  ['Juniper, Cisco HDLC', 181, behind(juniper(0, [0x0f, 0x00, 0x08, 0x00]), IPV4)],
  ...[130, 131, 133, 135, 136, 137, 183].map<Carrier>((linkType) => [
    `Juniper ${linkType} without its link header`,
    linkType,
    behind(juniper(0x02, u32le(2)), IPV4),
  ]),
  ['Juniper without its link header, IPv6', 178, behind(juniper(0x02, u32le(6)), IPV6)],
  [
    'Linux cooked, version 1, an LLC frame',
    113,
    behind([0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0, 4, ...SNAP, 0x08, 0x00], IPV4),
  ],
  [
    'Linux cooked, version 1, radiotap',
    113,
    behind([0, 4, 0x03, 0x23, ...zeros(10), 0, 25, 0, 0, 8, 0, 0, 0, 0, 0, ...WLAN], IPV4),
  ],
  ['Wireshark, an exported packet', 252, behind([...tag(12, text('ip')), ...END_OF_TAGS], IPV4)],
  [
    'Wireshark, an exported frame',
    252,
    behind([...tag(12, text('eth_withoutfcs\0\0')), ...END_OF_TAGS], ETHERNET),
  ],
];

/** Name, link type and frame of the rare ways to carry a segment. */
export const LINK_CARRIERS: readonly Carrier[] = [
  ...ON_ETHERNET,
  ...ON_LINES,
  ...RADIO_CARRIERS,
  ...BEHIND_NOTES,
];
