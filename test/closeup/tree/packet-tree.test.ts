/** What the tree says of single frames. The comparison with tshark is in test/tools. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { TreeValue } from '../../../src/closeup/tree/node.js';
import { packetTree } from '../../../src/closeup/tree/packet-tree.js';
import { concat } from '../../capture/craft-capture.js';
import { craft, latin1 } from '../../craft/craft.js';
import { address, ethernetFrame, flagBits, ipv4Packet, ipv6Packet, tcpHeader } from '../../craft/headers.js';
import { allNodes, nodeOf } from './tree-laws.js';

const ETHERNET = 1;

/** The CRC that gzip writes behind its data is that of Ethernet. */
const crc32 = (octets: Uint8Array) => gzipSync(octets).readUInt32LE(gzipSync(octets).length - 8);

const treeOf = (octets: Uint8Array, originalLength = octets.length) =>
  packetTree({ octets, linkType: ETHERNET, originalLength });

const SOURCE = { source: address(4, 1), destination: address(4, 2) };
const SEGMENT = tcpHeader({
  sourcePort: 50000,
  destinationPort: 80,
  sequence: 1000,
  acknowledgment: 5000,
  flags: flagBits('PA'),
});

/** A segment with its checksum set to what `change` makes of the right one. */
function withChecksum(change: (right: number, pseudo: number) => number): Uint8Array {
  const payload = latin1('odd');
  const segment = concat(SEGMENT, payload);
  const words = (octets: Uint8Array) => {
    let sum = 0;
    for (let at = 0; at < octets.length; at += 2) sum += (octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0);
    return sum;
  };
  const fold = (sum: number) => {
    let rest = sum;
    while (rest > 0xffff) rest = (rest % 0x10000) + Math.floor(rest / 0x10000);
    return rest;
  };
  const pseudo = words(SOURCE.source) + words(SOURCE.destination) + 6 + segment.length;
  const right = 0xffff - fold(pseudo + words(segment));
  new DataView(segment.buffer).setUint16(16, change(right, fold(pseudo)));
  return ethernetFrame(0x0800, ipv4Packet(SOURCE, segment));
}

function checksumOf(
  octets: Uint8Array,
  originalLength = octets.length,
): Extract<TreeValue, { type: 'checksum' }> {
  const { value } = nodeOf(treeOf(octets, originalLength), 'tcp.checksum');
  if (value?.type !== 'checksum') throw new Error('Expected a checksum');
  return value;
}

test.each([
  ['ok', withChecksum((right) => right)],
  ['wrong', withChecksum((right) => (right + 1) % 0xffff)],
  ['pseudo-header-only', withChecksum((_, pseudo) => pseudo)],
  ['zero', withChecksum(() => 0)],
] as const)('a TCP checksum is %s', (outcome, octets) => {
  expect(checksumOf(octets).outcome).toBe(outcome);
});

test('says which checksum would be right', () => {
  const right = checksumOf(withChecksum((value) => value)).value;
  expect(checksumOf(withChecksum((value) => (value + 1) % 0xffff)).expected).toBe(right);
});

test('does not check what it has not seen', () => {
  const octets = withChecksum((right) => right);
  expect(checksumOf(octets.subarray(0, -1), octets.length).outcome).toBe('not-checkable');
});

test('counts sequence numbers from those that the caller knows, across the wrap', () => {
  const [frame] = craft(['> PA "hi" seq=10'], { clientSequence: 0xfffffffe }).frames;
  const octets = frame?.data ?? new Uint8Array(0);
  const bases = { sender: 0xfffffffe, receiver: null };
  const tree = packetTree({ octets, linkType: ETHERNET, originalLength: octets.length, bases });
  expect(nodeOf(tree, 'tcp.seq').value).toMatchObject({ value: 10 });
  expect(nodeOf(tree, 'tcp.seq_raw').value).toMatchObject({ value: 8 });
  expect(allNodes(tree).some(({ field }) => field === 'tcp.ack')).toBe(false);
});

/** Name, octets of the option, and what it becomes: field, octets and value of its parts behind kind and length. */
const OPTIONS: readonly (readonly [string, readonly number[], readonly unknown[]])[] = [
  ['MSS', [2, 4, 5, 0xb4], [['tcp.options.mss_val', 1460]]],
  ['window scale', [3, 3, 7, 1], [['tcp.options.wscale.shift', 7]]],
  ['SACK permitted', [4, 2, 1, 1], []],
  [
    'SACK',
    [1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9],
    [
      ['tcp.options.sack_le', 1],
      ['tcp.options.sack_re', 9],
    ],
  ],
  [
    'timestamps',
    [1, 1, 8, 10, 0, 0, 0, 5, 0, 0, 0, 6],
    [
      ['tcp.options.timestamp.tsval', 5],
      ['tcp.options.timestamp.tsecr', 6],
    ],
  ],
  ['TFO cookie', [34, 8, 1, 2, 3, 4, 5, 6], [['tcp.options.tfo.cookie', 'octets']]],
  [
    'MPTCP',
    [30, 4, 0x81, 0],
    [
      ['tcp.options.mptcp.subtype', 'MP_TCPRST'],
      ['tcp.options.mptcp.data', 'octets'],
    ],
  ],
  ['an unknown one', [200, 4, 9, 9], [['tcp.options.unknown.payload', 'octets']]],
];

const withOptions = (options: readonly number[]) => {
  const header = Uint8Array.from(SEGMENT);
  header[12] = (5 + options.length / 4) * 16;
  return ethernetFrame(0x0800, ipv4Packet(SOURCE, concat(header, Uint8Array.from(options))));
};

test.each(OPTIONS)('reads the option %s', (_, options, parts) => {
  const options_ = nodeOf(treeOf(withOptions(options)), 'tcp.options').children;
  const fields = allNodes(options_).filter(
    ({ field, value }) => value !== null && !/_(kind|len)$/.test(field),
  );
  expect(
    fields.map(({ field, value }) => [
      field,
      value?.type === 'integer' ? (value.meaning ?? value.value) : value?.type,
    ]),
  ).toEqual(parts);
});

test.each([
  ['0', [2, 0, 5, 0xb4]],
  ['1', [2, 1, 5, 0xb4]],
  ['behind the header', [2, 9, 5, 0xb4]],
])('an option of length %s is octets and a problem', (_, options) => {
  const node = nodeOf(treeOf(withOptions(options)), 'tcp.options.mss');
  expect(node).toMatchObject({
    length: 4,
    value: { type: 'octets' },
    problems: [{ code: 'length-invalid' }],
  });
});

test('reads the packet that an ICMP error quotes inside the error', () => {
  const quoted = ipv4Packet(SOURCE, SEGMENT).subarray(0, 28);
  const error = concat(Uint8Array.of(3, 1, 0, 0, 0, 0, 0, 0), quoted);
  const tree = treeOf(ethernetFrame(0x0800, ipv4Packet({ ...SOURCE, protocol: 1 }, error)));
  expect(tree.map(({ field }) => field)).toEqual(['eth', 'ip', 'icmp']);
  const icmp = nodeOf(tree, 'icmp').children;
  expect(nodeOf(icmp, 'tcp.dstport').value).toMatchObject({ value: 80 });
  expect(nodeOf(icmp, 'cut').problems).toEqual([{ code: 'cut', missingBytes: 12 }]);
  expect(nodeOf(icmp, 'ip').problems).toEqual([]);
});

test('leaves a fragment as octets: what they mean stands in another frame', () => {
  const tree = treeOf(ethernetFrame(0x0800, ipv4Packet({ ...SOURCE, fragment: 0x2001 }, SEGMENT)));
  expect(tree.map(({ field }) => field)).toEqual(['eth', 'ip', 'data']);
  expect(nodeOf(tree, 'ip').problems).toEqual([{ code: 'ip-fragment' }]);
});

test('tells padding, trailer and check sequence', () => {
  const packet = ethernetFrame(0x0800, ipv4Packet(SOURCE, SEGMENT));
  const fields = (behind: readonly number[]) =>
    treeOf(concat(packet, Uint8Array.from(behind)))
      .slice(3)
      .map(({ field, length }) => [field, length]);
  expect(fields([0, 0, 0, 0, 0, 0])).toEqual([['eth.padding', 6]]);
  expect(fields([0, 0, 0, 0, 0, 0, 9, 9])).toEqual([
    ['eth.padding', 6],
    ['eth.trailer', 2],
  ]);
  expect(fields([1, 2, 3, 4, 5, 6])).toEqual([['eth.trailer', 6]]);
});

test('knows a check sequence by its being right', () => {
  const packet = concat(ethernetFrame(0x0800, ipv4Packet(SOURCE, SEGMENT)), new Uint8Array(6));
  const check = new Uint8Array(4);
  new DataView(check.buffer).setUint32(0, crc32(packet), true);
  const fields = (frame: Uint8Array) =>
    treeOf(frame)
      .slice(3)
      .map(({ field }) => field);
  expect(fields(concat(packet, check))).toEqual(['eth.padding', 'eth.fcs']);
  expect(
    fields(
      concat(
        packet,
        check.map((octet) => octet + 1),
      ),
    ),
  ).toEqual(['eth.padding', 'eth.trailer']);
});

test('shows the extension headers of IPv6 as part of it', () => {
  const destinationOptions = Uint8Array.of(6, 0, 1, 4, 0, 0, 0, 0);
  const fields = { source: address(6, 1), destination: address(6, 2), protocol: 60 };
  const tree = treeOf(ethernetFrame(0x86dd, ipv6Packet(fields, concat(destinationOptions, SEGMENT))));
  expect(tree.map(({ field, length }) => [field, length])).toEqual([
    ['eth', 14],
    ['ipv6', 48],
    ['tcp', 20],
  ]);
  expect(nodeOf(tree, 'ipv6.dstopts.nxt').value).toMatchObject({ meaning: 'TCP' });
});

test('reads several messages of HTTP in one frame, and a body by its length', () => {
  const text = 'POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: h\r\n\r\n';
  const tree = treeOf(ethernetFrame(0x0800, ipv4Packet(SOURCE, concat(SEGMENT, latin1(text)))));
  const values = allNodes(tree).filter(({ field }) => field === 'http.request.uri');
  expect(values.map(({ value }) => value)).toEqual([
    { type: 'text', text: '/a' },
    { type: 'text', text: '/b' },
  ]);
  expect(nodeOf(tree, 'http.file_data').length).toBe(3);
});

test('shows a link type that is not decoded as octets', () => {
  const octets = Uint8Array.of(1, 2, 3);
  const [node] = packetTree({ octets, linkType: 147, originalLength: 3 });
  expect(node).toMatchObject({ field: 'data', length: 3, problems: [{ code: 'link-type-unsupported' }] });
});

test('does not check the checksums of a packet that is quoted in part', () => {
  const message = concat(Uint8Array.of(8, 0, 1, 2, 0, 0, 0, 0), new Uint8Array(40));
  const quoted = ipv4Packet({ ...SOURCE, protocol: 1 }, message).subarray(0, 40);
  const error = concat(Uint8Array.of(11, 0, 0, 0, 0, 0, 0, 0), quoted);
  const tree = treeOf(ethernetFrame(0x0800, ipv4Packet({ ...SOURCE, protocol: 1 }, error)));
  const outcomes = allNodes(tree).flatMap(({ field, value }) =>
    field === 'icmp.checksum' && value?.type === 'checksum' ? [value.outcome] : [],
  );
  expect(outcomes).toEqual(['zero', 'not-checkable']);
});
