import { describe, expect, test } from 'vitest';
import { Survey } from '../../src/survey/survey.js';
import { concat } from '../capture/craft-capture.js';
import { craft, latin1, takeFrames } from '../craft/craft.js';
import { decode } from './decode.js';
import { ADDRESSES, behind, IPV4, IPV6 } from './frames.js';

const LLC_OF_SNAP = [0xaa, 0xaa, 0x03, 0, 0, 0, 0x08, 0x00];
const frame = (type: number, ...parts: (Uint8Array | readonly number[])[]) =>
  behind([...ADDRESSES, type >> 8, type & 0xff], concat(...parts.map((part) => Uint8Array.from(part))));

/** What F5 appends with `tcpdump -i 0.0:nnn`: low, medium and high, each with its type, length and version. */
const F5_TRAILER = [
  ...[1, 17, 1, 1, 0, 1, 8, ...latin1('/VS/web0')],
  ...[2, 13, 0, ...Array.from({ length: 12 }, () => 0x11)],
  ...[3, 40, 0, ...Array.from({ length: 39 }, () => 0x22)],
];
/** The same since BIG-IP 11.2.1, which begins with a magic number. */
const F5_TRAILER_WITH_MAGIC = [
  0xf5,
  0xde,
  0xb0,
  0xf5,
  0,
  20,
  0,
  1,
  ...Array.from({ length: 12 }, () => 0x33),
];
/** Octets at the end of a frame are no payload, whatever they are. */
const CHECK_SEQUENCE = [1, 2, 3, 4];

describe('What stands behind the IP packet is no payload', () => {
  test.each([
    ["F5's trailers, high, medium and low", F5_TRAILER],
    ["F5's trailer with a magic number", F5_TRAILER_WITH_MAGIC],
    ['a frame check sequence', CHECK_SEQUENCE],
  ])('%s', (_, trailer) => {
    for (const [type, packet] of [
      [0x0800, IPV4],
      [0x86dd, IPV6],
    ] as const) {
      const { isSegment, packet: found, problems } = decode(1, frame(type, packet, trailer));
      expect([isSegment, problems]).toEqual([true, []]);
      expect([found.payloadLength, found.capturedPayloadLength]).toEqual([2, 2]);
    }
  });

  test('and a flow whose frames have a trailer is the same flow', () => {
    const { frames } = craft(['> S', '< SA', '> A', '> PA "GET / HTTP/1.1\r\n\r\n"', '< A', '< RA']);
    const survey = new Survey();
    takeFrames(
      survey,
      frames.map(({ timeNs, data }) => {
        const marked = concat(data, Uint8Array.from(F5_TRAILER));
        return { timeNs, data: marked, originalLength: marked.length };
      }),
    );
    expect([survey.segments, survey.payloadBytes, survey.httpTotals.requests]).toEqual([6, 18, 1]);
    expect(survey.problems.list()).toEqual([]);
  });
});

describe('An IEEE 802.3 frame', () => {
  const whole = LLC_OF_SNAP.length + IPV4.length;

  test('ends where its length says, so that padding is not read', () => {
    const cut = decode(1, frame(whole - 1, LLC_OF_SNAP, IPV4));
    expect(cut.isSegment).toBe(true);
    expect(cut.packet.payloadLength).toBe(1);
    expect(cut.problems).toEqual(['ip-length-beyond-frame']);
  });

  test('with a length beyond the frame ends with the frame', () => {
    const long = decode(1, frame(whole + 300, LLC_OF_SNAP, IPV4));
    expect([long.isSegment, long.packet.payloadLength, long.problems]).toEqual([true, 2, []]);
  });

  test('of 1500 octets has a length, one of 1501 neither a length nor a type', () => {
    expect(decode(1, frame(1500, LLC_OF_SNAP, IPV4)).isSegment).toBe(true);
    expect(decode(1, frame(1501, LLC_OF_SNAP, IPV4))).toMatchObject({ isSegment: false, problems: [] });
  });

  test.each<[string, readonly number[]]>([
    ['spanning tree', [0x42, 0x42, 0x03]],
    ['Novell without LLC', [0xff, 0xff]],
    ['Novell in SNAP', [0xaa, 0xaa, 0x03, 0, 0, 0, 0x81, 0x37]],
    ["Cisco's own protocols", [0xaa, 0xaa, 0x03, 0, 0, 0x0c, 0x20, 0x00]],
    ['an organisation of its own with the EtherType of IP', [0xaa, 0xaa, 0x03, 0, 0, 0x0c, 0x08, 0x00]],
    ['SNAP of which only one side is', [0xaa, 0xab, 0x03, 0, 0, 0, 0x08, 0x00]],
    ['a length where SNAP has its EtherType', [0xaa, 0xaa, 0x03, 0, 0, 0, 0x00, 0x40]],
    ['a supervisory LLC frame', [0x06, 0x06, 0x01, 0x00]],
    ['bridged FDDI', [0xaa, 0xaa, 0x03, 0, 0x80, 0xc2, 0, 4, 0, 0]],
    ['OSI', [0xfe, 0xfe, 0x03, 0x83]],
  ])('that carries no IP stops quietly: %s', (_, header) => {
    const decoded = decode(1, frame(header.length + IPV4.length, header, IPV4));
    expect([decoded.isSegment, decoded.problems]).toEqual([false, []]);
  });
});

describe('A tag behind the Ethernet addresses', () => {
  test.each<[string, number, readonly number[], readonly string[]]>([
    ['MACsec that encrypts', 0x88e5, [0x0c, 0, 0, 0, 0, 1, 0x08, 0x00], ['encrypted-not-decoded']],
    ['MACsec that changes', 0x88e5, [0x04, 0, 0, 0, 0, 1, 0x08, 0x00], ['encrypted-not-decoded']],
    ['a service header of an unknown protocol', 0x894f, [0, 2, 1, 9, 0, 0, 0, 0], []],
    ['backbone bridging of ARP', 0x88e7, [0, 0, 0, 1, ...ADDRESSES, 0x08, 0x06], []],
    [
      'TRILL whose options reach beyond the frame',
      0x22f3,
      [0x07, 0xc2, 0, 1, 0, 2],
      ['frame-cut-in-link-header'],
    ],
    ['LLDP', 0x88cc, [], []],
  ])('in front of no segment: %s', (_, type, header, problems) => {
    const decoded = decode(1, frame(type, header, IPV4));
    expect([decoded.isSegment, decoded.problems]).toEqual([false, problems]);
  });
});
