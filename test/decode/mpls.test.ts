import { describe, expect, test } from 'vitest';
import { concat } from '../capture/craft-capture.js';
import { decode } from './decode.js';
import { ADDRESSES, behind, IPV4 } from './frames.js';

const BOTTOM = [0x00, 0x01, 0xf1, 0x40];
const mpls = (...parts: readonly (readonly number[])[]) =>
  behind([...ADDRESSES, 0x88, 0x47, ...parts.flat()], IPV4);

describe('Behind a stack of labels', () => {
  test.each<[string, readonly number[], readonly string[]]>([
    ['a half octet that says nothing', [0x50, 0, 0, 0], []],
    ['a channel of its own protocol', [0x10, 0x00, 0x00, 0x07], []],
    ['spanning tree behind a control word', [0, 0, 0, 0, ...ADDRESSES, 0x00, 0x26, 0x42, 0x42, 0x03], []],
    ['IP of version 4 with a header of 2 words', [0x42], ['ip-header-invalid']],
  ])('is no segment: %s', (_, header, problems) => {
    const decoded = decode(1, mpls(BOTTOM, header));
    expect([decoded.isSegment, decoded.problems]).toEqual([false, problems]);
  });

  test('an address of a maker that nobody knows does not matter', () => {
    const ethernet = [...ADDRESSES.with(0, 0x0a), 0x08, 0x00];
    expect(decode(1, mpls(BOTTOM, ethernet)).isSegment).toBe(true);
    expect(decode(1, mpls(BOTTOM, [0, 0, 0, 5], ethernet)).isSegment).toBe(true);
  });

  test('a sequence number in the control word is stepped over', () => {
    const ethernet = [...ADDRESSES, 0x81, 0x00, 0x00, 0x07, 0x08, 0x00];
    expect(decode(1, mpls(BOTTOM, [0, 0, 0xff, 0xff], ethernet)).isSegment).toBe(true);
  });
});

describe('A stack of labels', () => {
  test('of any height is one header', () => {
    const stack = Array.from({ length: 300 }, () => [0, 0, 0x10, 0x40]).flat();
    expect(decode(1, mpls(stack, BOTTOM))).toMatchObject({ isSegment: true, problems: [] });
  });

  test('without a bottom ends with the frame', () => {
    const frame = concat(Uint8Array.from([...ADDRESSES, 0x88, 0x47]), new Uint8Array(41));
    expect(decode(1, frame)).toMatchObject({ isSegment: false, problems: ['frame-cut-in-link-header'] });
  });

  test('with nothing behind it is cut', () => {
    const frame = Uint8Array.from([...ADDRESSES, 0x88, 0x47, ...BOTTOM]);
    expect(decode(1, frame).problems).toEqual(['frame-cut-in-link-header']);
  });
});
