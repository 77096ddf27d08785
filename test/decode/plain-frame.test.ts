import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/decode/decode-frame.js';
import { Layer, type LayerCode } from '../../src/decode/layer.js';
import { Packet } from '../../src/decode/packet.js';
import { PlainFrames } from '../../src/decode/plain-frame.js';
import { ProblemCounters } from '../../src/decode/problem.js';
import { concat } from '../capture/craft-capture.js';
import { ADDRESSES, behind, SEGMENT } from './frames.js';

/** An IPv4 packet without options. Source: RFC 791 section 3.1. */
const IPV4 = concat(
  Uint8Array.of(
    ...[0x45, 0x00, 0x00, 0x2e, 0x12, 0x34, 0x40, 0x00, 0x7e, 0x06, 0x00, 0x00],
    ...[0x0a, 0x00, 0x00, 0x01, 0xc0, 0xa8, 0xff, 0x02],
  ),
  SEGMENT,
);

const PLAIN: readonly (readonly [name: string, outermost: LayerCode, frame: Uint8Array])[] = [
  ['Ethernet', Layer.Ethernet, behind([...ADDRESSES, 0x08, 0x00], IPV4)],
  ['a VLAN tag', Layer.Ethernet, behind([...ADDRESSES, 0x81, 0x00, 0x60, 0x07, 0x08, 0x00], IPV4)],
  ['cooked', Layer.LinuxCookedV1, behind([0, 0, 0, 1, 0, 6, ...ADDRESSES.slice(0, 8), 0x08, 0x00], IPV4)],
  [
    'cooked, version 2',
    Layer.LinuxCookedV2,
    behind([0x08, 0x00, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, ...ADDRESSES.slice(0, 8)], IPV4),
  ],
];

function registersOf(packet: Packet): unknown {
  const { bytes: _, icmp: __, problems: ___, fragments: ____, ...registers } = packet;
  return registers;
}

/** A frame in the middle of other octets, decoded both ways; both packets held other values before. */
function decodeBothWays(outermost: LayerCode, frame: Uint8Array, octetsOnWire: number) {
  const bytes = new Uint8Array(frame.length + 64).fill(0x45);
  bytes.set(frame, 32);
  const counters = new ProblemCounters();
  const general = new Packet(counters);
  const plain = new Packet(new ProblemCounters());
  general.vlan = 99;
  plain.vlan = 99;
  const frames = new PlainFrames();
  frames.beginWith(outermost);
  const before = registersOf(plain);
  return {
    frames,
    before,
    isPlain: frames.decode(plain, bytes, 32, frame.length),
    isSegment: decodeFrame(general, outermost, bytes, 32, frame.length, octetsOnWire),
    problems: counters.list(),
    plain,
    general,
  };
}

describe('The short cut for plain frames', () => {
  test.each(PLAIN)('takes them: %s', (_, outermost, frame) => {
    const { isPlain, frames } = decodeBothWays(outermost, frame, frame.length);
    expect(isPlain).toBe(true);
    expect([frames.source, frames.destination]).toEqual([0x0a000001, 0xc0a8ff02 | 0]);
    expect(frames.ports).toBe((50000 << 16) | 80);
  });

  test('leaves the registers of the general way behind, or changes nothing', () => {
    const change = fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 0, max: 255 }));
    const padding = fc.integer({ min: -30, max: 10 });
    fc.assert(
      fc.property(
        fc.constantFrom(...PLAIN),
        fc.array(change, { maxLength: 3 }),
        padding,
        fc.nat({ max: 20 }),
        ([, outermost, whole], changes, padded, beyond) => {
          const frame = new Uint8Array(whole.length + padded);
          frame.set(whole.subarray(0, frame.length));
          for (const [at, octet] of changes) if (at < frame.length) frame[at] = octet;
          const { isPlain, isSegment, problems, plain, general, before } = decodeBothWays(
            outermost,
            frame,
            frame.length + beyond,
          );
          expect(registersOf(plain)).toEqual(isPlain ? registersOf(general) : before);
          if (isPlain) expect([isSegment, problems, plain.bytes]).toEqual([true, [], general.bytes]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['IPv4 with options', 14, 0x46],
    ['a fragment', 20, 0x20],
    ['UDP', 23, 17],
    ['a TCP header that is longer than the packet', 46, 0xf0],
    ['a TCP header that is too short', 46, 0x40],
    ['a packet that is longer than the frame', 17, 0xff],
    ['IPv6', 12, 0x86],
  ])('leaves to the general way what is not plain: %s', (_, at, octet) => {
    const frame = (PLAIN[0]?.[2] as Uint8Array).slice();
    frame[at] = octet;
    expect(decodeBothWays(Layer.Ethernet, frame, frame.length).isPlain).toBe(false);
  });

  test('leaves link layers to the general way that it does not know', () => {
    const frames = new PlainFrames();
    const packet = new Packet(new ProblemCounters());
    expect(frames.decode(packet, IPV4, 0, IPV4.length)).toBe(false);
    frames.beginWith(Layer.RawIp);
    expect(frames.decode(packet, IPV4, 0, IPV4.length)).toBe(false);
  });
});
