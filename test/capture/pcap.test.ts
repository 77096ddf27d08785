import { describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import { concat, craftPcap, octets, pcapRecord } from './craft-capture.js';
import { openOctets, readOctets } from './read-all.js';

const header = (options: Parameters<typeof craftPcap>[1] = {}) => craftPcap([], options);
const problemsOf = (problems: ReadonlyMap<string, number>) => Object.fromEntries(problems);

describe('A classic pcap', () => {
  test('without frames has no frames and does not end early', async () => {
    const { reader, frames } = await readOctets(header());
    expect(frames).toEqual([]);
    expect(reader.endedEarly).toBeNull();
  });

  test('keeps microseconds of a million and more and counts them', async () => {
    const file = concat(
      header(),
      pcapRecord(true, 10, 1_500_000, octets(4)),
      pcapRecord(true, 11, 0xffffffff, octets(4)),
    );
    const { reader, frames } = await readOctets(file);
    expect(frames.map((frame) => frame.timeNs)).toEqual([
      11_500_000_000n,
      11_000_000_000n + 4_294_967_295_000n,
    ]);
    expect(problemsOf(reader.problems)).toEqual({ 'time-fraction-out-of-range': 2 });
  });

  test('keeps octets beyond the snapshot length and counts the records', async () => {
    const file = concat(
      header({ snapLength: 20 }),
      pcapRecord(true, 1, 0, octets(60)),
      pcapRecord(true, 1, 0, octets(20)),
    );
    const { reader, frames } = await readOctets(file);
    expect(frames.map((frame) => frame.capturedLength)).toEqual([60, 20]);
    expect(problemsOf(reader.problems)).toEqual({ 'captured-beyond-snap-length': 1 });
    expect(reader.interfaces[0]?.snapLength).toBe(20);
  });

  test('keeps both lengths where more was captured than there was, and counts it', async () => {
    const { reader, frames } = await readOctets(concat(header(), pcapRecord(true, 1, 0, octets(60), 60, 20)));
    expect(frames[0]).toMatchObject({ capturedLength: 60, originalLength: 20 });
    expect(problemsOf(reader.problems)).toEqual({ 'captured-beyond-original-length': 1 });
  });

  test('reads a record of 262,144 octets', async () => {
    const { reader, frames } = await readOctets(
      concat(header(), pcapRecord(true, 1, 0, new Uint8Array(262_144))),
      {
        windowBytes: 100,
      },
    );
    expect(frames.map((frame) => frame.capturedLength)).toEqual([262_144]);
    expect(reader.endedEarly).toBeNull();
  });

  test.each([262_145, 0xffffffff])('ends early at a record that says it has %d octets', async (captured) => {
    const file = concat(
      header(),
      pcapRecord(true, 1, 0, octets(60)),
      pcapRecord(true, 1, 0, octets(60), captured),
    );
    const { reader, frames } = await readOctets(file);
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toEqual({
      atOffset: 24 + 16 + 60,
      frameNumber: 2,
      code: 'record-too-long',
      requiredBytes: 16 + captured,
      actualBytes: 16,
    });
  });

  test.each([
    ['no FCS bits', 1, 1, {}],
    ['an FCS length of 4', 0x24000001, 1, {}],
    ['an FCS length without its presence bit', 0x30000065, 101, {}],
    ['bits that mean nothing', 0x00300001, 1, { 'link-type-reserved-bits': 1 }],
  ])('with %s in the link type has the link type of the low 16 bits', async (_name, linkType, masked, problems) => {
    const { reader, frames } = await readOctets(
      concat(header({ linkType }), pcapRecord(true, 1, 0, octets(4))),
    );
    expect(frames[0]?.linkType).toBe(masked);
    expect(problemsOf(reader.problems)).toEqual(problems);
  });

  test.each([
    ['2.0', [2, 0], 60, 20],
    ['2.2', [2, 2], 60, 20],
    ['2.3 with the lengths swapped', [2, 3], 60, 20],
    ['2.3 with the lengths in order', [2, 3], 20, 60],
    ['2.5', [2, 5], 20, 60],
    ['3.0', [3, 0], 20, 60],
  ] as const)('of version %s has the shorter length as the captured one', async (_name, version, first, second) => {
    const file = concat(header({ version }), pcapRecord(true, 1, 0, octets(20), first, second));
    const { reader, frames } = await readOctets(file);
    expect(frames[0]).toMatchObject({ capturedLength: 20, originalLength: 60 });
    expect(problemsOf(reader.problems)).toEqual({ 'version-unusual': 1 });
  });

  test('of version 1 is refused', async () => {
    await expect(openOctets(header({ version: [1, 4] }))).rejects.toMatchObject({ code: 'bad-header' });
  });

  test('keeps times of the year 2106 and of a clock that went back to 1970', async () => {
    const file = concat(
      header(),
      pcapRecord(true, 0xffffffff, 999_999, octets(4)),
      pcapRecord(true, 0xffffffff, 0, octets(4)),
      pcapRecord(true, 0, 1, octets(4)),
    );
    const timeBase = new TimeBase();
    const { reader, frames } = await readOctets(file, { timeBase });
    expect(frames.slice(0, 2).map((frame) => frame.timeNs)).toEqual([
      4_294_967_295_999_999_000n,
      4_294_967_295_000_000_000n,
    ]);
    expect(timeBase.epochSeconds).toBe(0xffffffff);
    expect(reader.frame.timeNs).toBe(-4_294_967_295e9 + 1000);
  });
});
