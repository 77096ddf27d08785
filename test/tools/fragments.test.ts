/**
 * Random fragments, whole, repeated, overlapping, mixed, never complete, against tshark: which frame completes a packet,
 * and the octets that come out.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/decode/decode-frame.js';
import { Layer } from '../../src/decode/layer.js';
import { Packet } from '../../src/decode/packet.js';
import { ProblemCounters } from '../../src/decode/problem.js';
import { concat, craftPcap } from '../capture/craft-capture.js';
import { type Cut, ipv4Fragment, ipv6Fragment } from '../craft/fragments.js';
import { address, tcpHeader } from '../craft/headers.js';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark) console.log('Skipped: fragments against tshark, which is not installed (apt install tshark)');

/** Pieces of this many octets, so that overlaps and holes are frequent. */
const UNIT = 24;
const HEADER_UNITS = 1;

const anyCut = fc.record({
  identification: fc.nat({ max: 3 }),
  isIpv6: fc.boolean(),
  from: fc.nat({ max: 4 }),
  units: fc.integer({ min: 1, max: 3 }),
  hasMore: fc.boolean(),
  fill: fc.nat({ max: 255 }),
  vlan: fc.constantFrom(0, 0, 0, 7),
});

type AnyCut = typeof anyCut extends fc.Arbitrary<infer T> ? T : never;

function frameOf(cut: AnyCut): Uint8Array {
  const { identification, isIpv6, from, units, hasMore, fill, vlan } = cut;
  const body = new Uint8Array(units * UNIT).fill(fill);
  // Whatever begins a packet begins with a header that can be read; ports tell the packets apart.
  const header = tcpHeader({
    sourcePort: 40000 + identification,
    destinationPort: 50000,
    sequence: 1,
    acknowledgment: 1,
    flags: 0x10,
  });
  if (from === 0) body.set(header.subarray(0, HEADER_UNITS * UNIT));
  const piece: Cut = { offset: from * UNIT, octets: body, hasMore };
  const version = isIpv6 ? 6 : 4;
  const fields = { source: address(version, 1), destination: address(version, 2) };
  const options = { identification: 100 + identification, vlans: vlan === 0 ? [] : [vlan] };
  return isIpv6 ? ipv6Fragment(fields, piece, options) : ipv4Fragment(fields, piece, options);
}

function ourPayloads(frames: readonly Uint8Array[]): string[] {
  const packet = new Packet(new ProblemCounters());
  return frames.map((frame) => {
    if (!decodeFrame(packet, Layer.Ethernet, frame, 0, frame.length, frame.length)) return '';
    const payload = packet.bytes.subarray(packet.payloadAt, packet.payloadAt + packet.payloadLength);
    return `${packet.sourcePort} ${Buffer.from(payload).toString('hex')}`;
  });
}

function theirPayloads(frames: readonly Uint8Array[], path: string): string[] {
  const captured = frames.map((data, index) => ({ timeNs: BigInt(index) * 1000n, data }));
  writeFileSync(path, concat(craftPcap(captured)));
  const args = [
    '-n',
    '-r',
    path,
    '-T',
    'fields',
    '-E',
    'separator=/s',
    '-e',
    'tcp.srcport',
    '-e',
    'tcp.payload',
  ];
  const output = execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return output
    .split(/\r?\n/)
    .slice(0, -1)
    .map((line) => (line.trim() === '' ? '' : line));
}

describe.skipIf(!hasTshark)('Fragments give the packets that tshark shows', () => {
  test('for 3,000 fragments at random', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tcpdx-fragments-'));
    try {
      let completed = 0;
      const runs = fc.sample(fc.array(anyCut, { minLength: 300, maxLength: 300 }), {
        numRuns: 10,
        seed: 815,
      });
      for (const cuts of runs) {
        const frames = cuts.map(frameOf);
        const ours = ourPayloads(frames);
        expect(ours).toEqual(theirPayloads(frames, join(folder, 'fragments.pcap')));
        completed += ours.filter((payload) => payload !== '').length;
      }
      expect(completed).toBeGreaterThan(300);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
