/** Numbers of flows where ICMP errors quote segments that were not captured, or not yet: frame by frame against tshark. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Survey } from '../../src/survey/survey.js';
import { Crafted, type CraftedFrame, craft, takeFrames } from '../craft/craft.js';
import { flowFacts } from '../craft/facts.js';
import { icmpFrame } from '../craft/icmp.js';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark)
  console.log('Skipped: numbers of flows in ICMP errors, for tshark is not installed (apt install tshark)');

const folder = mkdtempSync(join(tmpdir(), 'tcpdx-icmp-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The stream of each frame's segment, or of the one that its error quotes; null for none. */
function theirStreams(frames: readonly CraftedFrame[]): (number | null)[] {
  const path = join(folder, 'it.pcap');
  writeFileSync(path, new Crafted(frames).pcap());
  const output = execFileSync('tshark', ['-n', '-r', path, '-T', 'fields', '-e', 'tcp.stream'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return output
    .split(/\r?\n/)
    .slice(0, -1)
    .map((stream) => (stream === '' ? null : Number(stream)));
}

/** The same of ours; an error about a flow is one that its flow has more. */
function ourStreams(frames: readonly CraftedFrame[]): (number | null)[] {
  const survey = new Survey();
  const streams = frames.map((frame) => {
    const before = errorsOf(survey);
    const { segments } = survey;
    takeFrames(survey, [frame]);
    if (survey.segments > segments) return survey.flows.row.flow;
    const flow = errorsOf(survey).findIndex((count, index) => count !== (before[index] ?? 0));
    return flow < 0 ? null : flow;
  });
  survey.finish();
  return streams;
}

function errorsOf(survey: Survey): number[] {
  return Array.from({ length: survey.flows.length }, (_, flow) => flowFacts(survey, flow).icmpErrors);
}

/** The streams of both; where too little is quoted for a number only tshark has none. */
function compareStreams(frames: readonly CraftedFrame[], isShort: (index: number) => boolean = () => false) {
  const numbered = (streams: readonly (number | null)[]) =>
    streams.map((stream, index) => (isShort(index) ? null : stream));
  const [ours, theirs] = [ourStreams(frames), theirStreams(frames)];
  expect(numbered(ours)).toEqual(numbered(theirs));
  return theirs;
}

describe.skipIf(!hasTshark).each([4, 6] as const)(
  'Numbers of flows around ICMP errors over IPv%i',
  (ipVersion) => {
    const [syn, synAck, ack, data] = craft(['> S', '< SA', '> A', '> PA "hello"'], { ipVersion })
      .frames as CraftedFrame[] as [CraftedFrame, CraftedFrame, CraftedFrame, CraftedFrame];
    const [other] = craft(['2> S'], { ipVersion }).frames as [CraftedFrame];
    const [later, laterRst] = craft(['> S', '< RA'], { ipVersion, clientSequence: 7777 }).frames as [
      CraftedFrame,
      CraftedFrame,
    ];
    const error = icmpFrame;

    test.each<[string, readonly CraftedFrame[], readonly (number | null)[]]>([
      ['a quote in front of the SYN', [error(syn), syn, synAck, other], [0, 0, 0, 1]],
      ['a quote of 16 octets', [error(syn, { quotedOctets: 16 }), syn, synAck, other], [0, 0, 0, 1]],
      ['a quote of another SYN in front', [error(later), syn, synAck, other], [0, 0, 0, 1]],
      ['a quote of the answer in front', [error(synAck), syn, synAck, other], [0, 0, 0, 1]],
      ['a quote of data in front', [error(data), data, other], [0, 0, 1]],
      ['a quote in front of the other side', [error(syn), synAck, ack, other], [0, 0, 0, 1]],
      ['a quote only', [error(syn), other], [0, 1]],
      ['quotes of two SYN without either', [error(syn), error(later), other], [0, 0, 1]],
      ['a quote behind', [syn, synAck, error(syn), error(data), other], [0, 0, 0, 0, 1]],
      [
        'a quote of a later SYN',
        [syn, error(later), error(later), other, later, laterRst],
        [0, 1, 1, 2, 1, 1],
      ],
      [
        'a segment of the older connection behind it',
        [syn, synAck, error(later), ack, later, other],
        [0, 0, 1, 1, 2, 3],
      ],
      ['the older SYN again behind it', [syn, error(later), later, syn, other], [0, 1, 1, 2, 3]],
    ])('%s', (_, frames, streams) => {
      expect(compareStreams(frames)).toEqual(streams);
    });

    test('8 octets quoted of an unknown flow make none', () => {
      for (const quotedOctets of [8, 12, 15]) {
        const frames = [error(syn, { quotedOctets }), other, syn];
        expect(compareStreams(frames)).toEqual([null, 0, 1]);
      }
    });

    test('any order of segments and quotes', () => {
      let state = ipVersion;
      const random = (below: number) => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      // No RST: a SYN behind a flow that begins with one is numbered otherwise by tshark, with and without ICMP.
      const pool = Array.from({ length: 40 }, (_, index) => {
        const clientPort = 50_000 + (index % 4);
        const clientSequence = 1000 * (1 + (index >> 2));
        return craft(['> S', '< SA', '> A', '> PA "x"'], { ipVersion, clientPort, clientSequence }).frames;
      }).flat();
      const short = new Set<number>();
      const frames = Array.from({ length: 3000 }, (_, index) => {
        const frame = { ...(pool[random(pool.length)] as CraftedFrame), timeNs: index * 1000 };
        if (random(3) > 0) return frame;
        const quotedOctets = [8, 15, 16, 20][random(4)] as number;
        if (quotedOctets < 16) short.add(index);
        return icmpFrame(frame, { quotedOctets });
      });
      expect(compareStreams(frames, (index) => short.has(index)).length).toBe(3000);
    });
  },
);
