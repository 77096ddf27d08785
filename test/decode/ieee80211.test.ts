import { describe, expect, test } from 'vitest';
import { concat } from '../capture/craft-capture.js';
import { decode } from './decode.js';
import { behind, IPV4, IPV6 } from './frames.js';

const IEEE80211 = 105;
const SNAP_IPV4 = [0xaa, 0xaa, 0x03, 0, 0, 0, 0x08, 0x00];
const SNAP_IPV6 = [0xaa, 0xaa, 0x03, 0, 0, 0, 0x86, 0xdd];
const ADDRESSES = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2];

const wlan = (control: number, flags: number, sequence = 0, rest: readonly number[] = []) => [
  ...[control, flags, 0, 0],
  ...[...ADDRESSES, 2, 0, 0, 0, 0, 3],
  ...[sequence, 0],
  ...rest,
];

describe('An IEEE 802.11 frame without a segment', () => {
  test.each<[string, readonly number[], readonly string[]]>([
    ['encrypted', wlan(0x08, 0x41), ['encrypted-not-decoded']],
    ['encrypted, with QoS', wlan(0x88, 0x41, 0, [0, 0]), ['encrypted-not-decoded']],
    ['the first fragment', wlan(0x08, 0x05), ['link-fragment']],
    ['the last fragment', wlan(0x08, 0x01, 1), ['link-fragment']],
    ['no data', wlan(0x48, 0x01), []],
    ['no data, with QoS', wlan(0xc8, 0x01, 0, [0, 0]), []],
    ['a beacon', wlan(0x80, 0x00), []],
    ['an acknowledgement', [0xd4, 0x00, 0, 0, 2, 0, 0, 0, 0, 1], []],
    ['version 1', wlan(0x09, 0x01), []],
    ['an extension', wlan(0x0c, 0x01), []],
  ])('%s', (_, header, problems) => {
    const decoded = decode(IEEE80211, behind([...header, ...SNAP_IPV4], IPV4));
    expect([decoded.isSegment, decoded.problems]).toEqual([false, problems]);
  });

  test('an acknowledgement of 10 octets is not cut', () => {
    expect(decode(IEEE80211, Uint8Array.of(0xd4, 0, 0, 0, 2, 0, 0, 0, 0, 1)).problems).toEqual([]);
  });

  test('encrypted ones are told apart from those that are cut', () => {
    const whole = Uint8Array.from(wlan(0x08, 0x41));
    expect(decode(IEEE80211, whole.subarray(0, 23)).problems).toEqual(['frame-cut-in-link-header']);
    expect(decode(IEEE80211, whole).problems).toEqual(['encrypted-not-decoded']);
  });
});

describe('An aggregate', () => {
  const QOS = wlan(0x88, 0x01, 0, [0x80, 0]);
  const part = (snap: readonly number[], packet: Uint8Array) =>
    behind([...ADDRESSES, 0, snap.length + packet.length, ...snap], packet);
  const first = part(SNAP_IPV4, IPV4);
  const padding = new Uint8Array((4 - (first.length % 4)) % 4);

  test('gives the segment of its last packet, and the others are counted', () => {
    const decoded = decode(IEEE80211, behind(QOS, concat(first, padding, part(SNAP_IPV6, IPV6))));
    expect([decoded.isSegment, decoded.packet.ipVersion]).toEqual([true, 6]);
    expect(decoded.problems).toEqual(['aggregate-not-decoded']);
  });

  test('may have a check sequence behind it', () => {
    const decoded = decode(IEEE80211, behind(QOS, concat(first, padding, new Uint8Array(4))));
    expect([decoded.isSegment, decoded.packet.payloadLength, decoded.problems]).toEqual([true, 2, []]);
  });

  test('honours the length of a packet', () => {
    const short = Uint8Array.from(first);
    short[13] = SNAP_IPV4.length + IPV4.length - 1;
    const decoded = decode(IEEE80211, behind(QOS, short));
    expect([decoded.isSegment, decoded.packet.payloadLength]).toEqual([true, 1]);
    expect(decoded.problems).toEqual(['ip-length-beyond-frame']);
  });
});

describe('What stands in front of an IEEE 802.11 frame', () => {
  test.each<[string, number, readonly number[], readonly string[]]>([
    ['radiotap shorter than itself', 127, [0, 0, 4, 0, 0, 0, 0, 0], ['link-header-invalid']],
    ['radiotap longer than the frame', 127, [0, 0, 0, 9, 0, 0, 0, 0], ['frame-cut-in-link-header']],
    ['Prism shorter than itself', 119, [0x44, 0, 0, 0, 4, 0, 0, 0], ['link-header-invalid']],
    [
      'Prism longer than the frame',
      119,
      [0, 0, 0, 0x44, 0x7f, 0xff, 0xff, 0xff],
      ['frame-cut-in-link-header'],
    ],
    ['AVS of another version', 163, [0x80, 0x21, 0x10, 0x09, 0, 0, 0, 64], ['link-header-invalid']],
    [
      'AVS longer than any frame',
      163,
      [0x80, 0x21, 0x10, 0x01, 0xff, 0xff, 0xff, 0xff],
      ['frame-cut-in-link-header'],
    ],
  ])('%s', (_, linkType, header, problems) => {
    const decoded = decode(linkType, behind([...header, ...wlan(0x08, 0x01), ...SNAP_IPV4], IPV4));
    expect([decoded.isSegment, decoded.problems]).toEqual([false, problems]);
  });
});
