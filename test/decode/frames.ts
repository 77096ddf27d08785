/** The same segment behind every header that is decoded, octet by octet. */
import { concat } from '../capture/craft-capture.js';

/** A TCP segment with two octets of payload. Source: RFC 9293 section 3.1. */
export const SEGMENT = Uint8Array.of(
  ...[0xc3, 0x50], // source port 50000
  ...[0x00, 0x50], // destination port 80
  ...[0x80, 0x00, 0x00, 0x01], // sequence number 2^31 + 1
  ...[0xff, 0xff, 0xff, 0xff], // acknowledgment number 2^32 - 1
  ...[0x60, 0x18], // data offset 6 words; PSH, ACK
  ...[0x20, 0x01], // window 8193
  ...[0x00, 0x00, 0x00, 0x00], // checksum, urgent pointer
  ...[0x01, 0x01, 0x01, 0x00], // options: NOP, NOP, NOP, end
  ...[0x68, 0x69], // payload "hi"
);

/** An IPv4 packet. Source: RFC 791 section 3.1. */
export const IPV4 = concat(
  Uint8Array.of(
    ...[0x46, 0x00], // version 4, header of 6 words; type of service
    ...[0x00, 0x32], // total length 50
    ...[0x12, 0x34], // identification
    ...[0x40, 0x00], // do not fragment
    ...[0x7e, 0x06], // time to live 126, TCP
    ...[0x00, 0x00], // checksum
    ...[0x0a, 0x00, 0x00, 0x01], // source 10.0.0.1
    ...[0xc0, 0xa8, 0xff, 0x02], // destination 192.168.255.2
    ...[0x01, 0x01, 0x01, 0x00], // options
  ),
  SEGMENT,
);

/** An IPv6 packet. Source: RFC 8200 section 3. */
export const IPV6 = concat(
  Uint8Array.of(
    ...[0x60, 0x00, 0x00, 0x00], // version 6, traffic class, flow label
    ...[0x00, 0x1a], // payload length 26
    ...[0x06, 0x40], // next header TCP, hop limit 64
    ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], // source
    ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], // destination
  ),
  SEGMENT,
);

/** An IPv6 packet with every extension header that is stepped over. Source: RFC 8200 section 4. */
export const IPV6_EXTENDED = concat(
  Uint8Array.of(
    ...[0x60, 0x00, 0x00, 0x00],
    ...[0x00, 0x4a], // payload length 74 = 48 of extension headers + 26
    ...[0x00, 0x40], // next header hop-by-hop, hop limit
    ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    ...[43, 0, 1, 4, 0, 0, 0, 0], // hop-by-hop → routing
    ...[44, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], // routing of 16 octets → fragment
    ...[60, 0, 0, 0, 0, 0, 0, 9], // a fragment header of a whole packet → destination options
    ...[135, 0, 1, 4, 0, 0, 0, 0], // destination options → mobility
    ...[6, 0, 0, 0, 0, 0, 0, 0], // mobility → TCP
  ),
  SEGMENT,
);

/** Destination and source of an Ethernet frame. Source: IEEE 802.3 clause 3. */
export const ADDRESSES = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];

/** A packet behind a header. */
export const behind = (header: readonly number[], packet: Uint8Array) =>
  concat(Uint8Array.from(header), packet);

/** Name, link type and frame of a way to carry a segment. */
export type Carrier = readonly [name: string, linkType: number, frame: Uint8Array];

/** The common ways to carry a segment; the rare ones are in `link-frames.ts`. */
export const CARRIERS: readonly Carrier[] = [
  ['Ethernet, IPv4', 1, behind([...ADDRESSES, 0x08, 0x00], IPV4)],
  ['Ethernet, IPv6', 1, behind([...ADDRESSES, 0x86, 0xdd], IPV6)],
  ['Ethernet, IPv6 with extension headers', 1, behind([...ADDRESSES, 0x86, 0xdd], IPV6_EXTENDED)],
  [
    'Ethernet, a VLAN tag, IPv4',
    1,
    behind([...ADDRESSES, ...[0x81, 0x00, 0x00, 0x07], ...[0x08, 0x00]], IPV4), // IEEE 802.1Q clause 9
  ],
  [
    'Ethernet, QinQ, IPv6',
    1,
    behind([...ADDRESSES, ...[0x88, 0xa8, 0x00, 0x64], ...[0x81, 0x00, 0x00, 0x07], ...[0x86, 0xdd]], IPV6),
  ],
  ['Ethernet, QinQ of old, IPv4', 1, behind([...ADDRESSES, 0x91, 0x00, 0x00, 0x64, 0x08, 0x00], IPV4)],
  ['null, AF_INET, least significant octet first', 0, behind([2, 0, 0, 0], IPV4)],
  ['null, AF_INET of a big-endian machine', 0, behind([0, 0, 0, 2], IPV4)],
  ['null, AF_INET6 of macOS', 0, behind([30, 0, 0, 0], IPV6)],
  ['null, AF_INET6 of FreeBSD', 0, behind([28, 0, 0, 0], IPV6)],
  ['null, AF_INET6 of Windows', 0, behind([23, 0, 0, 0], IPV6)],
  ['loop, AF_INET6 of OpenBSD', 108, behind([0, 0, 0, 24], IPV6)],
  ['raw IP, version 4', 101, IPV4],
  ['raw IP, version 6', 101, IPV6],
  ['raw IP as 12', 12, IPV4],
  ['raw IP as 14', 14, IPV6],
  ['IPv4 alone', 228, IPV4],
  ['IPv6 alone', 229, IPV6],
  [
    'Linux cooked, version 1',
    113,
    behind(
      [
        ...[0x00, 0x04], // sent by us
        ...[0x00, 0x01], // ARPHRD_ETHER
        ...[0x00, 0x06], // length of the address
        ...[2, 0, 0, 0, 0, 1, 0, 0], // address
        ...[0x08, 0x00], // protocol
      ],
      IPV4,
    ),
  ],
  [
    'Linux cooked, version 2',
    276,
    behind(
      [
        ...[0x86, 0xdd], // protocol
        ...[0, 0], // reserved
        ...[0, 0, 0, 3], // interface
        ...[0x00, 0x01], // ARPHRD_ETHER
        ...[0, 6], // to us; length of the address
        ...[2, 0, 0, 0, 0, 1, 0, 0], // address
      ],
      IPV6,
    ),
  ],
  [
    'Linux cooked, version 1, a VLAN tag',
    113,
    behind([0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0x81, 0x00, 0x00, 0x07, 0x08, 0x00], IPV4),
  ],
];
