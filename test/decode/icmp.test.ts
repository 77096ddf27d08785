import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ICMP_MEANINGS, icmpMeaning, isIcmpError } from '../../src/decode/icmp-meaning.js';
import { icmpText } from '../../src/view/icmp-text.js';
import { concat } from '../capture/craft-capture.js';
import { address, ethernetFrame, ipv4Packet, ipv6Packet, tcpHeader } from '../craft/headers.js';
import { icmpError } from '../craft/icmp.js';
import { decode, octetsAt } from './decode.js';

const HEADER = tcpHeader({
  sourcePort: 50000,
  destinationPort: 80,
  sequence: 2 ** 31 + 1,
  acknowledgment: 0,
  flags: 0x02,
});
const V4 = { source: address(4, 1), destination: address(4, 2) };
const V6 = { source: address(6, 1), destination: address(6, 2) };
const QUOTED4 = ethernetFrame(0x0800, ipv4Packet(V4, HEADER));
const QUOTED6 = ethernetFrame(0x86dd, ipv6Packet(V6, HEADER));

describe.each([
  ['ICMP', 4, QUOTED4, 20],
  ['ICMPv6', 6, QUOTED6, 40],
] as const)('An error of %s', (_, ipVersion, quoted, ipHeader) => {
  test('gives the segment that it quotes, and is no segment itself', () => {
    const { isSegment, packet, problems } = decode(1, icmpError(quoted, { code: 3, from: 7 }));
    expect([isSegment, problems]).toEqual([false, []]);
    const { icmp } = packet;
    const length = ipVersion === 4 ? 4 : 16;
    expect([icmp.isThere, icmp.ipVersion, icmp.code]).toEqual([true, ipVersion, 3]);
    expect(octetsAt(packet, icmp.reporterAt, length)).toEqual([...address(ipVersion, 7)]);
    expect(octetsAt(packet, icmp.sourceAt, length)).toEqual([...address(ipVersion, 1)]);
    expect(octetsAt(packet, icmp.destinationAt, length)).toEqual([...address(ipVersion, 2)]);
    expect([icmp.sourcePort, icmp.destinationPort, icmp.sequence >>> 0]).toEqual([50000, 80, 2 ** 31 + 1]);
    expect([icmp.flags, icmp.isNumbered]).toEqual([0x02, true]);
  });

  test('may quote no more than 8 octets of TCP', () => {
    const { packet } = decode(1, icmpError(quoted, { quotedOctets: 8 }));
    const { icmp } = packet;
    expect([icmp.isThere, icmp.sourcePort, icmp.flags, icmp.isNumbered]).toEqual([true, 50000, 0, false]);
  });

  test('that quotes less is a counted problem, at any length', () => {
    for (let length = -ipHeader; length < 8; length++) {
      const { packet, problems } = decode(1, icmpError(quoted, { quotedOctets: length }));
      expect([packet.icmp.isThere, problems]).toEqual([false, ['icmp-quote-cut']]);
    }
  });

  test('cut in its own header is nothing', () => {
    const frame = icmpError(quoted);
    const { packet } = decode(1, frame.subarray(0, 14 + ipHeader + 7), frame.length);
    expect(packet.icmp.isThere).toBe(false);
  });

  test('is read behind VLAN tags', () => {
    const vlans = [5, 7];
    const tagged = concat(quoted.subarray(0, 12), new Uint8Array(8), quoted.subarray(12));
    expect(decode(1, icmpError(tagged, { vlans })).packet.icmp.sourcePort).toBe(50000);
  });
});

describe('The MTU of the next hop is told', () => {
  test.each([
    ['by ICMP type 3 code 4', QUOTED4, { code: 4, rest: [0xff, 0xff, 0x05, 0x78] }, 1400],
    ['but not by an old router', QUOTED4, { code: 4 }, 0],
    ['but not by another code', QUOTED4, { code: 1, rest: [0, 0, 0x05, 0x78] }, 0],
    ['by ICMPv6 type 2', QUOTED6, { type: 2, code: 0, rest: [0, 1, 0, 0] }, 65_536],
    ['but not by another type', QUOTED6, { type: 1, rest: [0, 0, 5, 0] }, 0],
  ] as const)('%s', (_, quoted, options, mtu) => {
    const { icmp } = decode(1, icmpError(quoted, options)).packet;
    expect([icmp.isThere, icmp.nextHopMtu]).toEqual([true, mtu]);
  });
});

describe('No quote of TCP is', () => {
  const fragment4 = (bits: number) => ethernetFrame(0x0800, ipv4Packet({ ...V4, fragment: bits }, HEADER));
  const behind6 = (protocol: number, extension: readonly number[]) =>
    ethernetFrame(0x86dd, ipv6Packet({ ...V6, protocol }, concat(Uint8Array.from(extension), HEADER)));
  test.each([
    ['an echo request', QUOTED4, { type: 8 }, false],
    ['a redirect', QUOTED4, { type: 5 }, false],
    ['an ICMPv6 message that is no error', QUOTED6, { type: 135 }, false],
    ['a quote of UDP', ethernetFrame(0x0800, ipv4Packet({ ...V4, protocol: 17 }, HEADER)), {}, false],
    [
      'a quote of UDP over IPv6',
      ethernetFrame(0x86dd, ipv6Packet({ ...V6, protocol: 17 }, HEADER)),
      {},
      false,
    ],
    ['a quote of a later fragment', fragment4(0x2001), {}, false],
    ['a quote of a later IPv6 fragment', behind6(44, [6, 0, 0, 8, 0, 0, 0, 1]), {}, false],
    [
      'a quote of another version',
      ethernetFrame(0x0800, concat(Uint8Array.of(0x55), HEADER, HEADER)),
      {},
      false,
    ],
    ['not so a quote of a first fragment', fragment4(0x2000), {}, true],
    ['nor of a first IPv6 fragment', behind6(44, [6, 0, 0, 1, 0, 0, 0, 1]), {}, true],
    ['nor one behind an extension header', behind6(60, [6, 0, 1, 4, 0, 0, 0, 0]), {}, true],
  ] as const)('%s', (_, quoted, options, isQuote) => {
    expect(decode(1, icmpError(quoted, options)).packet.icmp.isThere).toBe(isQuote);
  });
});

test('Random octets in an error never make the decoder throw', () => {
  const frame4 = icmpError(QUOTED4).subarray(0, 34);
  const frame6 = icmpError(QUOTED6).subarray(0, 54);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (octets, isIpv6) => {
      const head = Uint8Array.from(isIpv6 ? frame6 : frame4);
      const view = new DataView(head.buffer);
      view.setUint16(isIpv6 ? 18 : 16, octets.length + (isIpv6 ? 0 : 20));
      if (octets.length > 0) octets[0] = isIpv6 ? 1 : 3;
      const { isSegment, packet } = decode(1, concat(head, octets));
      expect(isSegment).toBe(false);
      if (packet.icmp.isThere) expect(octets.length).toBeGreaterThanOrEqual(isIpv6 ? 56 : 36);
    }),
    { numRuns: 500 },
  );
});

describe('Meanings', () => {
  test.each([
    [4, 3, 1, 'host-unreachable'],
    [4, 3, 3, 'port-unreachable'],
    [4, 3, 4, 'fragmentation-needed'],
    [4, 3, 13, 'communication-prohibited'],
    [4, 3, 16, 'other'],
    [4, 11, 0, 'time-exceeded'],
    [4, 12, 2, 'parameter-problem'],
    [4, 8, 0, 'other'],
    [6, 1, 0, 'network-unreachable'],
    [6, 1, 1, 'communication-prohibited'],
    [6, 1, 3, 'host-unreachable'],
    [6, 1, 4, 'port-unreachable'],
    [6, 2, 0, 'packet-too-big'],
    [6, 3, 1, 'reassembly-time-exceeded'],
    [6, 128, 0, 'other'],
  ] as const)('IPv%i type %i code %i is %s', (ipVersion, type, code, meaning) => {
    expect(icmpMeaning(ipVersion, type, code)).toBe(meaning);
    expect(isIcmpError(ipVersion, type)).toBe(type !== 8 && type !== 128);
  });

  test('have a text each, all different', () => {
    expect(new Set(ICMP_MEANINGS.map(icmpText)).size).toBe(ICMP_MEANINGS.length);
  });
});
