import { describe, expect, test } from 'vitest';
import { concat } from '../capture/craft-capture.js';
import { latin1 } from '../craft/craft.js';
import { decode } from './decode.js';
import { ADDRESSES, behind, IPV4, IPV6, SEGMENT } from './frames.js';

const zeros = (length: number) => Array.from({ length }, () => 0);
const tag = (number: number, value: readonly number[]) => [0, number, 0, value.length, ...value];
const END_OF_TAGS = [0, 0, 0, 0];
const SNAP = [0xaa, 0xaa, 0x03, 0, 0, 0, 0x08, 0x00];
const pktap = (length: number, kind: number, linkType: number) => [
  ...[length, 0, 0, 0],
  ...[kind, 0, 0, 0],
  ...[linkType, 0, 0, 0],
  ...zeros(96),
];

describe('A frame without a segment', () => {
  test.each<[string, number, readonly number[], readonly string[]]>([
    ['PPI of a link type that is not decoded', 192, [0, 0, 8, 0, 147, 0, 0, 0], ['link-type-unsupported']],
    ['PPI shorter than itself', 192, [0, 0, 7, 0, 1, 0, 0, 0], ['link-header-invalid']],
    ['PPI longer than the frame', 192, [0, 0, 0, 9, 1, 0, 0, 0], ['frame-cut-in-link-header']],
    ['PKTAP of a link type that is not decoded', 258, pktap(108, 1, 147), ['link-type-unsupported']],
    ['PKTAP without a packet', 258, pktap(108, 0, 12), []],
    ['PKTAP shorter than itself', 258, pktap(11, 1, 12), ['link-header-invalid']],
    ['another use of LINKTYPE_USER2', 149, [...zeros(3), 1, ...zeros(12)], ['frame-cut-in-link-header']],
    ['NFLOG of bridges', 239, [7, 0, 0, 0, 54, 0, 9, 0], []],
    ['NFLOG with an attribute shorter than itself', 239, [2, 0, 0, 0, 3, 0, 1, 0], ['link-header-invalid']],
    [
      'NFLOG with an attribute longer than the frame',
      239,
      [2, 0, 0, 0, 0, 9, 1, 0],
      ['frame-cut-in-link-header'],
    ],
    ['NFLOG without a packet', 239, [2, 0, 0, 0, 58, 0, 1, 0, 0, 0, 0, 0], ['frame-cut-in-link-header']],
    ['pflog shorter than itself', 117, [3, 2, 0, 0], ['link-header-invalid']],
    ['pflog of another family', 117, [61, 7, ...zeros(62)], []],
    ['enc of another family', 109, [0, 0, 0, 7, ...zeros(8)], []],
    ['ipnet of another family', 226, [1, 7, ...zeros(22)], []],
    ['ERF of ATM', 197, [...zeros(8), 4, ...zeros(7)], ['link-type-unsupported']],
    ['Juniper without its mark', 178, [0x4d, 0x47, 0x44, 0x00], ['link-header-invalid']],
    [
      'Juniper whose extension reaches beyond the frame',
      178,
      [0x4d, 0x47, 0x43, 0x80, 0x01, 0x00],
      ['frame-cut-in-link-header'],
    ],
    ['Juniper with an unknown cookie', 137, [0x4d, 0x47, 0x43, 0x00], ['link-type-unsupported']],
    ['Juniper with a protocol of its own', 137, [0x4d, 0x47, 0x43, 0x02, 9, 0, 0, 0], []],
    ['a frame of FDDI itself', 10, [0xc3, ...ADDRESSES], []],
    ['a frame of token ring itself', 6, [0x10, 0x00, ...ADDRESSES], []],
    ['a token ring route longer than the frame', 6, [0x10, 0x40, ...ADDRESSES.with(6, 0x82), 0x1f, 0], []],
    ['ARCNET of Novell', 7, [1, 2, 0xfa, 0, 0, 1], []],
    ['the first part of an ARCNET packet', 7, [1, 2, 0xd4, 3, 0, 1], ['link-fragment']],
    ['a later part of an ARCNET packet', 129, [1, 2, 0, 0, 0xd4, 2, 0, 1], ['link-fragment']],
    ['signalling of ATM', 123, [0x06, 0, 0, 5], []],
    ['Linux cooked, Novell', 113, [...zeros(15), 0x01], []],
    ['Linux cooked, netlink', 276, [0, 4, ...zeros(6), 0x03, 0x38, ...zeros(10)], []],
    ['Wireshark, a message', 252, [...tag(12, [...latin1('http')]), ...END_OF_TAGS], []],
    [
      'Wireshark, a name that only begins like one',
      252,
      [...tag(12, [...latin1('ipx\0')]), ...END_OF_TAGS],
      [],
    ],
    [
      'Wireshark, TCP without addresses',
      252,
      [...tag(12, [...latin1('tcp\0')]), ...END_OF_TAGS],
      ['link-header-invalid'],
    ],
    ['Wireshark, tags that do not end', 252, [0, 12, 0xff, 0xff], ['frame-cut-in-link-header']],
  ])('%s', (_, linkType, header, problems) => {
    const decoded = decode(linkType, behind(header, IPV4));
    expect([decoded.isSegment, decoded.problems]).toEqual([false, problems]);
  });

  test('of ERF whose extensions do not end is cut', () => {
    const frame = new Uint8Array(100).fill(0x82);
    expect(decode(197, frame).problems).toEqual(['frame-cut-in-link-header']);
  });

  test('of PPI inside PPI without end has too many layers', () => {
    const header = Array.from({ length: 17 }, () => [0, 0, 8, 0, 192, 0, 0, 0]).flat();
    expect(decode(192, behind(header, IPV4)).problems).toEqual(['too-many-layers']);
  });
});

describe('NFLOG', () => {
  test('of a big-endian machine is read as well', () => {
    const header = [2, 0, 0, 0, ...[0, 8, 0, 1, 0, 0, 0, 0], ...[0, 4 + IPV4.length, 0, 9]];
    expect(decode(239, behind(header, IPV4))).toMatchObject({ isSegment: true, problems: [] });
  });

  test('ends the packet with its attribute', () => {
    const header = [2, 0, 0, 0, 4 + IPV4.length - 1, 0, 9, 0];
    const { packet, problems } = decode(239, behind(header, IPV4));
    expect([packet.payloadLength, problems]).toEqual([1, ['ip-length-beyond-frame']]);
  });
});

describe('A segment that Wireshark exported', () => {
  const name = tag(12, [...latin1('tcp\0')]);

  test('has its addresses in the tags', () => {
    const header = [...name, ...tag(20, [10, 0, 0, 1]), ...tag(21, [10, 0, 0, 2]), ...END_OF_TAGS];
    const { isSegment, packet, problems } = decode(252, behind(header, SEGMENT));
    expect([isSegment, problems, packet.ipVersion]).toEqual([true, [], 4]);
    expect([...packet.bytes.subarray(packet.sourceAt, packet.sourceAt + 4)]).toEqual([10, 0, 0, 1]);
    expect([...packet.bytes.subarray(packet.destinationAt, packet.destinationAt + 4)]).toEqual([10, 0, 0, 2]);
    expect([packet.sourcePort, packet.destinationPort, packet.payloadLength]).toEqual([50000, 80, 2]);
  });

  test('has those of IPv6 there too', () => {
    const [source, destination] = [IPV6.subarray(8, 24), IPV6.subarray(24, 40)];
    const header = [...name, ...tag(22, [...source]), ...tag(23, [...destination]), ...END_OF_TAGS];
    const { isSegment, packet } = decode(252, behind(header, SEGMENT));
    expect([isSegment, packet.ipVersion]).toEqual([true, 6]);
    expect(packet.bytes.subarray(packet.sourceAt, packet.sourceAt + 16)).toEqual(source);
  });

  test('with a source of IPv4 and a destination of IPv6 has none', () => {
    const header = [...name, ...tag(20, [10, 0, 0, 1]), ...tag(23, zeros(16)), ...END_OF_TAGS];
    expect(decode(252, behind(header, SEGMENT)).problems).toEqual(['link-header-invalid']);
  });
});

test('Token ring without a route has its LLC header at once', () => {
  const frame = concat(Uint8Array.from([0x10, 0x40, ...ADDRESSES, ...SNAP]), IPV4);
  expect(decode(6, frame).isSegment).toBe(true);
});
