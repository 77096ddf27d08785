import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/decode/decode-frame.js';
import { Layer } from '../../src/decode/layer.js';
import { Packet } from '../../src/decode/packet.js';
import { ProblemCounters } from '../../src/decode/problem.js';
import { address, ethernetFrame, ipv4Packet, ipv6Packet } from '../craft/headers.js';
import { gre, udp, vxlan } from '../craft/tunnels.js';
import { decode, octetsAt } from './decode.js';
import { IPV4, IPV6 } from './frames.js';
import { TUNNEL_CASES } from './tunnel-cases.js';

const carriers = TUNNEL_CASES.filter(({ segment }) => segment !== null).map(
  (one) => [one.name, one] as const,
);
const others = TUNNEL_CASES.filter(({ segment }) => segment === null).map((one) => [one.name, one] as const);

/** Addresses of the packets of `frames.ts`, and of the outer IPv4 header of `tunnel-cases.ts`. */
const ENDS = {
  4: [
    [10, 0, 0, 1],
    [192, 168, 255, 2],
  ],
  6: [[...address(6, 1)], [...address(6, 2)]],
  outer: [
    [10, 0, 0, 101],
    [10, 0, 0, 102],
  ],
} as const;

describe('A segment is read out of', () => {
  test.each(carriers)('%s', (_, { frame, segment }) => {
    const { isSegment, packet, problems } = decode(1, frame);
    expect(isSegment).toBe(true);
    expect(problems).toEqual([]);
    expect(packet.ipVersion).toBe(segment === 6 ? 6 : 4);
    const addressLength = segment === 6 ? 16 : 4;
    expect([
      octetsAt(packet, packet.sourceAt, addressLength),
      octetsAt(packet, packet.destinationAt, addressLength),
    ]).toEqual(ENDS[segment ?? 4]);
    expect([packet.sourcePort, packet.destinationPort]).toEqual([50000, 80]);
    expect(octetsAt(packet, packet.payloadAt, packet.payloadLength)).toEqual([0x68, 0x69]);
    expect(packet.capturedPayloadLength).toBe(2);
  });
});

describe('No segment is read out of', () => {
  test.each(others)('%s', (_, { frame, problems }) => {
    const decoded = decode(1, frame);
    expect(decoded.isSegment).toBe(false);
    expect(decoded.problems).toEqual(problems);
  });
});

describe('A frame cut at any length is a segment or a counted problem', () => {
  test.each(carriers)('%s', (_, { frame }) => {
    let wasSegment = false;
    for (let length = 0; length <= frame.length; length++) {
      const { isSegment, packet, problems } = decode(1, frame.subarray(0, length), frame.length);
      const isInUdp = hasUdp(frame) && packet.end - packet.at < 8;
      expect(isSegment || problems.length > 0 || isInUdp, `${length}`).toBe(true);
      // Once there is enough for a segment, more octets do not take it away.
      if (wasSegment) expect(isSegment).toBe(true);
      wasSegment = isSegment;
      if (isSegment) expect(packet.payloadLength).toBe(2);
    }
    expect(wasSegment).toBe(true);
  });

  test.each(
    TUNNEL_CASES.map(({ name, frame }) => [name, frame] as const),
  )('and nothing is read beyond a frame that ends early: %s', (_, frame) => {
    for (let length = 0; length < frame.length; length++) {
      const { packet } = decode(1, frame.subarray(0, length));
      expect(packet.capturedPayloadLength).toBeGreaterThanOrEqual(0);
      expect(packet.payloadAt + packet.capturedPayloadLength).toBeLessThanOrEqual(64 + length);
    }
  });
});

/** A datagram cut in its header is no problem: nearly all UDP is no tunnel. Here it is in IPv4, IPv6, AH or GRE. */
function hasUdp(frame: Uint8Array): boolean {
  return frame[20] === 17 || [17, 47, 51].includes(frame[23] ?? 0);
}

test('Random octets in place of some of a good frame never make a decoder throw', () => {
  const frames = TUNNEL_CASES.map(({ frame }) => frame);
  const changes = fc.array(fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 255 })), { maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...frames), changes, fc.nat({ max: 300 }), (frame, changed, beyond) => {
      const mutated = Uint8Array.from(frame);
      for (const [at, octet] of changed) if (at >= 12 && at < mutated.length) mutated[at] = octet;
      const { isSegment, packet } = decode(1, mutated, mutated.length + beyond);
      if (!isSegment) return;
      expect(packet.payloadLength).toBeGreaterThanOrEqual(packet.capturedPayloadLength);
      if (packet.capturedPayloadLength === 0) return;
      expect(packet.payloadAt + packet.capturedPayloadLength).toBeLessThanOrEqual(64 + mutated.length);
    }),
    { numRuns: 3000 },
  );
});

const OUTER = { source: address(4, 101), destination: address(4, 102) };
const OUTER6 = { source: address(6, 101), destination: address(6, 102) };
const NESTINGS: readonly (readonly [string, (inside: Uint8Array) => Uint8Array, Uint8Array])[] = [
  ['IPv4 in IPv4', (inside) => ipv4Packet({ ...OUTER, protocol: 4 }, inside), IPV4],
  ['IPv6 in IPv6', (inside) => ipv6Packet({ ...OUTER6, protocol: 41 }, inside), IPV6],
  ['GRE', (inside) => ipv4Packet({ ...OUTER, protocol: 47 }, gre(0x0800, inside)), IPV4],
  [
    'VXLAN',
    (inside) =>
      ipv4Packet({ ...OUTER, protocol: 17 }, udp([50123, 4789], vxlan(ethernetFrame(0x0800, inside)))),
    IPV4,
  ],
];

describe('Nesting of 1 to 1000 levels ends with a segment or a counted problem', () => {
  test.each(NESTINGS)('%s', (_, wrap, innermost) => {
    let packet = innermost;
    for (let depth = 1; depth <= 1000; depth++) {
      packet = wrap(packet);
      if (depth > 20 && depth % 97 !== 0 && depth < 1000) continue;
      const decoded = decode(101, packet);
      // A total length does not hold more than 65,535 octets: what is announced is then shorter than what is there.
      if (decoded.isSegment) expect(decoded.packet.payloadLength).toBe(2);
      else expect(decoded.problems.length, `${depth}`).toBeGreaterThan(0);
      if (depth <= 3) expect(decoded.isSegment).toBe(true);
      if (depth > 16) expect(decoded.isSegment).toBe(false);
    }
  });

  test('and 16 headers are the most', () => {
    const nested = (times: number) => {
      let packet = IPV4;
      for (let depth = 0; depth < times; depth++) packet = ipv4Packet({ ...OUTER, protocol: 4 }, packet);
      return ethernetFrame(0x0800, packet);
    };
    expect(decode(1, nested(13)).isSegment).toBe(true); // Ethernet, 14 of IP, TCP
    expect(decode(1, nested(14)).problems).toEqual(['too-many-layers']);
  });
});

test('A snapshot length that cuts the inner packet leaves the length that was sent', () => {
  const frame = ethernetFrame(0x0800, ipv4Packet({ ...OUTER, protocol: 47 }, gre(0x0800, IPV4)));
  const { isSegment, packet, problems } = decode(1, frame.subarray(0, frame.length - 1), frame.length);
  expect(isSegment).toBe(true);
  expect([packet.payloadLength, packet.capturedPayloadLength]).toEqual([2, 1]);
  expect(problems).toEqual(['payload-cut-by-snaplen']);
});

test('The shorter of outer and inner length ends the payload', () => {
  const lengths = (outer: number | undefined, inner: number | undefined) => {
    const inside = Uint8Array.from(IPV4);
    if (inner !== undefined) inside.set([inner >> 8, inner & 0xff], 2);
    const length = outer === undefined ? {} : { length: outer };
    return decode(1, ethernetFrame(0x0800, ipv4Packet({ ...OUTER, protocol: 4, ...length }, inside)));
  };
  expect(lengths(undefined, 49).packet.payloadLength).toBe(1);
  expect(lengths(20 + 49, undefined).packet.payloadLength).toBe(1);
  expect(lengths(20 + 49, undefined).problems).toEqual(['ip-length-beyond-frame']);
  expect(lengths(undefined, 0).packet.payloadLength).toBe(2);
  expect(lengths(undefined, 500).packet.payloadLength).toBe(2);
});

test('A decoder used again keeps nothing of the tunnel before', () => {
  const packet = new Packet(new ProblemCounters());
  const inner = ethernetFrame(0x0800, ipv4Packet({ ...OUTER, protocol: 41 }, IPV6));
  const plain = ethernetFrame(0x0800, IPV4);
  expect(decodeFrame(packet, Layer.Ethernet, inner, 0, inner.length, inner.length)).toBe(true);
  expect(packet.ipVersion).toBe(6);
  expect(decodeFrame(packet, Layer.Ethernet, plain, 0, plain.length, plain.length)).toBe(true);
  expect([packet.ipVersion, packet.sourceAt, packet.wireEnd]).toEqual([4, 14 + 12, plain.length]);
});
