import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ChecksumState,
  ipv4HeaderChecksum,
  onesComplementSum,
  tcpChecksum,
} from '../../src/decode/checksum.js';
import { concat } from '../capture/craft-capture.js';
import { slowSum, withChecksums } from '../craft/checksums.js';
import { craft } from '../craft/craft.js';
import { address, ethernetFrame, ipv6Packet, tcpHeader } from '../craft/headers.js';
import { decode } from './decode.js';

test('The sum is that of an obviously correct one, for any octets at any place', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat({ max: 9 }),
      fc.nat({ max: 9 }),
      (octets, from, less) => {
        const at = Math.min(from, octets.length);
        const end = Math.max(at, octets.length - less);
        expect(onesComplementSum(octets, at, end)).toBe(slowSum(octets.subarray(at, end)));
      },
    ),
  );
  expect(onesComplementSum(new Uint8Array(65_535).fill(0xff), 0, 65_535)).toBe(
    slowSum(new Uint8Array(65_535).fill(0xff)),
  );
});

test('The example of RFC 1071 section 3', () => {
  const example = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
  expect(onesComplementSum(example, 0, 8)).toBe(0xddf2);
});

describe.each([4, 6] as const)('Over IPv%i', (ipVersion) => {
  const frameOf = (payload: string) =>
    craft([`> PA "${payload}"`], { ipVersion }).frames[0]?.data as Uint8Array;

  test.each([
    ['right', ChecksumState.Good],
    ['wrong', ChecksumState.Bad],
    ['pseudo', ChecksumState.Unfinished],
    ['pseudo-without-length', ChecksumState.Unfinished],
  ] as const)('a checksum that is %s', (sum, state) => {
    for (const payload of ['', 'a', 'ab', 'abc']) {
      const { packet } = decode(1, withChecksums(frameOf(payload), sum));
      expect(tcpChecksum(packet, false)).toBe(state);
    }
  });

  test('any octet that changes is seen, but for one that adds nothing to the sum', () => {
    const frame = withChecksums(frameOf('abcdef'));
    const tcpAt = ipVersion === 4 ? 34 : 54;
    for (let at = tcpAt; at < frame.length; at++) {
      // The data offset says where the header ends: a change there can make the segment unreadable.
      if (at === tcpAt + 12) continue;
      const changed = Uint8Array.from(frame);
      changed[at] = (changed[at] as number) ^ 0x10;
      expect(tcpChecksum(decode(1, changed).packet, false), `octet ${at}`).toBe(ChecksumState.Bad);
    }
  });

  test('what is cut, or has a header that makes no sense, cannot be checked', () => {
    const frame = withChecksums(frameOf('abcdef'));
    const cut = decode(1, frame.subarray(0, frame.length - 1), frame.length);
    expect(tcpChecksum(cut.packet, false)).toBe(ChecksumState.Unchecked);
    for (const offset of [0x40, 0xf0]) {
      const odd = Uint8Array.from(frame);
      odd[(ipVersion === 4 ? 34 : 54) + 12] = offset;
      expect(tcpChecksum(decode(1, odd).packet, false)).toBe(ChecksumState.Unchecked);
    }
  });

  test('the padding of Ethernet is not in the sum', () => {
    const padded = concat(withChecksums(frameOf('')), Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(tcpChecksum(decode(1, padded).packet, false)).toBe(ChecksumState.Good);
  });
});

describe('An IPv4 header', () => {
  const frame = craft(['> A']).frames[0]?.data as Uint8Array;
  test('is right, wrong, or left to the network card', () => {
    const right = withChecksums(frame);
    expect(ipv4HeaderChecksum(decode(1, right).packet, false)).toBe(ChecksumState.Good);
    expect(ipv4HeaderChecksum(decode(1, right).packet, true)).toBe(ChecksumState.Unchecked);
    const wrong = Uint8Array.from(right);
    wrong[22] = 63;
    expect(ipv4HeaderChecksum(decode(1, wrong).packet, false)).toBe(ChecksumState.Bad);
    expect(ipv4HeaderChecksum(decode(1, frame).packet, false)).toBe(ChecksumState.Unfinished);
  });

  test('of a fragment leaves the segment unchecked', () => {
    const cut = Uint8Array.from(withChecksums(craft(['> PA "abcdefgh"']).frames[0]?.data as Uint8Array));
    cut[20] = 0x20;
    const { isSegment, packet } = decode(1, cut.subarray(0, -1), cut.length);
    expect([isSegment, tcpChecksum(packet, false)]).toEqual([true, ChecksumState.Unchecked]);
  });
});

test('A routing header changes the address that is summed, so nothing is said', () => {
  const fields = { source: address(6, 1), destination: address(6, 2), protocol: 43 };
  const header = tcpHeader({ sourcePort: 1, destinationPort: 2, sequence: 1, acknowledgment: 1, flags: 16 });
  const routed = ipv6Packet(fields, concat(Uint8Array.of(6, 0, 0, 0, 0, 0, 0, 0), header));
  const { isSegment, packet } = decode(1, ethernetFrame(0x86dd, routed));
  expect([isSegment, tcpChecksum(packet, false)]).toEqual([true, ChecksumState.Unchecked]);
});
