/** Frames that are damaged in whole files: every link type, tunnel, ICMP error, fragment and TCP option. */
import { expect, test } from 'vitest';
import { type CraftFrame, concat, craftPcap } from '../capture/craft-capture.js';
import { craft } from '../craft/craft.js';
import { cutsOf, ipv4Fragment, ipv6Fragment } from '../craft/fragments.js';
import { address, ethernetFrame, type IpFields, ipv4Packet, tcpHeader } from '../craft/headers.js';
import { icmpError } from '../craft/icmp.js';
import { HANDSHAKE } from '../craft/scenes.js';
import { CARRIERS } from '../decode/frames.js';
import { LINK_CARRIERS } from '../decode/link-frames.js';
import { TUNNEL_CASES } from '../decode/tunnel-cases.js';
import { mutated, shuffled } from './mutate.js';
import type { Random } from './random.js';
import { tryAll } from './try.js';

const ETHERNET = 1;
const LINK_TYPES = [0, 1, 12, 101, 105, 113, 127, 147, 192, 228, 229, 239, 276];

/** A pcap of frames; times go back and forth, and some frames are said to be longer than they are. */
function fileOf(frames: readonly Uint8Array[], linkType: number, random: Random): Uint8Array {
  let timeNs = 1_700_000_000_000_000_000n;
  const timed = frames.map<CraftFrame>((data) => {
    timeNs += BigInt(random.pick([0, 1000, 1_000_000, 1_000_000_000, -5_000_000]));
    return { timeNs, data, originalLength: data.length + random.pick([0, 0, 1, 1500, 65_535]) };
  });
  return craftPcap(timed, { linkType });
}

test('a frame of any link type', async () => {
  const carriers = [...CARRIERS, ...LINK_CARRIERS];
  const outcomes = await tryAll(50, (random) => {
    const [, linkType, frame] = random.pick(carriers);
    const frames = Array.from({ length: 8 }, () => mutated(frame, random));
    return { octets: fileOf(frames, random.below(8) === 0 ? random.pick(LINK_TYPES) : linkType, random) };
  });
  expect([...outcomes]).toEqual(['read']);
});

test('a frame with any tunnel', async () => {
  const outcomes = await tryAll(50, (random) => {
    const frames = Array.from({ length: 8 }, () => mutated(random.pick(TUNNEL_CASES).frame, random));
    return { octets: fileOf(frames, ETHERNET, random) };
  });
  expect([...outcomes]).toEqual(['read']);
});

test('a frame of any octets', async () => {
  const outcomes = await tryAll(30, (random) => {
    const frames = Array.from({ length: 20 }, () =>
      Uint8Array.from({ length: random.below(120) }, () => random.below(256)),
    );
    return { octets: fileOf(frames, random.pick(LINK_TYPES), random) };
  });
  expect([...outcomes]).toEqual(['read']);
});

/** TCP options that are right. Source: RFC 9293 section 3.1, RFC 7323, RFC 2018. */
const OPTIONS = Uint8Array.of(
  ...[2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7],
  ...[5, 10, 0, 0, 0, 1, 0, 0, 0, 9, 1, 1],
);

/** One segment of a conversation between two or three hosts and few ports, with any numbers. */
function segment(random: Random): Uint8Array {
  const options = random.below(2) === 0 ? mutated(OPTIONS, random).subarray(0, 40) : new Uint8Array(0);
  const header = tcpHeader({
    sourcePort: random.pick([80, 80, 50_000, 50_001, 0]),
    destinationPort: random.pick([80, 50_000, 50_000, 50_001, 65_535]),
    sequence:
      random.pick([0, 1, 2, 1000, 1460, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32 - 1000]) +
      random.below(20),
    acknowledgment: random.pick([0, 1, 1000, 2 ** 31, 2 ** 32 - 1]) + random.below(20),
    flags: random.pick([0, 1, 2, 4, 16, 17, 18, 20, 24, 25, 41, 255, random.below(256)]),
    window: random.below(65_536),
    dataOffset: random.pick([5, 5, 5 + Math.ceil(options.length / 4), random.below(16)]),
  });
  const text = random.pick([
    '',
    '',
    'GET / HTTP/1.1\r\n\r\n',
    'HTTP/1.1 503 X\r\n\r\n',
    '\0',
    'x'.repeat(1460),
  ]);
  const fields: IpFields = {
    source: address(4, random.pick([1, 1, 2])),
    destination: address(4, random.pick([1, 2, 2])),
  };
  return ethernetFrame(0x0800, ipv4Packet(fields, concat(header, options, Buffer.from(text))));
}

test('segments with any flags, numbers and options, also from an address to itself', async () => {
  const outcomes = await tryAll(50, (random) => {
    const frames = Array.from({ length: 40 }, () => segment(random));
    return { octets: fileOf(frames, ETHERNET, random) };
  });
  expect([...outcomes]).toEqual(['read']);
});

/** A handshake, a request in fragments of IPv4 or IPv6, and ICMP errors about it. */
function conversation(ipVersion: 4 | 6): Uint8Array[] {
  const lines = [...HANDSHAKE, '> PA "GET / HTTP/1.1\r\n\r\n"', '< PA len=600', '> FA', '< RA'];
  const whole = craft(lines, { ipVersion }).frames.map(({ data }) => data);
  const headers = ipVersion === 4 ? 34 : 54;
  const fields: IpFields = { source: address(ipVersion, 2), destination: address(ipVersion, 1) };
  const fragmentOf = ipVersion === 4 ? ipv4Fragment : ipv6Fragment;
  return whole.flatMap((frame) => [
    ...cutsOf(frame.subarray(headers), 64).map((cut) => fragmentOf(fields, cut)),
    frame,
    icmpError(frame, {}),
  ]);
}

test.each([4, 6] as const)('fragments of IPv%i and ICMP errors that quote them', async (ipVersion) => {
  const frames = conversation(ipVersion);
  const outcomes = await tryAll(50, (random) => ({
    octets: fileOf(shuffled(frames, random), ETHERNET, random),
  }));
  expect([...outcomes]).toEqual(['read']);
});
