/**
 * Laws of the packet tree: any octets make a tree, its nodes cover the frame, and a frame that is cut says the same of the
 * fields that are left.
 */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimeBase } from '../../../src/bytes/time.js';
import { openCapture } from '../../../src/capture/open-capture.js';
import type { TreeNode } from '../../../src/closeup/tree/node.js';
import { packetTree } from '../../../src/closeup/tree/packet-tree.js';
import { CARRIERS, IPV4, IPV6 } from '../../decode/frames.js';
import { allNodes, expectTiled } from './tree-laws.js';

const LINK_TYPES = [0, 1, 12, 101, 108, 113, 228, 229, 276, 147];

interface Sample {
  readonly octets: Uint8Array;
  readonly linkType: number;
}

const carriers: readonly Sample[] = CARRIERS.map(([, linkType, octets]) => ({ linkType, octets }));

async function framesOf(path: string): Promise<Sample[]> {
  const reader = await openCapture(path, { timeBase: new TimeBase(), hash: false });
  const frames: Sample[] = [];
  do {
    while (reader.next()) {
      const { bytes, at, capturedLength, linkType } = reader.frame;
      frames.push({ octets: bytes.slice(at, at + capturedLength), linkType });
    }
  } while (await reader.fill());
  await reader.close();
  return frames;
}

const captures = readdirSync('captures').filter((name) => /\.pcap(ng)?$/.test(name));

test.each(captures)('the nodes of every frame of %s cover it', async (name) => {
  for (const { octets, linkType } of await framesOf(`captures/${name}`)) {
    expectTiled(packetTree({ octets, linkType, originalLength: octets.length }), octets.length);
  }
});

test('any octets make a tree that covers them', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(...LINK_TYPES),
      fc.nat(40),
      (octets, linkType, missing) => {
        const tree = packetTree({ octets, linkType, originalLength: octets.length + missing });
        expectTiled(tree, octets.length);
      },
    ),
    { numRuns: 1000 },
  );
});

test('any frame in which some octets were changed makes a tree that covers it', () => {
  const change = fc.tuple(fc.nat(160), fc.nat(255));
  const samples = [
    ...carriers,
    ...[IPV4, IPV6].map((octets) => ({ octets: quotedBy(octets), linkType: 101 })),
    { octets: tunnelled(), linkType: 1 },
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      ({ octets: original, linkType }, changes) => {
        const octets = Uint8Array.from(original);
        for (const [at, octet] of changes) if (at < octets.length) octets[at] = octet;
        expectTiled(packetTree({ octets, linkType, originalLength: octets.length }), octets.length);
      },
    ),
    { numRuns: 3000 },
  );
});

test.each(CARRIERS)('%s: cut at any octet, the fields that are left say the same', (_, linkType, octets) => {
  expectOnlyShorter({ octets, linkType });
});

test('frames of the captures, cut at any octet, say the same of the fields that are left', async () => {
  for (const name of ['clean-http.pcap', 'vlan.pcap', 'linux-cooked.pcap', 'ethernet-padding.pcap']) {
    for (const frame of (await framesOf(`captures/${name}`)).slice(0, 8)) expectOnlyShorter(frame);
  }
});

/** Every plain value of the tree of a cut frame stands in the tree of the whole frame, at the same octets. */
function expectOnlyShorter({ octets, linkType }: Sample): void {
  const originalLength = octets.length;
  const wholeTree = packetTree({ octets, linkType, originalLength });
  const whole = new Set(plainValues(wholeTree));
  const packetEnd = endOfPacket(wholeTree);
  for (let length = 0; length < octets.length; length++) {
    const tree = packetTree({ octets: octets.subarray(0, length), linkType, originalLength });
    expectTiled(tree, length);
    for (const value of plainValues(tree))
      if (!whole.has(value)) expect([length, value]).toBe('in the whole');
    const isMarked = allNodes(tree).some(({ problems }) => problems.some(({ code }) => code === 'cut'));
    expect([length, isMarked]).toEqual([length, length < packetEnd]);
  }
}

/** Where the packet ends in a frame; behind it is nothing but padding and trailer. */
function endOfPacket(tree: readonly TreeNode[]): number {
  const inner = tree.filter(({ field }) => !/^eth\.(padding|trailer|fcs)$/.test(field));
  return Math.max(...inner.map(({ at, length }) => at + length));
}

/** What a field says, without checksums, whose outcome changes, and without octets, which become fewer. */
function plainValues(tree: readonly TreeNode[]): string[] {
  return allNodes(tree)
    .filter(
      ({ value, length }) =>
        value !== null && value.type !== 'checksum' && value.type !== 'octets' && length > 0,
    )
    .map(({ field, at, length, value }) => JSON.stringify([field, at, length, value]));
}

/** An ICMP error that quotes a packet. */
function quotedBy(packet: Uint8Array): Uint8Array {
  const header = [0x45, 0, 0, 28 + packet.length, 0, 0, 0, 0, 64, 1, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
  return Uint8Array.of(...header, 3, 1, 0, 0, 0, 0, 0, 0, ...packet);
}

/** A label stack, and GRE over IPv4 behind it. */
function tunnelled(): Uint8Array {
  const ethernet = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0x47];
  const labels = [0, 1, 0x00, 64, 0, 2, 0x01, 64];
  const header = [0x45, 0, 0, 80, 0, 0, 0, 0, 64, 47, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
  return Uint8Array.of(
    ...ethernet,
    ...labels,
    ...header,
    0xb0,
    0,
    8,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    2,
    ...IPV4,
  );
}
