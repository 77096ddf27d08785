import { describe, expect, test } from 'vitest';
import { decode } from './decode.js';
import { ADDRESSES, behind, IPV4 } from './frames.js';

const PPP = 9;
const PPPOE = 51;
const FRAME_RELAY = 107;
const CISCO_HDLC = 104;

describe('A frame without a segment', () => {
  test.each<[string, number, readonly number[], readonly string[]]>([
    ['PPP that negotiates', PPP, [0xff, 0x03, 0xc0, 0x21], []],
    ['a multicast protocol of PPP', PPP, [0x00, 0x23], []],
    ['TCP headers compressed', PPP, [0x00, 0x2d], ['compressed-not-decoded']],
    ['compressed content', PPP, [0xfd], ['compressed-not-decoded']],
    ['encrypted content', PPP, [0x00, 0x53], ['encrypted-not-decoded']],
    ['the first part of a multilink packet', PPP, [0x00, 0x3d, 0x80, 0, 0, 1, 0x21], ['link-fragment']],
    ['the last part of a multilink packet', PPP, [0x3d, 0x40, 0, 0, 1], ['link-fragment']],
    ['bridged FDDI', PPP, [0x00, 0x31, 0x00, 0x04, ...ADDRESSES], []],
    ['a frame of bridges', PPP, [0x00, 0x31, 0x10, 0x01, ...ADDRESSES, 0x08, 0x00], []],
    ['keep-alive of Cisco', CISCO_HDLC, [0x8f, 0x00, 0x80, 0x35], []],
    ['the signalling of frame relay', FRAME_RELAY, [0x00, 0x01, 0x03, 0x08], []],
    ['OSI on frame relay', FRAME_RELAY, [0x18, 0x41, 0x03, 0x81], []],
  ])('%s', (_, linkType, header, problems) => {
    const decoded = decode(linkType, behind(header, IPV4));
    expect([decoded.isSegment, decoded.problems]).toEqual([false, problems]);
  });
});

describe('PPP', () => {
  test('says of a bridged frame that it has the number of its LAN', () => {
    const header = [0x00, 0x31, 0x40, 0x01, ...[0, 0, 0, 9], ...ADDRESSES, 0x08, 0x00];
    expect(decode(PPP, behind(header, IPV4))).toMatchObject({ isSegment: true, problems: [] });
  });

  test('of address and control alone is cut', () => {
    expect(decode(PPP, Uint8Array.of(0xff, 0x03)).problems).toEqual(['frame-cut-in-link-header']);
  });
});

describe('The length of PPPoE', () => {
  const pppoe = (length: number) => behind([0x11, 0, 0, 7, length >> 8, length & 0xff, 0x00, 0x21], IPV4);

  test('ends the packet', () => {
    const { isSegment, packet, problems } = decode(PPPOE, pppoe(IPV4.length + 1));
    expect([isSegment, packet.payloadLength, problems]).toEqual([true, 1, ['ip-length-beyond-frame']]);
  });

  test('beyond the frame ends with the frame', () => {
    const { isSegment, packet, problems } = decode(PPPOE, pppoe(1500));
    expect([isSegment, packet.payloadLength, problems]).toEqual([true, 2, []]);
  });

  test('of 1 leaves half a protocol', () => {
    expect(decode(PPPOE, pppoe(1))).toMatchObject({
      isSegment: false,
      problems: ['frame-cut-in-link-header'],
    });
  });
});
