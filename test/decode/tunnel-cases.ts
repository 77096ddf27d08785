/**
 * The same segment in every tunnel over IP and UDP, and their innocent neighbours. Each case was seen in tshark 4.0.17, and
 * `test/tools/tunnels.test.ts` looks again.
 */
import type { ProblemCode } from '../../src/decode/problem.js';
import { concat } from '../capture/craft-capture.js';
import { address, ethernetFrame, ipv4Packet, ipv6Packet } from '../craft/headers.js';
import * as craft from '../craft/tunnels.js';
import { IPV4, IPV6, SEGMENT } from './frames.js';

/** What comes out of a frame. */
export interface TunnelCase {
  readonly name: string;
  readonly frame: Uint8Array;
  /** IP version of the innermost packet, or of the outer one where a segment has none of its own; null for no segment. */
  readonly segment: 4 | 6 | 'outer' | null;
  readonly problems: readonly ProblemCode[];
}

const { gre, hex, udp, vxlan } = craft;
const ETHERNET4 = ethernetFrame(0x0800, IPV4);
const ETHERNET6 = ethernetFrame(0x86dd, IPV6);
const OUTER4 = { source: address(4, 101), destination: address(4, 102) };
const OUTER6 = { source: address(6, 101), destination: address(6, 102) };

/** `IPV4` without options. */
const PLAIN4 = ipv4Packet({ source: IPV4.subarray(12, 16), destination: IPV4.subarray(16, 20) }, SEGMENT);

/** An Ethernet frame of IPv4 with a payload of this protocol. */
const over4 = (protocol: number, payload: Uint8Array) =>
  ethernetFrame(0x0800, ipv4Packet({ ...OUTER4, protocol }, payload));
const over6 = (protocol: number, payload: Uint8Array) =>
  ethernetFrame(0x86dd, ipv6Packet({ ...OUTER6, protocol }, payload));
const overUdp = (port: number, payload: Uint8Array) => over4(17, udp([50123, port], payload));
const overUdpFrom = (port: number, payload: Uint8Array) => over4(17, udp([port, 50123], payload));
const overPorts = (ports: readonly [number, number], payload: Uint8Array) => over4(17, udp(ports, payload));
const greIpv4 = (flags: number, optional: string) => over4(47, gre(0x0800, IPV4, flags, optional));
const gtpWith = (fields: craft.GtpFields) => overUdp(2152, craft.gtp(IPV4, fields));

type Row = readonly [name: string, frame: Uint8Array];

const segments4: readonly Row[] = [
  ['IPv4 in IPv4', over4(4, IPV4)],
  ['IPv4 in IPv6', over6(4, IPV4)],
  ['Ethernet in IPv4', over4(143, ETHERNET4)],
  ['Ethernet in IPv6', over6(143, ETHERNET4)],
  ['EtherIP', over4(97, concat(hex('3000'), ETHERNET4))],
  ['EtherIP of a version that does not exist', over4(97, concat(hex('0300'), ETHERNET4))],
  ['IPv4 in AH', over4(51, craft.authenticationHeader(4, IPV4))],
  ['a PIM register', over4(103, concat(hex('2100 0000 00000000'), IPV4))],
  ['a PIM null register with a whole packet', over4(103, concat(hex('2100 0000 40000000'), IPV4))],

  ['GRE', over4(47, gre(0x0800, IPV4))],
  ['GRE over IPv6', over6(47, gre(0x0800, IPV4))],
  ['GRE with a checksum', greIpv4(0x8000, '00000000')],
  ['GRE with routing and an empty route', greIpv4(0x4000, '00000000 00000000')],
  ['GRE with a route of one address', greIpv4(0x4000, '00000000 08000404 c0000201 00000000')],
  ['GRE with a route entry that has no length', greIpv4(0x4000, '00000000 08000400 00000000')],
  ['GRE with a key', greIpv4(0x2000, '00000007')],
  ['GRE with a sequence number', greIpv4(0x1000, '00000001')],
  ['GRE with everything', greIpv4(0xf000, '00000000 00000007 00000001 00000000')],
  ['GRE of version 5', greIpv4(0x0005, '')],
  ['GRE with reserved flags', greIpv4(0x0f78, '')],
  ['an Ethernet bridge in GRE', over4(47, gre(0x6558, ETHERNET4))],
  ['NVGRE', over4(47, gre(0x6558, ETHERNET4, 0x2000, '00000701'))],
  ['EoIP', over4(47, gre(0x6400, ETHERNET4, 0x2001, '42000700'))],
  ['WCCP in GRE', over4(47, gre(0x883e, IPV4))],
  ['WCCP version 2 in GRE', over4(47, gre(0x883e, IPV4, 0, '00010203'))],
  ['a network service header in GRE', over4(47, gre(0x894f, craft.nsh(1, IPV4)))],
  ['ERSPAN type I', over4(47, gre(0x88be, ETHERNET4))],
  ['ERSPAN type I with a key', over4(47, gre(0x88be, ETHERNET4, 0x2000, '00000007'))],
  ['ERSPAN type II', over4(47, gre(0x88be, craft.erspanTypeII(ETHERNET4), 0x1000, '00000001'))],
  ['ERSPAN type III', over4(47, gre(0x22eb, craft.erspanTypeIII(ETHERNET4), 0x1000, '00000001'))],
  ['ERSPAN type III without a sequence number', over4(47, gre(0x22eb, craft.erspanTypeIII(ETHERNET4)))],
  [
    'ERSPAN type III with the sub-header of a platform',
    over4(47, gre(0x22eb, craft.erspanTypeIII(ETHERNET4, 1, '0c000000 00000000'), 0x1000, '00000001')),
  ],
  ['ERSPAN type III as 0x88be', over4(47, gre(0x88be, craft.erspanTypeIII(ETHERNET4), 0x1000, '00000001'))],
  ['GRE over UDP', overUdp(4754, gre(0x0800, IPV4))],

  ['VXLAN', overUdp(4789, vxlan(ETHERNET4))],
  ['VXLAN over IPv6', over6(17, udp([50123, 4789], vxlan(ETHERNET4)))],
  ['VXLAN in AH', over4(51, craft.authenticationHeader(17, udp([50123, 4789], vxlan(ETHERNET4))))],
  ['VXLAN from its port', overUdpFrom(4789, vxlan(ETHERNET4))],
  ['VXLAN without its flag', overUdp(4789, vxlan(ETHERNET4, 7, '00'))],
  ['VXLAN with every flag', overUdp(4789, vxlan(ETHERNET4, 7, 'ff'))],
  ['VXLAN to a port above that belongs to DNS', overPorts([5353, 4789], vxlan(ETHERNET4))],
  ['VXLAN from port 0', overPorts([0, 4789], vxlan(ETHERNET4))],
  ['VXLAN with a VLAN tag', overUdp(4789, vxlan(ethernetFrame(0x0800, IPV4, [9])))],
  [
    'VXLAN in ERSPAN',
    over4(47, gre(0x88be, craft.erspanTypeII(overUdp(4789, vxlan(ETHERNET4))), 0x1000, '00000001')),
  ],
  ['VXLAN-GPE with IPv4', overUdp(4790, craft.vxlanGpe(1, IPV4))],
  ['VXLAN-GPE with Ethernet', overUdp(4790, craft.vxlanGpe(3, ETHERNET4))],
  ['VXLAN-GPE with a service header', overUdp(4790, craft.vxlanGpe(4, craft.nsh(3, ETHERNET4)))],
  ['two service headers', overUdp(4790, craft.vxlanGpe(4, craft.nsh(4, craft.nsh(1, IPV4))))],
  [
    'a service header that says less than its metadata',
    overUdp(4790, craft.vxlanGpe(4, craft.nsh(1, concat(new Uint8Array(12), IPV4), 1, 3))),
  ],
  ['a service header without a length', overUdp(4790, craft.vxlanGpe(4, craft.nsh(1, IPV4, 2, 0)))],
  ['a short service header', overUdp(4790, craft.vxlanGpe(4, craft.nsh(1, IPV4, 2, 2)))],
  ['a service header behind Ethernet', ethernetFrame(0x894f, craft.nsh(1, IPV4))],
  ['GENEVE with Ethernet', overUdp(6081, craft.geneve(0x6558, ETHERNET4))],
  ['GENEVE with IPv4', overUdp(6081, craft.geneve(0x0800, IPV4))],
  ['GENEVE with options', overUdp(6081, craft.geneve(0x6558, ETHERNET4, '01020301 00000000'))],
  ['GENEVE of version 3', overUdp(6081, craft.geneve(0x6558, ETHERNET4, '', 0xc0))],
  ['GENEVE with a VLAN tag', overUdp(6081, craft.geneve(0x8100, concat(hex('00070800'), IPV4)))],

  ['GTP', overUdp(2152, craft.gtp(IPV4))],
  ['GTP from its port', overUdpFrom(2152, craft.gtp(IPV4))],
  ['GTP on the port of control', overUdp(2123, craft.gtp(IPV4))],
  ['GTP with a sequence number', gtpWith({ flags: 0x32, optional: '00010000' })],
  ['GTP with an N-PDU number', gtpWith({ flags: 0x31, optional: '00010000' })],
  ['GTP with no extension', gtpWith({ flags: 0x34, optional: '00010000' })],
  ['GTP with an extension', gtpWith({ flags: 0x34, optional: '00000085 01000100' })],
  ['GTP with two extensions', gtpWith({ flags: 0x34, optional: '00000085 010001c0 0200000000000000' })],
  ['GTP with an extension that no flag announces', gtpWith({ flags: 0x32, optional: '00010085' })],
  ['GTP with a spare bit', gtpWith({ flags: 0x38 })],
  ['GTP that is longer than the datagram', gtpWith({ length: 900 })],
  ['GTP with octets behind it', overUdp(2152, concat(craft.gtp(IPV4), hex('010203')))],
  ['GTP with Ethernet', overUdp(2152, craft.gtp(ETHERNET4))],
  ['GTP of version 0', overUdp(3386, craft.gtpVersion0(IPV4))],
  ['GTP of version 0 on the port of version 1', overUdp(2152, craft.gtpVersion0(IPV4))],
  ['LISP', overUdp(4341, craft.lisp(IPV4))],
  ['CAPWAP', overUdp(5247, craft.capwap(ETHERNET4))],
  [
    'CAPWAP with a radio address',
    overUdp(5247, craft.capwap(concat(hex('0602000000000100'), ETHERNET4), 0x10, 0, 0, 4)),
  ],
  ['CAPWAP in the only fragment', overUdp(5247, craft.capwap(ETHERNET4, 0xc0))],
  ['TZSP', overUdp(37008, craft.tzsp(1, ETHERNET4))],
  ['TZSP with tags', overUdp(37008, craft.tzsp(1, ETHERNET4, '00 0a01c4 0b0103 01'))],
  ['TZSP with raw IP', overUdp(37008, craft.tzsp(7, IPV4))],
  ['AYIYA', overUdp(5072, concat(hex('11000104 00000000 0000'), IPV4))],
  ['AYIYA with a signature', overUdp(5072, concat(hex('11100104 00000000 0000 00000000'), IPV4))],
  ['mobile IP', overUdp(434, concat(hex('04040000'), IPV4))],
  ['automatic multicast tunneling', overUdp(2268, concat(hex('0600'), IPV4))],
  ["Juniper's mirror", overUdp(30030, concat(hex('0000000100000002'), PLAIN4))],
  ['UDP that is longer than the packet', over4(17, udp([50123, 4789], vxlan(ETHERNET4), 900))],
  ['a trailer behind the outer packet', concat(overUdp(4789, vxlan(ETHERNET4)), new Uint8Array(20))],
  ['a trailer behind the inner packet', overUdp(4789, vxlan(concat(ETHERNET4, new Uint8Array(20))))],
];

const segments6: readonly Row[] = [
  ['IPv6 in IPv4', over4(41, IPV6)],
  ['IPv6 in IPv6', over6(41, IPV6)],
  ['IPv6 where IPv4 is announced', over4(4, IPV6)],
  ['IPv6 behind the EtherType of IPv4', ethernetFrame(0x0800, IPV6)],
  ['a PIM register of IPv6', over4(103, concat(hex('2100 0000 00000000'), IPV6))],
  ['IPv6 in GRE', over4(47, gre(0x86dd, IPV6))],
  ['IPv6 in GRE as IPv4', over4(47, gre(0x0800, IPV6))],
  ['VXLAN with IPv6', overUdp(4789, vxlan(ETHERNET6))],
  ['VXLAN-GPE with IPv6', overUdp(4790, craft.vxlanGpe(2, IPV6))],
  ['a service header with IPv6', overUdp(4790, craft.vxlanGpe(4, craft.nsh(2, IPV6)))],
  ['GENEVE with IPv6', overUdp(6081, craft.geneve(0x86dd, IPV6))],
  ['GTP with IPv6', overUdp(2152, craft.gtp(IPV6))],
  ['Teredo', overUdp(3544, IPV6)],
  ['Teredo from its port', overUdpFrom(3544, IPV6)],
  [
    'Teredo with authentication',
    overUdp(3544, concat(hex('00010403 69646964 617574 0000000000000000 00'), IPV6)),
  ],
  ['Teredo with its origin', overUdp(3544, concat(hex('0000 0102 03040506'), IPV6))],
  [
    'Teredo with authentication and origin',
    overUdp(3544, concat(hex('00010000 0000000000000000 00 0000 0102 03040506'), IPV6)),
  ],
  ['Teredo with a trailer', overUdp(3544, concat(IPV6, hex('04040000000a')))],
  ['LISP with IPv6', overUdp(4341, craft.lisp(IPV6))],
  ['AYIYA with IPv6', overUdp(5072, concat(hex('11000129 00000000 0000'), IPV6))],
  ["Juniper's mirror of IPv6", overUdp(30030, concat(hex('0000000100000002'), IPV6))],
];

const segmentsOfOuter: readonly Row[] = [
  ['AH', over4(51, craft.authenticationHeader(6, SEGMENT))],
  ['AH with a check value of 32 octets', over4(51, craft.authenticationHeader(6, SEGMENT, 9))],
  ['AH without a check value', over4(51, craft.authenticationHeader(6, SEGMENT, 0))],
  ['AH in AH', over4(51, craft.authenticationHeader(51, craft.authenticationHeader(6, SEGMENT)))],
  ['AYIYA with a segment', overUdp(5072, concat(hex('11000106 00000000 0000'), SEGMENT))],
];

const notDecoded: readonly Row[] = [
  ['ESP', over4(50, concat(hex('00000001 00000001'), SEGMENT))],
  ['ESP over UDP', overUdp(4500, concat(hex('00000001 00000001'), SEGMENT))],
  ['AH with ESP', over4(51, craft.authenticationHeader(50, SEGMENT))],
  ['IPComp', over4(108, concat(hex('06000002'), SEGMENT))],
  ['L2TPv3 over UDP', overUdp(1701, concat(hex('0003 0000 00000007'), ETHERNET4))],
  ['L2TPv3 over IP', over4(115, concat(hex('00000007'), ETHERNET4))],
  ['VXLAN on the old port of Linux', overUdp(8472, vxlan(ETHERNET4))],
  [
    'ERSPAN type III with something else than Ethernet',
    over4(47, gre(0x22eb, craft.erspanTypeIII(IPV4, 0x0800))),
  ],
  ['CAPWAP under DTLS', overUdp(5247, craft.capwap(ETHERNET4, 0, 1))],
  ['CAPWAP in fragments', overUdp(5247, craft.capwap(ETHERNET4, 0x80))],
  ['the last fragment of CAPWAP', overUdp(5247, craft.capwap(ETHERNET4, 0xc0, 0, 64))],
];

const invalid: readonly Row[] = [
  ['GTP with an extension of no length', gtpWith({ flags: 0x34, optional: '00000085 00000100' })],
];

const cut: readonly Row[] = [
  [
    'GENEVE whose options are longer than the datagram',
    overUdp(6081, concat(hex('3f006558 00000700'), ETHERNET4)),
  ],
  ['L2TP whose padding is longer than the datagram', overUdp(1701, concat(hex('0202 0001 0002 ffff'), IPV4))],
  ['GTP of length 0', gtpWith({ flags: 0x34, optional: '00000085 01000100', length: 0 })],
  ['a GRE route without an end', greIpv4(0x4000, '00000000 080004ff')],
  ['TZSP whose tags have no end', overUdp(37008, craft.tzsp(1, new Uint8Array(0), '00000000'))],
];

const noTunnel: readonly Row[] = [
  ['DNS from the port of VXLAN', overPorts([4789, 53], vxlan(ETHERNET4))],
  ['DNS to the port of VXLAN', overPorts([53, 4789], vxlan(ETHERNET4))],
  ['UDP on other ports', overPorts([50123, 50124], vxlan(ETHERNET4))],
  ['UDP on the old port of Linux that is no VXLAN', overUdp(8472, IPV4)],
  ['UDP with a length of 7', over4(17, udp([50123, 4789], vxlan(ETHERNET4), 7))],
  ['a port next to that of GRE', overUdp(4755, gre(0x0800, IPV4))],
  ['the key exchange of ESP', overUdp(4500, concat(hex('00000000'), IPV4))],
  ['a keepalive of ESP', overUdp(4500, hex('ff'))],
  ['a keepalive of GRE', over4(47, gre(0, new Uint8Array(0)))],
  ['GRE without a packet', over4(47, gre(0x0800, new Uint8Array(0)))],
  ['an acknowledgment of PPTP', over4(47, gre(0x880b, new Uint8Array(0), 0x2081, '00000001 00000006'))],
  ['a VLAN tag in GRE, which Wireshark does not read', over4(47, gre(0x8100, concat(hex('00070800'), IPV4)))],
  [
    'ERSPAN of version 3',
    over4(47, gre(0x88be, concat(hex('3007000000000000'), ETHERNET4), 0x1000, '00000001')),
  ],
  ['VXLAN-GPE with something else', overUdp(4790, craft.vxlanGpe(6, ETHERNET4))],
  ['a service header with something else', overUdp(4790, craft.vxlanGpe(4, craft.nsh(6, IPV4)))],
  ['GENEVE with something else', overUdp(6081, craft.geneve(0, ETHERNET4))],
  ['a GTP echo', gtpWith({ type: 1 })],
  ["GTP', which carries no packets", gtpWith({ flags: 0x20 })],
  ['GTP of version 2', gtpWith({ flags: 0x50 })],
  ['GTP without a packet', overUdp(2152, craft.gtp(new Uint8Array(0)))],
  ['Teredo with IPv4', overUdp(3544, IPV4)],
  [
    'Teredo with its origin first',
    overUdp(3544, concat(hex('0000 0102 03040506 00010000 0000000000000000 00'), IPV6)),
  ],
  ['L2TP control', overUdp(1701, hex('c802 000c 0001 0000 0000 0000'))],
  ['L2F', overUdp(1701, concat(hex('0001 0001 0002'), craft.pppIpv4(IPV4)))],
  ['L2TPv3 control', over4(115, hex('00000000 c803 000c 0000 0001 0000 0000'))],
  ['LISP with Ethernet', overUdp(4341, craft.lisp(ETHERNET4))],
  ['LISP control', overUdp(4342, craft.lisp(IPV4))],
  ['a CAPWAP keepalive', overUdp(5247, craft.capwap(ETHERNET4, 0x08))],
  ['CAPWAP with a header of one word', overUdp(5247, craft.capwap(ETHERNET4, 0, 0, 0, 1))],
  ['CAPWAP control', overUdp(5246, craft.capwap(ETHERNET4))],
  ['a PIM hello', over4(103, concat(hex('2000 0000 00000000'), IPV4))],
  ['PIM of version 1', over4(103, concat(hex('1100 0000 00000000'), IPV4))],
  ['a PIM register of something else', over4(103, concat(hex('2100 0000 00000000 00'), IPV4))],
  ['a TZSP keepalive', overUdp(37008, craft.tzsp(1, ETHERNET4, '01', 4))],
  ['AYIYA that is not forwarded', overUdp(5072, concat(hex('11000204 00000000 0000'), IPV4))],
  ['a registration of mobile IP', overUdp(434, concat(hex('01040000'), IPV4))],
  ['a query of multicast tunneling', overUdp(2268, concat(hex('0400'), IPV4))],
  ["Juniper's mirror of a packet with options", overUdp(30030, concat(hex('0000000100000002'), IPV4))],
  ['IP version 5 in a mirror', overUdp(30030, concat(hex('0000000100000002 55'), IPV4))],
  ['minimal encapsulation', over4(55, concat(hex('06000000 0a000009'), SEGMENT))],
];

/** Tunnels whose inside is a layer of its own. */
const segmentsOfLayers: readonly Row[] = [
  ['PPTP', over4(47, gre(0x880b, craft.pppIpv4(IPV4), 0x3081, '00360001 00000005 00000006'))],
  [
    'PPTP without an acknowledgment',
    over4(47, gre(0x880b, craft.pppIpv4(IPV4), 0x3001, '00360001 00000005')),
  ],
  ['L2TP', overUdp(1701, concat(hex('0002 0001 0002'), craft.pppIpv4(IPV4)))],
  [
    'L2TP with everything',
    overUdp(1701, concat(hex('4a02 0048 0001 0002 0001 0001 0002 aaaa'), craft.pppIpv4(IPV4))),
  ],
  ['PPP in TZSP', overUdp(37008, craft.tzsp(4, craft.pppIpv4(IPV4)))],
  ['MPLS in IP', over4(137, craft.mpls(IPV4))],
  ['MPLS in GRE', over4(47, gre(0x8847, craft.mpls(IPV4)))],
  ['MPLS over UDP', overUdp(6635, craft.mpls(IPV4))],
  ['MPLS in VXLAN-GPE', overUdp(4790, craft.vxlanGpe(5, craft.mpls(IPV4)))],
  ['MPLS in GENEVE', overUdp(6081, craft.geneve(0x8847, craft.mpls(IPV4)))],
];

const cases = (
  rows: readonly Row[],
  segment: TunnelCase['segment'],
  problems: readonly ProblemCode[] = [],
): TunnelCase[] => rows.map(([name, frame]) => ({ name, frame, segment, problems }));

/** Every case. */
export const TUNNEL_CASES: readonly TunnelCase[] = [
  ...cases(segments4, 4),
  ...cases(segmentsOfLayers, 4),
  ...cases(segments6, 6),
  ...cases(segmentsOfOuter, 'outer'),
  ...cases(notDecoded, null, ['tunnel-not-decoded']),
  ...cases(invalid, null, ['tunnel-header-invalid']),
  ...cases(cut, null, ['tunnel-header-cut']),
  ...cases(noTunnel, null),
];
