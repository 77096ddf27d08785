/** Much of one thing: headers in each other, interfaces, comments, sections, jumps of time. */
import { describe, expect, test } from 'vitest';
import { CraftPcapng, concat, craftPcap, pcapRecord } from '../capture/craft-capture.js';
import { craft } from '../craft/craft.js';
import { address, ethernetFrame, ipv4Packet, ipv6Packet } from '../craft/headers.js';
import { HANDSHAKE } from '../craft/scenes.js';
import * as tunnels from '../craft/tunnels.js';
import { decode } from '../decode/decode.js';
import { ADDRESSES, IPV4 } from '../decode/frames.js';
import { everything } from './everything.js';
import { HOSTILE_STRINGS } from './hostile-strings.js';

const ETHERNET = 1;
const MOST_PACKET_BYTES = 65_535;
const TIMES = 1000;

const FROM_TO = { source: address(4, 101), destination: address(4, 102) };
const over4 = (protocol: number, payload: Uint8Array) => ipv4Packet({ ...FROM_TO, protocol }, payload);
const overUdp = (port: number, payload: Uint8Array) => over4(17, tunnels.udp([50_123, port], payload));
const ethernet = (packet: Uint8Array) => ethernetFrame(0x0800, packet);
const tag = (type: string) => (rest: Uint8Array) => concat(tunnels.hex(`${type}0007`), rest);

/** Puts one more header, or stack of headers, around what is there. */
type Wrap = (inner: Uint8Array) => Uint8Array;

/** What is nested, the innermost octets, and the outermost header. */
const NESTED: readonly (readonly [name: string, wrap: Wrap, inner: Uint8Array, outer: Wrap])[] = [
  ['VLAN', tag('8100'), tunnels.hex('0800'), (rest) => concat(Uint8Array.from(ADDRESSES), rest, IPV4)],
  ['QinQ', tag('88a8'), tunnels.hex('0800'), (rest) => concat(Uint8Array.from(ADDRESSES), rest, IPV4)],
  [
    'MPLS',
    (rest) => concat(tunnels.hex('00010040'), rest),
    tunnels.mpls(IPV4),
    (rest) => ethernetFrame(0x8847, rest),
  ],
  ['IPv4 in IPv4', (packet) => over4(4, packet), IPV4, ethernet],
  [
    'IPv6 in IPv6',
    (packet) => ipv6Packet({ source: address(6, 1), destination: address(6, 2), protocol: 41 }, packet),
    tunnels.hex(''),
    (packet) => ethernetFrame(0x86dd, packet),
  ],
  ['GRE', (packet) => over4(47, tunnels.gre(0x0800, packet)), IPV4, ethernet],
  ['Ethernet in GRE', (packet) => over4(47, tunnels.gre(0x6558, ethernet(packet))), IPV4, ethernet],
  ['AH', (packet) => over4(51, tunnels.authenticationHeader(4, packet)), IPV4, ethernet],
  ['EtherIP', (packet) => over4(97, concat(tunnels.hex('3000'), ethernet(packet))), IPV4, ethernet],
  ['VXLAN', (packet) => overUdp(4789, tunnels.vxlan(ethernet(packet))), IPV4, ethernet],
  ['GENEVE', (packet) => overUdp(6081, tunnels.geneve(0x6558, ethernet(packet))), IPV4, ethernet],
  ['GTP', (packet) => overUdp(2152, tunnels.gtp(packet)), IPV4, ethernet],
  ['LISP', (packet) => overUdp(4341, tunnels.lisp(packet)), IPV4, ethernet],
  [
    'PPP in L2TP',
    (packet) => overUdp(1701, concat(tunnels.hex('0002 0001 0002'), tunnels.pppIpv4(packet))),
    IPV4,
    ethernet,
  ],
  [
    'a quotation in an ICMP error',
    (packet) => over4(1, concat(tunnels.hex('0301 0000 0000 0000'), packet)),
    IPV4,
    ethernet,
  ],
];

describe.each(NESTED)('%s', (_, wrap, inner, outer) => {
  test('nested up to a thousand times is a counted problem at worst', async () => {
    const frames: Uint8Array[] = [];
    let packet = inner;
    for (let depth = 1; depth <= TIMES; depth++) {
      packet = wrap(packet);
      if (packet.length + 100 > MOST_PACKET_BYTES) break;
      if (depth <= 20 || depth % 100 === 0) frames.push(outer(packet));
    }
    expect(frames.length).toBeGreaterThan(20);
    for (const frame of frames) {
      const { isSegment, problems } = decode(ETHERNET, frame);
      if (frame.length > 2000 && isSegment) expect(problems).toEqual([]);
    }
    const octets = craftPcap(frames.map((data, index) => ({ timeNs: BigInt(index), data })));
    expect(await everything(octets)).toBe('read');
  });
});

test('an address that speaks with itself, on one port too', async () => {
  const { frames } = craft([...HANDSHAKE, '> PA "GET / HTTP/1.1\r\n\r\n"', '< PA len=5', '> FA', '< RA'], {
    clientPort: 80,
    serverPort: 80,
  });
  const same = frames.map(({ data, timeNs }) => {
    const octets = data.slice();
    octets.copyWithin(30, 26, 30);
    return { timeNs: BigInt(timeNs), data: octets };
  });
  expect(await everything(craftPcap(same))).toBe('read');
});

test('time that stands still, goes backwards, and lies before 1970 and behind 2106', async () => {
  const frame = craft(['> S']).frames[0]?.data ?? new Uint8Array(0);
  const capture = new CraftPcapng().section().interface({ resolution: 9 });
  capture.interface({ resolution: 0xff }).interface({ resolution: 127 });
  capture.interface({ resolution: 0, offsetSeconds: 2n ** 63n - 1n });
  capture.interface({ resolution: 0, offsetSeconds: -(2n ** 63n) });
  for (const units of [5n, 5n, 4n, 0n, 2n ** 64n - 1n, 2n ** 63n, 1n]) {
    for (const interfaceId of [0, 1, 2, 3, 4, 0]) capture.enhanced(units, frame, { interfaceId });
  }
  expect(await everything(capture.bytes())).toBe('read');
  const records = [0, 1e9, 2 ** 32 - 1, 0].map((seconds) => pcapRecord(true, seconds, 2 ** 32 - 1, frame));
  expect(await everything(concat(craftPcap([]), ...records))).toBe('read');
});

test('a million interfaces, and frames on the first and on the last', async () => {
  const frame = craft(['> S']).frames[0]?.data ?? new Uint8Array(0);
  const begin = new CraftPcapng().section().bytes();
  const one = new CraftPcapng().interface({ resolution: 9 }).bytes();
  const all = new Uint8Array(one.length * 1_000_000);
  for (let at = 0; at < all.length; at += one.length) all.set(one, at);
  const onFirst = new CraftPcapng().enhanced(1n, frame).bytes();
  const onLast = new CraftPcapng().enhanced(1n, frame, { interfaceId: 999_999 }).bytes();
  expect(await everything(concat(begin, one, onFirst, all, onFirst, onLast))).toBe('read');
});

test('ten thousand sections, names and comments full of escapes', async () => {
  const frame = craft(['> S']).frames[0]?.data ?? new Uint8Array(0);
  const capture = new CraftPcapng();
  for (let index = 0; index < 10_000; index++) {
    const text = HOSTILE_STRINGS[index % HOSTILE_STRINGS.length] ?? '';
    const repeated = text.repeat(1 + (index % 200));
    capture.section(index % 2 === 0, [[1, text]]).interface({ name: repeated, comment: text });
    if (index % 50 === 0) capture.enhanced(1n, frame, { options: [[1, repeated]] });
  }
  expect(await everything(capture.bytes())).toBe('read');
});
