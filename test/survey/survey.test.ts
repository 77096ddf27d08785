import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/capture/byte-source.js';
import { Frame } from '../../src/capture/frame-reader.js';
import { openCapture, openCaptureFrom } from '../../src/capture/open-capture.js';
import { Survey } from '../../src/survey/survey.js';
import { FlowRow } from '../../src/tcp/flow-row.js';
import { craftPcapng } from '../capture/craft-capture.js';
import { CRAFT_EPOCH, Crafted, type CraftedFrame, craft, takeFrames } from '../craft/craft.js';
import { allFacts, exchangeLines, flowFacts } from '../craft/facts.js';
import { HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';

/** A scene with everything that the survey keeps from one segment to the next. */
const SCENE = craft([
  ...HANDSHAKE,
  '> PA "GET /split HTTP/1.1\r\nHo"',
  '2> S',
  '> PA "st: a\r\n\r\n"',
  '2< RA',
  '< PA "HTTP/1.1 503 Busy\r\nContent-Length: 2500\r\n\r\n"',
  '< A len=1000',
  '3> PA "GET /x"',
  '< A len=500 seq=1545',
  '< A len=500 seq=1045',
  '+20ms',
  '< A len=1000',
  '> FA',
  '3< A',
  '< FA',
  '> A',
  '4> S',
  '4< SA',
  '4> A',
  '4> FA',
  '4< RA',
]);

/** Octets that come in pieces of at most `most`. */
class PieceSource implements ByteSource {
  readonly failure = null;
  readonly compression = null;
  readonly bytesTotal = null;
  readonly sha256 = null;
  bytesRead = 0;
  private readonly octets: Uint8Array;
  private readonly most: number;

  constructor(octets: Uint8Array, most: number) {
    this.octets = octets;
    this.most = most;
  }

  read(target: Uint8Array, at: number, length: number): number {
    const piece = this.octets.subarray(this.bytesRead, this.bytesRead + Math.min(length, this.most));
    target.set(piece, at);
    this.bytesRead += piece.length;
    return piece.length;
  }

  async finish(): Promise<void> {}
  async abandon(): Promise<void> {}
}

async function factsThrough(octets: Uint8Array, windowBytes: number, most: number): Promise<string> {
  const survey = new Survey();
  const source = new PieceSource(octets, most);
  await survey.read(await openCaptureFrom(source, 'pieces', survey.timeBase, windowBytes), 0);
  survey.finish();
  return allFacts(survey);
}

describe('The facts of a capture do not depend on', () => {
  const pcap = SCENE.pcap({ nanoseconds: true });
  const pcapng = craftPcapng(
    SCENE.frames.map(({ timeNs, data }) => ({
      timeNs: BigInt(CRAFT_EPOCH) * 10n ** 9n + BigInt(timeNs),
      data,
    })),
  );

  test.each([
    [64, 1],
    [64, 7],
    [1024, 1024],
    [1500, 333],
    [65_536, 65_536],
    [1 << 20, 13],
  ])('a window of %i octets filled %i at a time', async (windowBytes, most) => {
    const expected = allFacts(SCENE.survey());
    expect(JSON.parse(expected).flows).toHaveLength(4);
    expect(await factsThrough(pcap, windowBytes, most)).toBe(expected);
    expect(await factsThrough(pcapng, windowBytes, most)).toBe(expected);
  });

  test('the seed of the hashes', () => {
    expect(allFacts(SCENE.survey({ seed: 0x1234_5678 }))).toBe(allFacts(SCENE.survey()));
  });

  test('other flows in between, but for frame numbers', () => {
    const alone = craft([...HANDSHAKE, REQUEST, RESPONSE, '> RA']).survey();
    const other = '9> PA "x"';
    const lines = [...HANDSHAKE, REQUEST, RESPONSE, '> RA'].flatMap((line) => [line, other]);
    const among = craft(lines, { stepUs: 5 }).survey();
    for (const name of ['history', 'state', 'teardown', 'rstBy', 'handshakeUs', 'clientSegments'] as const) {
      expect(flowFacts(among)[name]).toBe(flowFacts(alone)[name]);
    }
    expect(exchangeLines(among)).toEqual(exchangeLines(alone));
  });
});

describe('Several files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tcpdx-survey-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are one capture: flows, frames and messages go on over them', async () => {
    for (let cut = 1; cut < SCENE.frames.length; cut++) {
      const survey = new Survey();
      for (const [index, part] of [SCENE.frames.slice(0, cut), SCENE.frames.slice(cut)].entries()) {
        const path = join(folder, `${cut}-${index}.pcap`);
        writeFileSync(path, new Crafted(part).pcap({ nanoseconds: true }));
        const reader = await openCapture(path, { timeBase: survey.timeBase, hash: false });
        await survey.read(reader, index);
        await reader.close();
      }
      survey.finish();
      expect(allFacts(survey)).toBe(allFacts(SCENE.survey()));
      const row = new FlowRow(survey.flows.rows).moveTo(0);
      const lastFrame = row.lastFrame - 1;
      expect([row.firstFile, row.lastFile]).toEqual([0, lastFrame < cut ? 0 : 1]);
      expect(row.lastOffset).toBe(offsetIn(SCENE.frames.slice(lastFrame < cut ? 0 : cut, lastFrame)));
    }
  });
});

/** Where the record behind these frames begins in a pcap. */
function offsetIn(frames: readonly CraftedFrame[]): number {
  return frames.reduce((at, { data }) => at + 16 + data.length, 24);
}

describe('Time', () => {
  test('that goes backwards is counted and gives no negative durations', () => {
    const survey = craft([...HANDSHAKE, '-1s', REQUEST, '+3s', RESPONSE, '-2s', '> FA', '< RA']).survey();
    expect(survey.problems.list()).toEqual([{ code: 'time-backwards', count: 2 }]);
    const facts = flowFacts(survey);
    expect(facts.idleBeforeCloseUs).toBe(0);
    expect(facts.history).toBe('ShADdFr');
    expect(survey.firstTimeNs).toBe(10_000);
  });

  test('of the earliest and of the latest frame is known in whatever order they come, with frames without a time between them', () => {
    const times = fc.array(fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constant(Number.NaN)));
    fc.assert(
      fc.property(times, (timesNs) => {
        const survey = new Survey();
        const [frame] = craft(['> S']).frames as [CraftedFrame];
        takeFrames(
          survey,
          timesNs.map((timeNs) => ({ ...frame, timeNs })),
        );
        const known = timesNs.filter((timeNs) => !Number.isNaN(timeNs));
        const extremes = known.length === 0 ? [NaN, NaN] : [Math.min(...known), Math.max(...known)];
        expect([survey.earliestTimeNs, survey.latestTimeNs]).toEqual(extremes);
      }),
    );
  });

  test('that is missing is that of the frame before, and is counted', () => {
    const frames = craft(['> S', '+1s', '< SA', '> A', '+1s', '> FA']).frames;
    const survey = new Survey();
    takeFrames(
      survey,
      frames.map((frame, index) => (index === 1 ? { ...frame, timeNs: Number.NaN } : frame)),
    );
    expect(survey.problems.list()).toEqual([{ code: 'time-missing', count: 1 }]);
    expect(flowFacts(survey).handshakeUs).toBe(1_000_020);
  });

  test('that is missing in every frame leaves the capture without a time', () => {
    const survey = new Survey();
    takeFrames(
      survey,
      craft([...HANDSHAKE, '> FA', '< RA']).frames.map((frame) => ({ ...frame, timeNs: Number.NaN })),
    );
    expect([survey.firstTimeNs, survey.lastTimeNs]).toEqual([Number.NaN, Number.NaN]);
    expect(survey.problems.count('time-missing')).toBe(5);
    expect(flowFacts(survey).history).toBe('ShAFr');
  });
});

describe('What is no segment', () => {
  test('of a link type that is not decoded is counted, and by its number', () => {
    const survey = new Survey();
    takeFrames(survey, craft(HANDSHAKE).frames, 189);
    takeFrames(survey, craft(HANDSHAKE).frames);
    takeFrames(survey, craft(HANDSHAKE).frames, 147);
    expect([survey.frames, survey.segments, survey.flows.length]).toEqual([9, 3, 1]);
    expect([...survey.unsupportedLinkTypes]).toEqual([
      [189, 3],
      [147, 3],
    ]);
    expect(survey.problems.count('link-type-unsupported')).toBe(6);
    expect(flowFacts(survey).firstFrame).toBe(4);
  });

  test('is a frame with a number all the same', () => {
    const survey = new Survey();
    const frame = new Frame();
    frame.linkType = -1;
    survey.take(frame);
    takeFrames(survey, craft(HANDSHAKE).frames);
    expect(flowFacts(survey).firstFrame).toBe(2);
    expect(survey.problems.count('link-type-unsupported')).toBe(0);
  });
});

describe('Memory', () => {
  test('of the streams of a flow is given back when both sides have closed or one has reset', () => {
    for (const ending of [['> FA', '< FA', '> A'], ['< RA']]) {
      const survey = craft([...HANDSHAKE, REQUEST, RESPONSE, ...ending]).survey();
      expect(new FlowRow(survey.flows.rows).moveTo(0).stream).toBe(0);
    }
  });

  test('of the streams is not taken again by a retransmission behind the end', () => {
    const lines = [...HANDSHAKE, REQUEST, RESPONSE, '> FA', '< FA', '> A', `${RESPONSE} seq=1`];
    expect(new FlowRow(craft(lines).survey().flows.rows).moveTo(0).stream).toBe(0);
  });
});

describe('Eviction', () => {
  test('tells which flows go, with their facts still there, and goes on with the rest', () => {
    const limits = { flows: 1, exchanges: 100_000, textBytes: 1 << 20 };
    const told: [number, number][] = [];
    const states = new Set<string>();
    let lines: string[] = [];
    const survey: Survey = new Survey({
      limits,
      onEvict: (evicting, first, end) => {
        told.push([first, end]);
        for (let flow = first; flow < end; flow += 997) states.add(flowFacts(evicting, flow).state);
        // A request that waits behind a hole is handed on first.
        expect(exchangeLines(evicting, first)).toEqual(['GET / → ?']);
      },
    });
    const rowsPerSlab = survey.flows.rows.rowMask + 1;
    const count = 4 * rowsPerSlab + 1;
    for (let connection = 0; connection < count; connection++) {
      lines.push(`${connection}> S`);
      if (connection % rowsPerSlab === 0) {
        lines.push(`${connection}> A "late" seq=100`, `${connection}> A "GET / HTTP/1.1\r\n\r\n" seq=104`);
      }
      if (connection % 10_000 === 9999) {
        takeFrames(survey, craft(lines, { clientPort: 0 }).frames.map(unique(connection)));
        lines = [];
      }
    }
    takeFrames(survey, craft(lines, { clientPort: 0 }).frames.map(unique(count)));
    survey.finish();
    expect(survey.flows.length).toBe(count);
    expect(told.map(([first]) => first)).toEqual(told.map((_, index) => index * rowsPerSlab));
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(survey.problems.count('flows-evicted')).toBe(told.length * rowsPerSlab);
    expect(survey.flows.firstKept).toBe(told.length * rowsPerSlab);
    expect(states).toEqual(new Set(['S0']));
    expect(flowFacts(survey, count - 1).clientSegments).toBeGreaterThan(0);
  });

  test('gives back the texts of flows that go, so that those that come have room for theirs', () => {
    const survey = new Survey({ limits: { flows: 1, exchanges: 100_000, textBytes: 3 << 19 } });
    const rowsPerSlab = survey.flows.rows.rowMask + 1;
    const count = 6 * rowsPerSlab;
    const batch = 8192;
    for (let from = 0; from < count; from += batch) {
      const lines = Array.from({ length: batch }, (_, index) => [
        `${index}> S`,
        `${index}> A "GET /of-some-length-so-that-a-lot-comes-together/${from + index} HTTP/1.1\r\n\r\n" seq=1`,
      ]).flat();
      takeFrames(survey, craft(lines, { clientPort: 0 }).frames.map(unique(from / batch)));
    }
    survey.finish();
    expect(survey.flows.firstKept).toBeGreaterThan(3 * rowsPerSlab);
    expect(survey.texts.notKept).toBe(0);
    for (let flow = survey.flows.firstKept; flow < count; flow++) {
      expect(exchangeLines(survey, flow)[0]).toMatch(new RegExp(`^GET /of-some-[a-z-]+/${flow} → \\?$`));
    }
  });
});

test('Segments from IPv6 addresses beyond the limit belong to no flow and are counted; those of known addresses go on', () => {
  const limits = { flows: 10, exchanges: 10, textBytes: 1000, addresses: 3 };
  const lines = [...HANDSHAKE, REQUEST];
  const { frames } = craft(lines, { ipVersion: 6 });
  const ofClient = (last: number) => frames.map((frame, index) => withClient(frame, last, index === 1));
  const known = ofClient(0x41);
  const survey = new Survey({ limits, checksums: true });
  takeFrames(survey, [...known.slice(0, 3), ...[0x42, 0x43, 0x44].flatMap(ofClient), ...known.slice(3)]);
  survey.finish();
  expect([survey.flows.length, survey.addresses.length, survey.segments]).toEqual([2, 3, 16]);
  expect(survey.problems.count('addresses-not-kept')).toBe(8);
  for (const flow of [0, 1]) {
    const { clientSegments, serverSegments } = flowFacts(survey, flow);
    expect([clientSegments, serverSegments]).toEqual([3, 1]);
    expect(exchangeLines(survey, flow)).toEqual(['GET / → ?']);
  }
});

/** The frame with another last octet in the address of the client. */
function withClient(frame: CraftedFrame, last: number, isFromServer: boolean): CraftedFrame {
  const data = Uint8Array.from(frame.data);
  data[isFromServer ? 53 : 37] = last;
  return { ...frame, data };
}

/** Ports end at 65,535: connections of different batches differ in the client's address too. */
function unique(batch: number): (frame: CraftedFrame) => CraftedFrame {
  return (frame) => {
    const data = Uint8Array.from(frame.data);
    new DataView(data.buffer).setUint16(28, batch & 0xffff);
    return { ...frame, data };
  };
}
