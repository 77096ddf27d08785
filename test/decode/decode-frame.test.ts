import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layerOfLinkType } from '../../src/decode/layer.js';
import type { ProblemCode } from '../../src/decode/problem.js';
import { concat } from '../capture/craft-capture.js';
import { address, ethernetFrame, ipv4Packet, ipv6Packet, tcpHeader } from '../craft/headers.js';
import { decode, octetsAt } from './decode.js';
import { CARRIERS as COMMON_CARRIERS, SEGMENT } from './frames.js';
import { LINK_CARRIERS } from './link-frames.js';

const CARRIERS = [...COMMON_CARRIERS, ...LINK_CARRIERS];

const LINK_TYPES = Array.from({ length: 512 }, (_, linkType) => linkType).filter(
  (linkType) => layerOfLinkType(linkType) !== null,
);

describe('A segment is read', () => {
  test.each(CARRIERS)('behind %s', (name, linkType, frame) => {
    const { isSegment, packet, problems } = decode(linkType, frame);
    expect(isSegment).toBe(true);
    expect(problems).toEqual([]);
    const isIpv6 = /IPv6|INET6|version 6|as 14|version 2/.test(name);
    expect(packet.ipVersion).toBe(isIpv6 ? 6 : 4);
    const addressLength = isIpv6 ? 16 : 4;
    expect(octetsAt(packet, packet.sourceAt, addressLength)).toEqual(
      isIpv6 ? [...address(6, 1)] : [10, 0, 0, 1],
    );
    expect(octetsAt(packet, packet.destinationAt, addressLength)).toEqual(
      isIpv6 ? [...address(6, 2)] : [192, 168, 255, 2],
    );
    expect(packet.hopLimit).toBe(isIpv6 ? 64 : 126);
    expect([packet.sourcePort, packet.destinationPort]).toEqual([50000, 80]);
    expect(packet.sequence >>> 0).toBe(2 ** 31 + 1);
    expect(packet.acknowledgment >>> 0).toBe(2 ** 32 - 1);
    expect(packet.flags).toBe(0x18);
    expect(packet.window).toBe(8193);
    expect(octetsAt(packet, packet.payloadAt, packet.payloadLength)).toEqual([0x68, 0x69]);
    expect(packet.capturedPayloadLength).toBe(2);
  });

  test('on every link type that is decoded', () => {
    expect([...new Set(CARRIERS.map(([, linkType]) => linkType))].toSorted((a, b) => a - b)).toEqual(
      LINK_TYPES,
    );
  });
});

describe('A frame cut at any length', () => {
  test.each(CARRIERS)('is a segment or a counted problem, and never an error: %s', (_, linkType, frame) => {
    for (let length = 0; length < frame.length; length++) {
      const cut = decode(linkType, frame.subarray(0, length), frame.length);
      // Payload (2 octets), options (4), urgent pointer and checksum may be cut: the fields that count are there.
      expect(cut.isSegment).toBe(length >= frame.length - 10);
      const isHeaderCut = length < frame.length - 6;
      if (!cut.isSegment) expect(cut.problems).toHaveLength(1);
      else if (isHeaderCut) expect(cut.problems).toEqual(['payload-cut-by-snaplen', 'tcp-header-cut']);
      else expect(cut.problems).toEqual(['payload-cut-by-snaplen']);
      if (!cut.isSegment) continue;
      expect(cut.packet.payloadLength).toBe(2);
      expect(cut.packet.capturedPayloadLength).toBe(Math.max(0, length - (frame.length - 2)));
    }
  });

  test.each(CARRIERS)('is no segment of its own when nothing more was sent: %s', (_, linkType, frame) => {
    for (let length = 0; length < frame.length; length++) {
      const short = decode(linkType, frame.subarray(0, length));
      expect(short.problems.length).toBeGreaterThanOrEqual(1);
      expect(short.packet.capturedPayloadLength).toBe(short.packet.payloadLength);
    }
  });
});

describe('Random octets never make the decoder throw', () => {
  test.each(LINK_TYPES)('on link type %i', (linkType) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat({ max: 200 }), (frame, beyond) => {
        const { isSegment, packet } = decode(linkType, frame, frame.length + beyond);
        if (!isSegment) return;
        expect(packet.payloadLength).toBeGreaterThanOrEqual(packet.capturedPayloadLength);
        expect(packet.capturedPayloadLength).toBeGreaterThanOrEqual(0);
        expect(packet.at).toBeLessThanOrEqual(packet.end);
      }),
      { numRuns: 300 },
    );
  });

  test.each(CARRIERS)('in place of some octets of a good frame: %s', (_, linkType, frame) => {
    const changes = fc.array(fc.tuple(fc.nat({ max: frame.length - 1 }), fc.nat({ max: 255 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(changes, (changed) => {
        const mutated = Uint8Array.from(frame);
        for (const [at, octet] of changed) mutated[at] = octet;
        const { isSegment, packet } = decode(linkType, mutated);
        if (isSegment) expect(packet.payloadLength).toBeLessThanOrEqual(frame.length - 40);
      }),
      { numRuns: 200 },
    );
  });
});

const FIELDS = { source: address(4, 1), destination: address(4, 2) };
const FIELDS6 = { source: address(6, 1), destination: address(6, 2) };
const HI = Uint8Array.of(0x68, 0x69);
const TCP = concat(
  tcpHeader({ sourcePort: 50000, destinationPort: 80, sequence: 1, acknowledgment: 1, flags: 0x18 }),
  HI,
);
const PADDING = new Uint8Array(4);

const ipv4 = (length?: number, extra: { protocol?: number; fragment?: number } = {}) =>
  ethernetFrame(
    0x0800,
    ipv4Packet({ ...FIELDS, ...extra, ...(length === undefined ? {} : { length }) }, TCP),
  );
const ipv6 = (length?: number) =>
  ethernetFrame(0x86dd, ipv6Packet({ ...FIELDS6, ...(length === undefined ? {} : { length }) }, TCP));

describe('The length of the payload comes from the IP header', () => {
  test.each<[string, Uint8Array, number, ProblemCode[]]>([
    ['padding behind an IPv4 packet is no payload', concat(ipv4(), PADDING), 2, []],
    ['padding behind a bare FIN is no payload', concat(ipv4(40), PADDING), 0, []],
    ['padding behind an IPv6 packet is no payload', concat(ipv6(), PADDING), 2, []],
    ['a total length of 0 reaches to the end of the frame', concat(ipv4(0), PADDING), 6, ['ip-length-zero']],
    ['so does an IPv6 payload length of 0', concat(ipv6(0), PADDING), 6, ['ip-length-zero']],
    ['a total length beyond the frame ends with the frame', ipv4(1500), 2, ['ip-length-beyond-frame']],
    ['so does an IPv6 payload length', ipv6(1500), 2, ['ip-length-beyond-frame']],
  ])('%s', (_, frame, payload, problems) => {
    const decoded = decode(1, frame);
    expect(decoded.isSegment).toBe(true);
    expect(decoded.packet.payloadLength).toBe(payload);
    expect(decoded.packet.capturedPayloadLength).toBe(payload);
    expect(decoded.problems).toEqual(problems);
  });

  test('and not from what a snapshot length left of it', () => {
    const { packet, problems } = decode(1, ipv4(1040).subarray(0, 55), 1054);
    expect([packet.payloadLength, packet.capturedPayloadLength]).toEqual([1000, 1]);
    expect(problems).toEqual(['payload-cut-by-snaplen']);
  });

  test('and a total length of 0 with a snapshot length gives the length of the frame on the wire', () => {
    const { packet, problems } = decode(1, ipv4(0).subarray(0, 54), 14 + 20 + 20 + 2000);
    expect([packet.payloadLength, packet.capturedPayloadLength]).toEqual([2000, 0]);
    expect(problems.toSorted()).toEqual(['ip-length-zero', 'payload-cut-by-snaplen']);
  });
});

const withOctet = (frame: Uint8Array, at: number, value: number) => {
  const changed = Uint8Array.from(frame);
  changed[at] = value;
  return changed;
};
const udp = (port: number) => Uint8Array.of(0xc3, 0x50, port >> 8, port & 0xff, 0, 8, 0, 0);
const ipv6Fragment = (offsetAndMore: number) =>
  ethernetFrame(
    0x86dd,
    ipv6Packet({ ...FIELDS6, protocol: 44 }, concat(Uint8Array.of(6, 0, 0, offsetAndMore, 0, 0, 0, 1), TCP)),
  );

describe('What is not decoded is counted', () => {
  test.each<[string, Uint8Array, ProblemCode[]]>([
    ['the first fragment of an IPv4 packet', ipv4(undefined, { fragment: 0x2000 }), ['ip-fragment']],
    ['a later fragment, whose octets are no TCP header', ipv4(undefined, { fragment: 185 }), ['ip-fragment']],
    ['the first fragment of an IPv6 packet', ipv6Fragment(1), ['ip-fragment']],
    ['a later IPv6 fragment', ipv6Fragment(8), ['ip-fragment']],
    ['ESP', ipv4(undefined, { protocol: 50 }), ['tunnel-not-decoded']],
    ['other UDP is no problem', ethernetFrame(0x0800, ipv4Packet({ ...FIELDS, protocol: 17 }, udp(53))), []],
    ['ICMP is no problem', ipv4(undefined, { protocol: 1 }), []],
    ['ARP is no problem', ethernetFrame(0x0806, TCP), []],
    ['IP version 5', withOctet(ipv4(), 14, 0x55), ['ip-header-invalid']],
    ['an IPv4 header of 4 words', withOctet(ipv4(), 14, 0x44), ['ip-header-invalid']],
    ['IPv6 that says version 4', withOctet(ipv6(), 14, 0x40), ['ip-header-invalid']],
    ['an IPv4 header longer than the frame', withOctet(ipv4(), 14, 0x4f), ['ip-length-invalid']],
    ['a total length shorter than the header', ipv4(19), ['ip-length-invalid']],
    ['a total length that ends in front of the window', ipv4(35), ['tcp-header-cut']],
    [
      '17 VLAN tags',
      ethernetFrame(
        0x0800,
        TCP,
        Array.from({ length: 17 }, () => 1),
      ),
      ['too-many-layers'],
    ],
  ])('%s', (_, frame, problems) => {
    const decoded = decode(1, frame);
    expect(decoded.isSegment).toBe(false);
    expect(decoded.problems).toEqual(problems);
  });

  test.each<[string, number]>([
    ['a data offset of 4', 0x40],
    ['a data offset beyond the segment', 0x60],
  ])('%s makes a segment without payload, as in Wireshark, and a problem', (_, octet) => {
    const decoded = decode(1, withOctet(ipv4(), 46, octet));
    expect(decoded.isSegment).toBe(true);
    expect(decoded.problems).toEqual(['tcp-header-invalid']);
  });

  test('a total length that ends behind the window makes a segment without payload, as in Wireshark', () => {
    const decoded = decode(1, ipv4(39));
    expect(decoded.isSegment).toBe(true);
    expect(decoded.packet.payloadLength).toBe(0);
    expect(decoded.problems).toEqual(['tcp-header-cut', 'tcp-header-invalid']);
  });

  test('an IPv6 packet with 17 extension headers', () => {
    const extensions = Array.from({ length: 17 }, () => Uint8Array.of(60, 0, 0, 0, 0, 0, 0, 0));
    const packet = ipv6Packet({ ...FIELDS6, protocol: 60 }, concat(...extensions, SEGMENT));
    expect(decode(229, packet).problems).toEqual(['too-many-layers']);
  });

  test('an extension header longer than the packet', () => {
    const packet = ipv6Packet({ ...FIELDS6, protocol: 60 }, Uint8Array.of(6, 200, 0, 0, 0, 0, 0, 0));
    expect(decode(229, packet).problems).toEqual(['ipv6-extension-cut']);
  });

  test.each([2, 8, 147, 189, 253, 65_535])('link type %i has no layer', (linkType) => {
    expect(layerOfLinkType(linkType)).toBeNull();
  });

  test('a family of addresses other than IP behind a null header is no problem', () => {
    const decoded = decode(0, Uint8Array.of(7, 0, 0, 0, 1, 2, 3));
    expect([decoded.isSegment, decoded.problems]).toEqual([false, []]);
  });
});
