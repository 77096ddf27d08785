import type { Names } from './fields.js';

/** EtherTypes. Source: IANA "IEEE 802 Numbers". */
export const ETHERTYPE_NAMES: Names = new Map([
  [0x0800, 'IPv4'],
  [0x0806, 'ARP'],
  [0x6558, 'Ethernet'],
  [0x8035, 'RARP'],
  [0x8100, '802.1Q'],
  [0x86dd, 'IPv6'],
  [0x8808, 'Ethernet flow control'],
  [0x8809, 'slow protocols'],
  [0x880b, 'PPP'],
  [0x8847, 'MPLS'],
  [0x8848, 'MPLS, multicast'],
  [0x8863, 'PPPoE discovery'],
  [0x8864, 'PPPoE session'],
  [0x88a8, '802.1ad'],
  [0x88be, 'ERSPAN'],
  [0x88cc, 'LLDP'],
  [0x88e7, '802.1ah'],
  [0x8903, 'FabricPath'],
  [0x9100, 'QinQ'],
]);

/** IP protocols. Source: IANA "Protocol Numbers". */
export const IP_PROTOCOL_NAMES: Names = new Map([
  [0, 'IPv6 hop-by-hop options'],
  [1, 'ICMP'],
  [2, 'IGMP'],
  [4, 'IPv4'],
  [6, 'TCP'],
  [17, 'UDP'],
  [41, 'IPv6'],
  [43, 'IPv6 routing'],
  [44, 'IPv6 fragment'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [58, 'ICMPv6'],
  [59, 'nothing'],
  [60, 'IPv6 destination options'],
  [88, 'EIGRP'],
  [89, 'OSPF'],
  [103, 'PIM'],
  [112, 'VRRP'],
  [115, 'L2TP'],
  [132, 'SCTP'],
  [135, 'IPv6 mobility'],
  [136, 'UDP-Lite'],
  [139, 'HIP'],
  [140, 'Shim6'],
]);

/** Codes of explicit congestion notification. Source: RFC 3168 section 5. */
export const ECN_NAMES: Names = new Map([
  [0, 'not ECN-capable'],
  [1, 'ECT(1)'],
  [2, 'ECT(0)'],
  [3, 'congestion experienced'],
]);

/** ARPHRD numbers. Source: IANA "ARP Parameters", Linux if_arp.h. */
export const HARDWARE_NAMES: Names = new Map([
  [1, 'Ethernet'],
  [6, 'IEEE 802'],
  [512, 'PPP'],
  [768, 'IPv4 tunnel'],
  [769, 'IPv6 tunnel'],
  [772, 'loopback'],
  [776, 'SIT tunnel'],
  [778, 'GRE'],
  [65534, 'none'],
]);
