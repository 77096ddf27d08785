/**
 * Tunnels as tshark opens them by default: every crafted header and its neighbours frame by frame, and whole conversations
 * in nested tunnels flow by flow.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { addressText } from '../../src/diagnosis/address-text.js';
import { FlowFlag } from '../../src/tcp/flow-flag.js';
import { FlowRow } from '../../src/tcp/flow-row.js';
import { type CraftFrame, concat, craftPcap } from '../capture/craft-capture.js';
import { CRAFT_EPOCH, Crafted, type CraftedFrame, craft } from '../craft/craft.js';
import { address, ethernetFrame, ipv4Packet, ipv6Packet } from '../craft/headers.js';
import { authenticationHeader, erspanTypeII, geneve, gre, gtp, hex, udp, vxlan } from '../craft/tunnels.js';
import { decode } from '../decode/decode.js';
import { TUNNEL_CASES } from '../decode/tunnel-cases.js';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark)
  console.log('Skipped: the comparison of tunnels with tshark, which is not installed (apt install tshark)');

const folder = mkdtempSync(join(tmpdir(), 'tcpdx-tunnels-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FIELDS = ['tcp.stream', 'ip.src', 'ipv6.src', 'tcp.srcport', 'tcp.dstport', 'tcp.len'];

/** A segment as tshark gives it. */
interface Segment {
  readonly stream: number;
  /** Innermost source of IPv4 and of IPv6; empty for none. */
  readonly senders: readonly string[];
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly length: number;
}

/** One entry per frame; null for a frame without TCP. */
function tsharkSegments(name: string, pcap: Uint8Array): (Segment | null)[] {
  const path = join(folder, `${name}.pcap`);
  writeFileSync(path, pcap);
  const args = ['-n', '-r', path, '-T', 'fields', '-E', 'separator=/t'];
  const output = execFileSync('tshark', [...args, ...FIELDS.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  });
  return output
    .split(/\r?\n/)
    .slice(0, -1)
    .map((line) => {
      const [stream = '', ipv4 = '', ipv6 = '', sourcePort = '', destinationPort = '', length = ''] =
        line.split('\t');
      if (stream === '') return null;
      return {
        stream: Number(stream),
        senders: [ipv4, ipv6].map((addresses) => addresses.split(',').at(-1) ?? ''),
        sourcePort: Number(sourcePort),
        destinationPort: Number(destinationPort),
        length: Number(length),
      };
    });
}

/** Frames that do not know of each other: L2TP and Teredo make tshark remember who talked to whom. */
const framesOf = (frames: readonly Uint8Array[]): CraftFrame[] =>
  frames.map((data, index) => ({ timeNs: BigInt(CRAFT_EPOCH + index) * 1_000_000_000n, data }));

describe.skipIf(!hasTshark)('A tunnel is opened where tshark opens it', () => {
  test('with the same ports and payload', () => {
    const theirs = tsharkSegments('cases', craftPcap(framesOf(TUNNEL_CASES.map(({ frame }) => frame))));
    const ours = TUNNEL_CASES.map(({ frame }) => {
      const { isSegment, packet } = decode(1, frame);
      if (!isSegment) return null;
      const { sourcePort, destinationPort, payloadLength } = packet;
      return { sourcePort, destinationPort, length: payloadLength };
    });
    const named = (segments: readonly (Omit<Segment, 'stream' | 'senders'> | null)[]) =>
      segments.map((segment, index) => [
        TUNNEL_CASES[index]?.name,
        segment && [segment.sourcePort, segment.destinationPort, segment.length],
      ]);
    expect(named(ours)).toEqual(named(theirs));
  });

  test('whatever port is on the other side', () => {
    const inside = vxlan(ethernetFrame(0x0800, ipv4Packet(ENDS, tcpOf(1))));
    const ports = [...PORTS_ASKED].flatMap((port) => [[port, 4789] as const, [4789, port] as const]);
    const frames = ports.map((pair) =>
      ethernetFrame(0x0800, ipv4Packet({ ...OUTER, protocol: 17 }, udp(pair, inside))),
    );
    const theirs = tsharkSegments('ports', craftPcap(framesOf(frames)));
    const opened = (flags: readonly boolean[]) => ports.filter((_, index) => flags[index]);
    expect(opened(frames.map((frame) => decode(1, frame).isSegment))).toEqual(
      opened(theirs.map((segment) => segment !== null)),
    );
  });
});

const ENDS = { source: address(4, 1), destination: address(4, 2) };
const OUTER = { source: address(4, 101), destination: address(4, 102) };
const OUTER6 = { source: address(6, 101), destination: address(6, 102) };

/** Ports of protocols that always, sometimes and never take a datagram, and of no protocol. */
const PORTS_ASKED = [
  53, 67, 123, 137, 161, 443, 500, 514, 1194, 1812, 1900, 2055, 3389, 3478, 5060, 5353, 8472, 11211, 33434,
  50000,
];

const tcpOf = (sequence: number) => {
  const frame = craft([`> PA "x" seq=${sequence}`]).frames[0]?.data ?? new Uint8Array(0);
  return frame.subarray(14 + 20);
};

type Wrapping = (frame: Uint8Array) => Uint8Array;

const v4 = (protocol: number, payload: Uint8Array) =>
  ethernetFrame(0x0800, ipv4Packet({ ...OUTER, protocol }, payload));
const v6 = (protocol: number, payload: Uint8Array) =>
  ethernetFrame(0x86dd, ipv6Packet({ ...OUTER6, protocol }, payload));
const packetOf = (frame: Uint8Array) => frame.subarray(14);
const typeOf = (frame: Uint8Array) => ((frame[12] as number) << 8) | (frame[13] as number);
const protocolOf = (frame: Uint8Array) => (typeOf(frame) === 0x0800 ? 4 : 41);

const WRAPPINGS: Readonly<Record<string, Wrapping>> = {
  'IP in IPv4': (frame) => v4(protocolOf(frame), packetOf(frame)),
  'IP in IPv6': (frame) => v6(protocolOf(frame), packetOf(frame)),
  GRE: (frame) => v4(47, gre(typeOf(frame), packetOf(frame), 0x2000, '00000007')),
  ERSPAN: (frame) => v4(47, gre(0x88be, erspanTypeII(frame), 0x1000, '00000001')),
  VXLAN: (frame) => v4(17, udp([50123, 4789], vxlan(frame))),
  GENEVE: (frame) => v6(17, udp([50123, 6081], geneve(0x6558, frame, '0102030100000000'))),
  GTP: (frame) =>
    v4(17, udp([2152, 2152], gtp(packetOf(frame), { flags: 0x34, optional: '0000008501000100' }))),
  AH: (frame) => v4(51, authenticationHeader(protocolOf(frame), packetOf(frame))),
  EtherIP: (frame) => v4(97, concat(hex('3000'), frame)),
};

const CONVERSATION = [
  '> S',
  '< SA',
  '> A',
  '> PA "GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"',
  '2> S',
  '< PA "HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n"',
  '2< RA',
  '> FA',
  '< FA',
  '> A',
];

describe.skipIf(!hasTshark)('Flows in tunnels are those of tshark', () => {
  const names = Object.keys(WRAPPINGS);
  const pairs = names.flatMap((outer) => names.map((inner) => [outer, inner] as const));

  test.each([4, 6] as const)('IPv%i in every tunnel in every tunnel', (ipVersion) => {
    const frames = pairs.flatMap(([outer, inner], index) => {
      const wrap: Wrapping = (frame) => (WRAPPINGS[outer] as Wrapping)((WRAPPINGS[inner] as Wrapping)(frame));
      return wrapped(craft(CONVERSATION, { ipVersion, clientPort: 40_000 + 10 * index }), wrap).frames;
    });
    const flows = expectSameFlows(`nested-${ipVersion}`, new Crafted(frames));
    expect(flows).toHaveLength(2 * pairs.length);
  });

  test('a tunnel, its network, its ends and a VLAN are no part of a flow: the same ports and addresses are one flow', () => {
    const plain = craft(CONVERSATION).frames;
    const ways: Wrapping[] = [
      (frame) => frame,
      (frame) => v4(17, udp([50123, 4789], vxlan(frame, 7))),
      (frame) => v4(17, udp([50124, 4789], vxlan(frame, 8))),
      (frame) => v6(17, udp([50125, 4789], vxlan(frame, 9))),
      (frame) => v4(47, gre(0x0800, packetOf(frame), 0x2000, '00000007')),
      (frame) => v4(4, packetOf(frame)),
      (frame) => concat(frame.subarray(0, 12), hex('81000007'), frame.subarray(12)),
    ];
    const frames = plain.map((one, index) => ({
      ...one,
      ...rewritten(one, ways[index % ways.length] as Wrapping),
    }));
    const flows = expectSameFlows('contexts', new Crafted(frames));
    expect(flows).toHaveLength(2);
  });
});

function rewritten(frame: CraftedFrame, wrap: Wrapping) {
  const data = wrap(frame.data);
  return { data, originalLength: data.length };
}

const wrapped = (crafted: Crafted, wrap: Wrapping) =>
  new Crafted(crafted.frames.map((frame) => ({ ...frame, ...rewritten(frame, wrap) })));

/** A flow as both sides tell it. */
interface ComparedFlow {
  readonly sender: string;
  readonly ports: readonly number[];
  readonly firstFrame: number;
  segments: number;
  octets: number;
}

/** Our flows are those of tshark: number, ports, the address of the first sender, segments, octets. */
function expectSameFlows(name: string, crafted: Crafted): readonly ComparedFlow[] {
  const survey = crafted.survey();
  const row = new FlowRow(survey.flows.rows);
  const ours = Array.from({ length: survey.flows.length }, (_, flow): ComparedFlow => {
    row.moveTo(flow);
    return {
      sender: addressText(survey.addresses, row.address(0), row.has(FlowFlag.Ipv6)),
      ports: [row.port(0), row.port(1)],
      firstFrame: row.firstFrame,
      segments: row.segments(0) + row.segments(1),
      octets: row.payloadBytes(0) + row.payloadBytes(1),
    };
  });
  const theirs: ComparedFlow[] = [];
  for (const [index, segment] of tsharkSegments(name, crafted.pcap()).entries()) {
    if (segment === null) continue;
    const { stream, senders, sourcePort, destinationPort } = segment;
    // tshark lists the IPv4 and the IPv6 addresses of a frame apart, so that only their own order is known.
    const sender = senders.find((address) => address === ours[stream]?.sender) ?? senders.join();
    const flow = theirs[stream] ?? {
      sender,
      ports: [sourcePort, destinationPort],
      firstFrame: index + 1,
      segments: 0,
      octets: 0,
    };
    theirs[stream] = flow;
    flow.segments++;
    flow.octets += segment.length;
  }
  expect(ours).toEqual(theirs);
  return ours;
}
