import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import type { CaptureFormat } from '../../src/capture/frame-reader.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { type CraftFrame, CraftPcapng, craftPcap, craftPcapng, octets } from './craft-capture.js';
import { type CraftNetmonOptions, craftNetmon, START_NS } from './craft-netmon.js';
import { craftSnoop } from './craft-snoop.js';
import { type ReadFrame, readAll, readOctets } from './read-all.js';
import { temporaryFolder, WAYS_IN } from './ways-in.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const SECOND = 1_000_000_000n;

/** A way to write the same frames; `resolutionNs` is the time that the format can tell apart. */
interface Writing {
  readonly name: string;
  readonly format: CaptureFormat;
  readonly resolutionNs: bigint;
  readonly recordAt: number;
  readonly write: (frames: readonly CraftFrame[]) => Uint8Array;
  /** Octets behind the last record for each frame: an entry of a frame table, without which a file is not whole. */
  readonly entryBytes?: number;
  /** The frames of the tests, for a format that cannot hold all times. */
  readonly frames?: readonly CraftFrame[];
  /** Oddities that such a file always has. */
  readonly problems?: readonly string[];
}

function pcapWriting(littleEndian: boolean, nanoseconds: boolean): Writing {
  return {
    name: `pcap, ${nanoseconds ? 'nanoseconds' : 'microseconds'}, ${littleEndian ? 'little' : 'big'}-endian`,
    format: nanoseconds ? 'pcap (nanoseconds)' : 'pcap',
    resolutionNs: nanoseconds ? 1n : 1000n,
    recordAt: 24,
    write: (frames) => craftPcap(frames, { littleEndian, nanoseconds }),
  };
}

const BLOCK_WRITINGS: readonly Writing[] = [
  pcapWriting(true, false),
  pcapWriting(true, true),
  pcapWriting(false, false),
  pcapWriting(false, true),
  ...[true, false].map((littleEndian) => ({
    name: `pcapng, enhanced packets, ${littleEndian ? 'little' : 'big'}-endian`,
    format: 'pcapng' as const,
    resolutionNs: 1n,
    recordAt: 28 + 20 + 12,
    write: (frames: readonly CraftFrame[]) => craftPcapng(frames, littleEndian),
  })),
  {
    name: 'pcapng, obsolete packet blocks, microseconds',
    format: 'pcapng',
    resolutionNs: 1000n,
    recordAt: 28 + 20,
    write: (frames) => {
      const craft = new CraftPcapng().section().interface();
      for (const frame of frames) craft.obsolete(frame.timeNs / 1000n, frame.data);
      return craft.bytes();
    },
  },
];

function netmonWriting(version: readonly [number, number], more: CraftNetmonOptions = {}): Writing {
  const [major, minor] = version;
  const firstAt = more.firstAt ?? 0x80;
  return {
    name: `Network Monitor ${major}.${minor}, frames from octet ${firstAt}`,
    format: `Network Monitor ${major as 1 | 2}`,
    resolutionNs: major === 1 ? 1_000_000n : minor < 3 ? 1000n : 100n,
    recordAt: firstAt,
    entryBytes: 4,
    problems: minor < 3 ? ['time-zone-unknown'] : [],
    write: (frames) => craftNetmon(frames, { version, ...more }),
    frames: major === 1 ? FRAMES_OF_49_DAYS : FRAMES_OF_104_DAYS,
  };
}

const FRAMES: readonly CraftFrame[] = [
  { timeNs: 1_700_000_000n * SECOND + 123_456_789n, data: octets(60) },
  { timeNs: 1_700_000_000n * SECOND + 123_456_000n, data: octets(0) },
  { timeNs: 1_700_000_001n * SECOND, data: octets(1, 7) },
  { timeNs: 1_699_999_999n * SECOND + 999_999_999n, data: octets(1514) },
  { timeNs: 4_294_967_295n * SECOND, data: octets(61) },
];

/** Beyond 104 days doubles round times to more than 100 ns. */
const FRAMES_OF_104_DAYS = FRAMES.map((frame) =>
  frame.timeNs < 1_800_000_000n * SECOND ? frame : { ...frame, timeNs: START_NS + 8_900_000n * SECOND },
);

/** Unsigned milliseconds from the start of the capture are what Network Monitor 1 has. */
const FRAMES_OF_49_DAYS = FRAMES.map((frame, index) => ({
  ...frame,
  timeNs: START_NS + BigInt(index % 3) * 2_000_000_000_123_456n,
}));

const WRITINGS: readonly Writing[] = [
  ...BLOCK_WRITINGS,
  {
    name: 'snoop',
    format: 'snoop',
    resolutionNs: 1000n,
    recordAt: 16,
    write: (frames) => craftSnoop(frames),
  },
  netmonWriting([1, 1]),
  netmonWriting([2, 0]),
  netmonWriting([2, 1]),
  netmonWriting([2, 2]),
  netmonWriting([2, 3]),
  netmonWriting([2, 3], { firstAt: 0x48 }),
];

function framesOf(writing: Writing): readonly CraftFrame[] {
  return writing.frames ?? FRAMES;
}

function expected(writing: Writing): Omit<ReadFrame, 'fileOffset'>[] {
  return framesOf(writing).map(({ timeNs, data, originalLength }) => ({
    timeNs: timeNs - (timeNs % writing.resolutionNs),
    capturedLength: data.length,
    originalLength: originalLength ?? data.length,
    linkType: 1,
    interfaceId: 0,
    data: Buffer.from(data).toString('hex'),
  }));
}

/** What every reader promises, whatever the format and the way in. */
describe.each(WRITINGS)('Reading $name', (writing) => {
  const stored = writing.write(framesOf(writing));
  const framesEnd = stored.length - framesOf(writing).length * (writing.entryBytes ?? 0);

  test.each(WAYS_IN)('from $name gives the frames as they were written', async (way) => {
    const { path, ...options } = way.bring(stored, folder.path);
    const timeBase = new TimeBase();
    const reader = await openCapture(path, { timeBase, hash: false, ...options });
    const frames = await readAll(reader, timeBase);
    expect(frames).toMatchObject(expected(writing));
    expect(frames[0]?.fileOffset).toBe(writing.recordAt);
    expect(reader).toMatchObject({ format: writing.format, endedEarly: null, sha256: null });
    expect(reader.compression).toBe(way.compression);
    expect(reader.interfaces).toMatchObject([{ linkType: 1, droppedFrames: null }]);
    expect([...reader.problems.keys()]).toEqual(writing.problems ?? []);
    await reader.close();
    await reader.close();
  });

  test.each(WAYS_IN)('from $name tells its progress and its hash', async (way) => {
    const { path, ...options } = way.bring(stored, folder.path);
    const reader = await openCapture(path, { timeBase: new TimeBase(), hash: true, ...options });
    await reader.fill();
    await reader.close();
    expect(reader.sha256).toMatch(/^[0-9a-f]{64}$/);
    if (way.compression === null)
      expect(reader.sha256).toBe(createHash('sha256').update(stored).digest('hex'));
    if (reader.bytesTotal !== null) expect(reader.bytesRead).toBe(reader.bytesTotal);
  });

  test('gives the same frames for any size of a read and of the window', async () => {
    const { frames } = await readOctets(stored);
    for (const chunkBytes of [1, 2, 3, 5, 15, 16, 17, 100, 1000]) {
      for (const windowBytes of [16, 128, 4096]) {
        for (const isPlaced of writing.entryBytes === undefined ? [false] : [false, true]) {
          const again = await readOctets(stored, { chunkBytes, windowBytes, isPlaced });
          expect(again.frames).toEqual(frames);
        }
      }
    }
  });

  test('stays at its end', async () => {
    const { reader } = await readOctets(stored);
    expect(await reader.fill()).toBe(false);
    expect(reader.next()).toBe(false);
  });

  test('does not go on after it was closed', async () => {
    const { reader } = await readOctets(stored);
    await reader.close();
    expect(reader.next()).toBe(false);
    expect(await reader.fill()).toBe(false);
    expect(reader.endedEarly).toBeNull();
  });

  test('cut at any octet gives the frames wholly before the cut and says where the next one would be', async () => {
    const { frames } = await readOctets(stored);
    const ends = frames.map((_, index) => frames[index + 1]?.fileOffset ?? framesEnd);
    const isListed = writing.entryBytes !== undefined;
    for (let cut = writing.recordAt; cut < framesEnd; cut++) {
      const isPlaced = cut % 2 === 0;
      const { reader, frames: before } = await readOctets(stored.subarray(0, cut), { isPlaced });
      const whole = ends.filter((end) => end <= cut).length;
      expect(before).toEqual(frames.slice(0, whole));
      const offset = frames[whole]?.fileOffset ?? 0;
      if (cut === offset && !isListed) expect(reader.endedEarly).toBeNull();
      else {
        expect(reader.endedEarly).toMatchObject({
          atOffset: offset,
          frameNumber: whole + 1,
          actualBytes: cut - offset,
          code: expect.stringMatching(/^record-(header|body)-cut$/),
        });
        expect(reader.endedEarly?.requiredBytes ?? 0).toBeGreaterThan(cut - offset);
      }
    }
  });

  test('whose source fails says so after the frames before', async () => {
    const { reader, frames } = await readOctets(stored.subarray(0, framesEnd - 1), {
      failure: { code: 'read-failed', message: 'EIO' },
    });
    expect(frames).toHaveLength(framesOf(writing).length - 1);
    expect(reader.endedEarly).toMatchObject({ code: 'read-failed', frameNumber: framesOf(writing).length });
  });

  test('gives back any frames that were written', async () => {
    const frame = fc.record({
      timeNs: fc.bigInt({ min: START_NS, max: START_NS + 4_000_000n * SECOND }),
      data: fc.uint8Array({ maxLength: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { maxLength: 20 }),
        fc.integer({ min: 1, max: 500 }),
        fc.boolean(),
        async (frames, chunkBytes, isPlaced) => {
          const read = await readOctets(writing.write(frames), { chunkBytes, windowBytes: 256, isPlaced });
          expect(read.frames.map(({ timeNs, data }) => ({ timeNs, data }))).toEqual(
            frames.map(({ timeNs, data }) => ({
              timeNs: timeNs - (timeNs % writing.resolutionNs),
              data: Buffer.from(data).toString('hex'),
            })),
          );
          expect(read.reader.endedEarly).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('The epoch', () => {
  test('is the second of the first frame, and one for all files of a capture', async () => {
    const timeBase = new TimeBase();
    const early = craftPcap([{ timeNs: 100n * SECOND + 5_000n, data: octets(4) }]);
    const late = craftPcapng([{ timeNs: 103n * SECOND + 7n, data: octets(4) }]);
    await readOctets(early, { timeBase });
    const { reader } = await readOctets(late, { timeBase });
    expect(timeBase.epochSeconds).toBe(100);
    expect(reader.frame.timeNs).toBe(3e9 + 7);
  });
});
