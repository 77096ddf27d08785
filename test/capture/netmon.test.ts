import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import { foreignLinkType, NOT_A_PACKET } from '../../src/capture/frame-reader.js';
import { openCapture, openCaptureFrom } from '../../src/capture/open-capture.js';
import { concat, octets } from './craft-capture.js';
import { type CraftNetmonFrame, craftNetmon, START_NS } from './craft-netmon.js';
import { openOctets, PlacedMemorySource, readAll, readOctets } from './read-all.js';
import { temporaryFolder } from './ways-in.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const frame = (length: number, more: Partial<CraftNetmonFrame> = {}): CraftNetmonFrame => ({
  timeNs: START_NS + BigInt(length) * 1_000_000n,
  data: octets(length),
  ...more,
});

const THREE = [frame(60), frame(0), frame(100)];
const RECORD_23 = 16 + 15;

/** In both ways: by the frame table, and one record after the other. */
const PLACED = [true, false];

describe('Media types of Network Monitor', () => {
  test.each([
    ['0, which holds Ethernet', 0, 1],
    ['Ethernet', 1, 1],
    ['token ring', 2, 6],
    ['FDDI', 3, 10],
    ['a tunnel', 7, 101],
    ['wireless WAN', 8, 101],
    ['raw IP', 9, 101],
    ['a converted pcap of Linux cooked', 0xe000 + 113, 113],
    ['a converted pcap of the largest number', 0xefff, 0xfff],
    ['Wi-Fi of Message Analyzer', 0xe080, 105],
    ['a WFP layer of Message Analyzer', 0xe083, foreignLinkType(0xe083)],
    ['ATM', 4, foreignLinkType(4)],
    ['one that nobody knows', 0x1234, foreignLinkType(0x1234)],
    ['an event', 0xffe0, NOT_A_PACKET],
    ['the adapters', 0xfffb, NOT_A_PACKET],
    ['a filter', 0xffff, NOT_A_PACKET],
  ])('%s', async (_name, mediaType, linkType) => {
    const stored = craftNetmon([frame(40, { mediaType }), frame(41)]);
    for (const isPlaced of PLACED) {
      const { frames, reader } = await readOctets(stored, { isPlaced });
      const isPacket = linkType !== NOT_A_PACKET;
      const numbers = isPacket && linkType !== 1 ? [0, 1] : [isPacket ? 0 : -1, 0];
      expect(frames).toMatchObject([
        { linkType, interfaceId: numbers[0], timeNs: START_NS + 40_000_000n, capturedLength: 40 },
        { linkType: 1, interfaceId: numbers[1] },
      ]);
      expect(reader.problems.get('not-a-packet')).toBe(isPacket ? undefined : 1);
      expect(reader.interfaces[frames[1]?.interfaceId ?? 0]).toMatchObject({ linkType: 1 });
    }
  });

  test.each([0xfffc, 0xfffd, 0xfffe])('%i is no frame, in Wireshark either', async (mediaType) => {
    const stored = craftNetmon([frame(10), frame(11, { mediaType }), frame(12)]);
    for (const isPlaced of PLACED) {
      const { frames, reader } = await readOctets(stored, { isPlaced });
      expect(frames.map(({ capturedLength }) => capturedLength)).toEqual([10, 12]);
      expect([...reader.problems]).toEqual([]);
    }
  });

  test('before version 2.1 stand in the file header alone', async () => {
    for (const version of [[1, 1] as const, [2, 0] as const]) {
      const { frames } = await readOctets(craftNetmon(THREE, { version, mediaType: 9 }));
      expect(frames.map(({ linkType }) => linkType)).toEqual([101, 101, 101]);
    }
  });

  test('the header in front of IEEE 802.11 frames is stepped over', async () => {
    const radio = (length: number, data: number) =>
      concat(Uint8Array.of(2, length, 0), new Uint8Array(data - 3).fill(7));
    const rows = [
      { data: radio(32, 40), left: 8 },
      { data: radio(40, 40), left: 0 },
      { data: radio(41, 40), left: 40 },
      { data: radio(32, 31), left: 31 },
    ];
    const stored = craftNetmon(
      rows.map(({ data }) => frame(0, { data, originalLength: data.length + 100, mediaType: 6 })),
    );
    const { frames } = await readOctets(stored);
    expect(frames.map(({ linkType }) => linkType)).toEqual([105, 105, 105, 105]);
    expect(frames.map(({ capturedLength }) => capturedLength)).toEqual(rows.map(({ left }) => left));
    expect(frames.map(({ originalLength }) => originalLength)).toEqual(rows.map(({ left }) => left + 100));
    expect(frames[1]?.fileOffset).toBe(0x80 + 16 + 40 + 15);
  });
});

describe('Times of Network Monitor', () => {
  const distance = async (version: readonly [number, number], offsets: readonly bigint[]) => {
    const frames = offsets.map((offset) => frame(4, { offset }));
    const read = await readOctets(craftNetmon(frames, { version }));
    return read.frames.map(({ timeNs }) => (timeNs ?? 0n) - START_NS);
  };

  test('are distances from the start, which lie before it too', async () => {
    const microseconds = [0n, 1n, -1n, -266_530n, 86_400_000_000n];
    for (const minor of [0, 1, 2]) {
      expect(await distance([2, minor], microseconds)).toEqual(microseconds.map((it) => it * 1000n));
    }
  });

  test('times ten are signed: a very large distance is a negative one', async () => {
    // (2^64 - 2,665,300) / 10 rounded up, which times ten overflows to -2,665,300 + 4.
    const overflowing = (2n ** 64n - 2_665_300n) / 10n + 1n;
    expect(await distance([2, 0], [overflowing])).toEqual([-266_530_000n + 400n]);
  });

  test('of version 1 are unsigned milliseconds', async () => {
    expect(await distance([1, 1], [0n, 0xffffffffn])).toEqual([0n, 4_294_967_295_000_000n]);
  });

  test('of version 2.3 are UTC and do not look at the start', async () => {
    const stored = craftNetmon(THREE);
    stored.fill(0xff, 8, 24);
    const { frames, reader } = await readOctets(stored);
    expect(frames.map(({ timeNs }) => timeNs)).toEqual(THREE.map(({ timeNs }) => timeNs));
    expect(reader.problems.has('time-zone-unknown')).toBe(false);
  });

  test('with a start that is no date are still numbers', async () => {
    const stored = craftNetmon(THREE, { version: [2, 0] });
    stored.fill(0xff, 8, 24);
    const { frames, reader } = await readOctets(stored);
    expect(frames).toHaveLength(3);
    expect(frames.every(({ timeNs }) => timeNs !== null)).toBe(true);
    expect(reader.problems.get('time-zone-unknown')).toBe(1);
  });
});

describe('The frame table of Network Monitor', () => {
  const reversed = craftNetmon(THREE, { table: (offsets) => offsets.toReversed() });
  const holes = craftNetmon(THREE, { hole: octets(50, 0x90) });

  test('gives the order of the frames where the input can be read at any place', async () => {
    for (const windowBytes of [16, 1000]) {
      const { frames, reader } = await readOctets(reversed, { isPlaced: true, windowBytes });
      expect(frames.map(({ capturedLength }) => capturedLength)).toEqual([100, 0, 60]);
      expect([...reader.problems]).toEqual([]);
      expect(reader.endedEarly).toBeNull();
    }
  });

  test('may leave holes', async () => {
    const { frames, reader } = await readOctets(holes, { isPlaced: true, windowBytes: 16 });
    expect(frames.map(({ capturedLength }) => capturedLength)).toEqual([60, 0, 100]);
    expect(reader.endedEarly).toBeNull();
  });

  test('may begin anywhere in the file, even before the frames', async () => {
    const body = craftNetmon(THREE, { firstAt: 0x80 });
    const tableBytes = 12;
    const shifted = concat(
      body.subarray(0, 0x80),
      new Uint8Array(tableBytes),
      body.subarray(0x80, -tableBytes),
    );
    const view = new DataView(shifted.buffer);
    let at = 0x80 + tableBytes;
    for (const [index, { data }] of THREE.entries()) {
      view.setUint32(0x80 + 4 * index, at, true);
      at += RECORD_23 + data.length;
    }
    view.setUint32(0x18, 0x80, true);
    const { frames, reader } = await readOctets(shifted, { isPlaced: true });
    expect(frames.map(({ capturedLength }) => capturedLength)).toEqual([60, 0, 100]);
    expect(reader.endedEarly).toBeNull();
    await expect(openOctets(shifted)).rejects.toMatchObject({
      code: 'unsupported-format',
      advice: expect.stringMatching(/not compressed and not through a pipe/),
    });
  });

  test('that names another order than a pipe gave is told', async () => {
    const { frames, reader } = await readOctets(reversed);
    expect(frames.map(({ capturedLength }) => capturedLength)).toEqual([60, 0, 100]);
    expect([...reader.problems]).toEqual([['frame-table-differs', 1]]);
  });

  test('that leaves a frame out is told', async () => {
    const { reader } = await readOctets(craftNetmon(THREE, { table: (offsets) => offsets.slice(1) }));
    expect([...reader.problems]).toEqual([['frame-table-differs', 1]]);
  });

  test('with holes is out of reach of a pipe, which is read up to the hole and told', async () => {
    const hole = new Uint8Array(50).fill(0xff);
    const { frames, reader } = await readOctets(craftNetmon([frame(5000), frame(1)], { hole }));
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toMatchObject({
      code: 'record-too-long',
      frameNumber: 2,
      atOffset: 0x80 + RECORD_23 + 5000,
    });
    expect([...reader.problems]).toEqual([['frame-table-out-of-reach', 1]]);
  });

  test('is missed when no frame follows the header', async () => {
    const stored = craftNetmon([frame(0x10), ...THREE]);
    stored.fill(0xff, 0x80, 0x80 + 16);
    await expect(openOctets(stored)).rejects.toMatchObject({
      code: 'unsupported-format',
      advice: expect.stringMatching(/not compressed and not through a pipe/),
    });
    await expect(openOctets(stored.subarray(0, -1), { isPlaced: true })).rejects.toMatchObject({
      code: 'unsupported-format',
      message: expect.stringMatching(/frame table .* is missing/),
      advice: expect.stringMatching(/its end is missing/),
    });
  });

  test.each([
    ['beyond the file', 0xffffffff, 'frame-offset-invalid', 0],
    ['at the last octet of the file', 392, 'frame-offset-invalid', 1],
    ['into the file header', 71, 'frame-offset-invalid', 322],
    ['at 0', 0, 'frame-offset-invalid', 393],
  ])('that points %s ends the reading there', async (_name, offset, code, actualBytes) => {
    const stored = craftNetmon(THREE, { table: ([first = 0]) => [first, offset, first] });
    expect(stored).toHaveLength(393);
    const { frames, reader } = await readOctets(stored, { isPlaced: true });
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toEqual({
      atOffset: offset,
      frameNumber: 2,
      code,
      requiredBytes: 16,
      actualBytes,
    });
  });

  test('that points into the middle of a record gives what stands there, or ends', async () => {
    for (let offset = 72; offset < 390; offset++) {
      const stored = craftNetmon(THREE, { table: ([first = 0]) => [first, offset, first] });
      const { frames, reader } = await readOctets(stored, { isPlaced: true });
      expect(frames.length).toBeGreaterThanOrEqual(1);
      expect(frames.length === 3 || reader.endedEarly !== null).toBe(true);
    }
  });

  test('that names the same frame again and again does not read for longer than the file is large', async () => {
    const stored = craftNetmon([frame(50_000)], {
      table: ([first = 0]) => new Array<number>(100_000).fill(first),
    });
    const source = new PlacedMemorySource(stored);
    const reader = await openCaptureFrom(source, 'octets', new TimeBase());
    const frames = await readAll(reader, new TimeBase());
    expect(frames).toHaveLength(Math.floor(stored.length / (50_000 + RECORD_23)));
    expect(reader.endedEarly).toMatchObject({ code: 'frames-overlap', frameNumber: frames.length + 1 });
  });

  test('that jumps at every frame costs one short read each', async () => {
    const many = Array.from({ length: 3000 }, () => frame(500));
    const stored = craftNetmon(many, {
      table: (offsets) => offsets.map((_, index) => offsets[(index * 1009) % offsets.length] ?? 0),
    });
    const source = new PlacedMemorySource(stored);
    const reader = await openCaptureFrom(source, 'octets', new TimeBase(), 20_000);
    let frames = 0;
    do while (reader.next()) frames++;
    while (await reader.fill());
    expect(frames).toBe(3000);
    expect(reader.endedEarly).toBeNull();
    expect(source.reads.times).toBeLessThan(3100);
    expect(source.reads.octets).toBeLessThan(3100 * 16_384);
  });

  test('of more entries than are in memory at a time is read to its end', async () => {
    const many = Array.from({ length: 40_000 }, (_, index) => frame(index % 5));
    const { frames, reader } = await readOctets(craftNetmon(many), { isPlaced: true });
    expect(frames.map(({ capturedLength }) => capturedLength)).toEqual(many.map(({ data }) => data.length));
    expect(reader.endedEarly).toBeNull();
  });

  test('whose length is no multiple of four is read as far as its entries are whole', async () => {
    const stored = craftNetmon(THREE, { tableBytes: 14, tail: octets(10) });
    for (const isPlaced of PLACED) {
      const { frames, reader } = await readOctets(stored, { isPlaced });
      expect(frames).toHaveLength(3);
      expect(reader.endedEarly).toBeNull();
    }
  });

  test('that was never written leaves the order of the file', async () => {
    for (const stored of [
      craftNetmon(THREE, { tableOffset: 0, tableBytes: 0, table: () => [] }),
      craftNetmon(THREE, { tableBytes: 0, table: () => [] }),
    ]) {
      for (const isPlaced of PLACED) {
        const { frames, reader } = await readOctets(stored, { isPlaced });
        expect(frames.map(({ capturedLength }) => capturedLength)).toEqual([60, 0, 100]);
        expect(reader.endedEarly).toBeNull();
        expect([...reader.problems.keys()]).toEqual([
          expect.stringMatching(/^frame-table-(missing|differs)$/),
        ]);
      }
    }
  });

  test('of no frame makes an empty capture', async () => {
    for (const firstAt of [0x48, 0x80]) {
      for (const isPlaced of PLACED) {
        const { frames, reader } = await readOctets(craftNetmon([], { firstAt }), { isPlaced });
        expect(frames).toEqual([]);
        expect(reader.endedEarly).toBeNull();
        expect(reader.problems.size).toBe(0);
      }
    }
  });

  test('in any order and with any holes gives the frames as it names them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 80 }), { minLength: 1, maxLength: 12 }),
        fc.nat({ max: 40 }),
        fc.integer(),
        fc.constantFrom(16, 100, 4096),
        async (lengths, hole, seed, windowBytes) => {
          const order = lengths.map((_, index) => index).sort((a, b) => ((a * seed) % 7) - ((b * seed) % 7));
          const stored = craftNetmon(
            lengths.map((length) => frame(length)),
            {
              hole: octets(hole),
              table: (offsets) => order.map((index) => offsets[index] ?? 0),
            },
          );
          const { frames, reader } = await readOctets(stored, { isPlaced: true, windowBytes });
          expect(frames.map(({ capturedLength }) => capturedLength)).toEqual(
            order.map((index) => lengths[index]),
          );
          expect(reader.endedEarly).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('A Network Monitor file that is cut', () => {
  const stored = craftNetmon(THREE, { tail: octets(20) });
  const tableAt = stored.length - 20 - 12;

  test('inside its header is refused', async () => {
    for (let length = 4; length < 72; length++) {
      await expect(openOctets(stored.subarray(0, length))).rejects.toMatchObject({ code: 'bad-header' });
    }
  });

  test('inside its reserved octets has no frame', async () => {
    for (let length = 72; length <= 128; length++) {
      for (const isPlaced of PLACED) {
        const { frames, reader } = await readOctets(stored.subarray(0, length), { isPlaced });
        expect(frames).toEqual([]);
        expect(reader.endedEarly).toMatchObject({ frameNumber: 1, atOffset: length, actualBytes: 0 });
      }
    }
  });

  test('inside its frame table has all frames', async () => {
    for (let length = tableAt; length < tableAt + 12; length++) {
      for (const isPlaced of PLACED) {
        const { frames, reader } = await readOctets(stored.subarray(0, length), { isPlaced });
        expect(frames).toHaveLength(3);
        expect(reader.endedEarly).toEqual({
          atOffset: tableAt,
          frameNumber: 4,
          code: 'frame-table-cut',
          requiredBytes: 12,
          actualBytes: length - tableAt,
        });
      }
    }
  });

  test('behind its frame table is whole', async () => {
    for (let length = tableAt + 12; length <= stored.length; length++) {
      for (const isPlaced of PLACED) {
        const { frames, reader } = await readOctets(stored.subarray(0, length), { isPlaced });
        expect(frames).toHaveLength(3);
        expect(reader.endedEarly).toBeNull();
      }
    }
  });

  test('while it is read ends where the table says that a frame is', async () => {
    const source = new PlacedMemorySource(stored, 40);
    const reader = await openCaptureFrom(source, 'octets', new TimeBase(), 40);
    expect(await reader.fill()).toBe(true);
    source.cutAt(0x80 + RECORD_23 + 60 + RECORD_23);
    const frames = await readAll(reader, new TimeBase());
    expect(frames).toHaveLength(2);
    expect(reader.endedEarly).toMatchObject({ code: 'record-header-cut', frameNumber: 3 });
  });
});

describe('The record of a frame of Network Monitor', () => {
  test('can be found again at its offset, whatever the order', async () => {
    const stored = craftNetmon(
      THREE.map((it, index) => ({ ...it, data: octets(it.data.length, index * 50) })),
      { table: (offsets) => offsets.toReversed(), hole: octets(9) },
    );
    const { frames } = await readOctets(stored, { isPlaced: true });
    const view = new DataView(stored.buffer, stored.byteOffset);
    for (const { fileOffset, capturedLength, originalLength, data } of frames) {
      expect(view.getUint32(fileOffset + 8, true)).toBe(originalLength);
      expect(view.getUint32(fileOffset + 12, true)).toBe(capturedLength);
      const octetsThere = stored.subarray(fileOffset + 16, fileOffset + 16 + capturedLength);
      expect(Buffer.from(octetsThere).toString('hex')).toBe(data);
    }
  });

  test.each([
    ['beyond all frames', 262_145, 'record-too-long'],
    ['beyond the frame table', 200, 'record-length-invalid'],
  ])('with a length %s ends the reading of a pipe', async (_name, captured, code) => {
    const long = frame(5000);
    const { frames, reader } = await readOctets(craftNetmon([long, frame(10, { captured }), frame(3)]));
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toMatchObject({ code, frameNumber: 2, atOffset: 0x80 + RECORD_23 + 5000 });
  });

  test('longer than any frame ends the reading of a file', async () => {
    const stored = craftNetmon([frame(9), frame(10, { captured: 262_145 })]);
    const { frames, reader } = await readOctets(stored, { isPlaced: true });
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toMatchObject({ code: 'record-too-long', frameNumber: 2 });
  });

  test('that ends with the file ends the reading there', async () => {
    const stored = craftNetmon([frame(9), frame(10, { captured: 2000 })]);
    const { frames, reader } = await readOctets(stored, { isPlaced: true });
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toMatchObject({ code: 'record-body-cut', frameNumber: 2, requiredBytes: 2031 });
  });
});

describe('Versions of Network Monitor', () => {
  test.each([
    [0, 0],
    [3, 0],
    [255, 3],
  ])('%i.%i is refused', async (major, minor) => {
    const stored = craftNetmon(THREE);
    stored.set([minor, major], 4);
    await expect(openOctets(stored)).rejects.toMatchObject({
      code: 'bad-header',
      message: expect.stringContaining(`${major}.${minor}`),
    });
  });

  test('2.4 and later are read like 2.3, and told', async () => {
    const stored = craftNetmon(THREE);
    stored[4] = 9;
    const { frames, reader } = await readOctets(stored);
    expect(frames).toHaveLength(3);
    expect([...reader.problems]).toEqual([['version-unusual', 1]]);
  });
});

test('The hash of a file that is read in jumps is that of the file', async () => {
  const stored = craftNetmon(
    Array.from({ length: 40 }, (_, index) => frame(60_000 - index)),
    { table: (offsets) => offsets.toReversed() },
  );
  const path = join(folder.path, 'jumps.cap');
  writeFileSync(path, stored);
  const reader = await openCapture(path, { timeBase: new TimeBase(), hash: true });
  const frames = await readAll(reader, new TimeBase());
  await reader.close();
  expect(frames.map(({ capturedLength }) => capturedLength)).toEqual(
    Array.from({ length: 40 }, (_, index) => 59_961 + index),
  );
  expect(reader.sha256).toBe(createHash('sha256').update(stored).digest('hex'));
  expect(reader.bytesRead).toBe(stored.length);
});
