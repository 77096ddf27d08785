/** Flows found without a survey have the numbers that the survey gives them, and so do frames. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Frame } from '../../src/capture/frame-reader.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { FlowReading } from '../../src/closeup/flow-reading.js';
import { FlowScan } from '../../src/closeup/flow-scan.js';
import { TupleTable } from '../../src/closeup/tuple-table.js';
import { Survey } from '../../src/survey/survey.js';
import { FlowRow } from '../../src/tcp/flow-row.js';
import { corpusFolder } from '../capture/corpus-folder.js';
import { type CraftedFrame, craft, takeFrames } from '../craft/craft.js';
import { cutsOf, ipv4Fragment } from '../craft/fragments.js';
import { icmpFrame } from '../craft/icmp.js';
import { surveyOfFile } from '../survey/survey-of-file.js';
import { closeUpOfFrames } from './close-up-of.js';

const captures = readdirSync('captures')
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name) => `captures/${name}`);

/** Captures with fragments, tunnels and tables of frames. */
const ofCorpus = [
  'OISF__suricata-verify/frag-ip-tcp.pcap',
  'OISF__suricata-verify/frag-eth-vlan-ipv6-tcp.pcap',
  'arkime__arkime/gre-sample.pcap',
  'zeek__zeek/fragmented-4.pcap',
  'zeek__zeek/mixed-vlan-mpls.pcap',
  'zeek__zeek/vxlan-encapsulated-http.pcap',
  'seladb__PcapPlusPlus/solaris.snoop',
].flatMap((name) => (corpusFolder === null ? [] : [join(corpusFolder, 'captures', name)]));

test('Segments of IPv6 addresses beyond the limit take no number, as in the survey', () => {
  const scan = new FlowScan(1, 0, 2);
  const [known, next] = craft(['> S', '2> S'], { ipVersion: 6 }).frames as [CraftedFrame, CraftedFrame];
  const other = { ...known, data: Uint8Array.from(known.data) };
  other.data[37] = 0x99;
  const taken = [known, other, icmpFrame(other), next].map(({ data, originalLength }) => {
    const frame = new Frame();
    Object.assign(frame, { linkType: 1, bytes: data, capturedLength: data.length, originalLength });
    return scan.take(frame);
  });
  expect(taken).toEqual([false, false, false, true]);
  expect([scan.flowsMet, scan.refused]).toEqual([2, 1]);
});

describe('Every flow of', () => {
  test.each([...captures, ...ofCorpus])('%s', async (path) => {
    const survey = await surveyOfFile(path);
    const row = new FlowRow(survey.flows.rows);
    for (let flow = 0; flow < survey.flows.length; flow++) {
      const reading = new FlowReading(flow, flow);
      const reader = await openCapture(path, { timeBase: reading.timeBase, hash: false });
      await reading.read(reader, 0, () => {});
      await reader.close();
      const closeUp = reading.finish();
      row.moveTo(flow);
      expect(reading.frames).toBe(survey.frames);
      expect(closeUp?.segments.length).toBe(row.segments(0) + row.segments(1));
      expect(closeUp?.segments[0]).toMatchObject({
        frameNumber: row.firstFrame,
        fileOffset: row.firstOffset,
      });
      expect(closeUp?.segments.at(-1)).toMatchObject({
        frameNumber: row.lastFrame,
        fileOffset: row.lastOffset,
      });
      expect(closeUp?.clientSide).toBe(row.clientSide);
      expect(closeUp?.survey.segments).toBe(row.segments(0) + row.segments(1));
      expect(closeUp?.survey.payloadBytes).toBe(row.payloadBytes(0) + row.payloadBytes(1));
    }
  });
});

/** Segments on few tuples, so that flags of all kinds meet. */
const segment = fc.record({
  connection: fc.integer({ min: 0, max: 3 }),
  isFromClient: fc.boolean(),
  flags: fc.constantFrom('S', 'SA', 'A', 'PA', 'FA', 'R', 'RA', 'SF', '.'),
  sequence: fc.integer({ min: 0, max: 2 }),
  ack: fc.integer({ min: 0, max: 2 }),
});

/** Segments as lines of a scenario. */
const lines = fc
  .array(segment, { minLength: 1, maxLength: 25 })
  .map((segments) =>
    segments.map(
      ({ connection, isFromClient, flags, sequence, ack }) =>
        `${connection}${isFromClient ? '>' : '<'} ${flags} seq=${sequence} ack=${ack}`,
    ),
  );

/** Every flow has the segments, the first and the last frame that the survey finds, and there are no more flows. */
function expectFlowsAsSurveyed(frames: Parameters<typeof closeUpOfFrames>[0]): void {
  const whole = new Survey();
  takeFrames(whole, frames);
  const row = new FlowRow(whole.flows.rows);
  for (let flow = 0; flow < whole.flows.length; flow++) {
    row.moveTo(flow);
    const closeUp = closeUpOfFrames(frames, flow);
    expect(closeUp?.segments.length).toBe(row.segments(0) + row.segments(1));
    expect(closeUp?.segments[0]?.frameNumber).toBe(row.firstFrame);
    expect(closeUp?.segments.at(-1)?.frameNumber).toBe(row.lastFrame);
  }
  expect(closeUpOfFrames(frames, whole.flows.length)).toBeNull();
}

test('Flows of any segments have the frames that the survey counts', () => {
  fc.assert(
    fc.property(lines, (scenario) => {
      expectFlowsAsSurveyed(craft(scenario).frames);
    }),
    { numRuns: 200 },
  );
});

test('ICMP errors that quote segments take the numbers that the survey gives them', () => {
  const isQuoted = fc.array(fc.constantFrom<'no' | 'all' | 'too little'>('no', 'all', 'too little'), {
    minLength: 25,
    maxLength: 25,
  });
  fc.assert(
    fc.property(lines, isQuoted, (scenario, quotes) => {
      const frames = craft(scenario).frames.map((frame, index) => {
        const quote = quotes[index] ?? 'no';
        if (quote === 'no') return frame;
        return icmpFrame(frame, quote === 'all' ? {} : { quotedOctets: 8 });
      });
      const whole = new Survey();
      takeFrames(whole, frames);
      const row = new FlowRow(whole.flows.rows);
      for (let flow = 0; flow < whole.flows.length; flow++) {
        row.moveTo(flow);
        const segments = row.segments(0) + row.segments(1);
        const closeUp = closeUpOfFrames(frames, flow);
        expect(closeUp?.segments.length ?? 0).toBe(segments);
        if (segments > 0) expect(closeUp?.segments.at(-1)?.frameNumber).toBe(row.lastFrame);
      }
    }),
    { numRuns: 300 },
  );
});

test('Fragments that come late, or not at all, make the segments that the survey makes of them', () => {
  const fragment = fc.record({
    identification: fc.integer({ min: 1, max: 2 }),
    isLost: fc.boolean(),
    isLate: fc.boolean(),
  });
  fc.assert(
    fc.property(lines, fc.array(fragment, { minLength: 50, maxLength: 50 }), (scenario, fates) => {
      let late = 0;
      const frames = craft(scenario).frames.flatMap(({ data, timeNs }, index) =>
        cutsOf(data.subarray(34), 16).flatMap((cut, piece) => {
          const { identification = 1, isLost, isLate } = fates[(2 * index + piece) % fates.length] ?? {};
          if (isLate) late++;
          const ends = { source: data.subarray(26, 30), destination: data.subarray(30, 34) };
          const octets = ipv4Fragment(ends, cut, { identification });
          const frame = { data: octets, timeNs: timeNs + late * 61e9, originalLength: octets.length };
          return isLost ? [] : [frame];
        }),
      );
      expectFlowsAsSurveyed(frames);
    }),
    { numRuns: 300 },
  );
});

test('Records that are stepped over change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(lines, async (scenario) => {
      const { frames } = craft(scenario);
      const file = craft(scenario).pcap();
      for (let flow = 0; flow < 3; flow++) {
        const reading = new FlowReading(flow, 7);
        const reader = await openCapture('-', {
          timeBase: reading.timeBase,
          hash: false,
          standardInput: Readable.from([Buffer.from(file)], { objectMode: false }),
        });
        await reading.read(reader, 0, () => {});
        const numbers = reading.finish()?.segments.map(({ frameNumber }) => frameNumber);
        expect(numbers).toEqual(
          closeUpOfFrames(frames, flow)?.segments.map(({ frameNumber }) => frameNumber),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('A table that is full refuses and counts', () => {
  const table = new TupleTable(1, 2);
  const take = (port: number) => table.take(1, 2, (port << 16) | 80, false, 0x02, 5, 0);
  expect([take(1), take(2), take(3), take(1)]).toEqual([0, 1, -1, 0]);
  expect(table.refused).toBe(1);
});

test('A table that grows forgets nothing', () => {
  const table = new TupleTable(1);
  const take = (tuple: number) => table.take(tuple, 7, (1234 << 16) | 80, false, 0x02, 5, 0);
  const COUNT = 200_000;
  for (let tuple = 0; tuple < COUNT; tuple++) take(tuple);
  for (let tuple = 0; tuple < COUNT; tuple += 997) expect(take(tuple)).toBe(tuple);
  expect(table.length).toBe(COUNT);
});
