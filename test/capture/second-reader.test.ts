import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import type { FrameReader } from '../../src/capture/frame-reader.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { readWithPcapParser, type SecondFrame, whyNotApplicable } from '../../src/capture/second-reader.js';
import { corpusFolder, filesBelow } from './corpus-folder.js';
import { concat, craftPcap, octets, pcapRecord } from './craft-capture.js';
import { readAll } from './read-all.js';
import { temporaryFolder } from './ways-in.js';

const folder = temporaryFolder();
afterAll(folder.remove);

function file(name: string, stored: Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, stored);
  return path;
}

async function second(path: string) {
  const frames: SecondFrame[] = [];
  const reading = await readWithPcapParser(path, (frame) => frames.push(frame));
  return { reading, frames };
}

describe('The second reader', () => {
  test('gives the frames of a classic pcap', async () => {
    const path = file(
      'two.pcap',
      concat(craftPcap([]), pcapRecord(true, 5, 7, octets(3), 3, 9), pcapRecord(true, 6, 8, octets(0))),
    );
    const { reading, frames } = await second(path);
    expect(reading).toEqual({ frames: 2, stoppedAtLength: null });
    expect(frames).toMatchObject([
      {
        number: 1,
        timeSeconds: 5,
        timeMicroseconds: 7,
        capturedLength: 3,
        originalLength: 9,
        data: Buffer.from([0, 1, 2]),
      },
      { number: 2, timeSeconds: 6, timeMicroseconds: 8, capturedLength: 0, originalLength: 0 },
    ]);
  });

  test('drops a truncated last record without a word', async () => {
    const path = file('cut.pcap', concat(craftPcap([]), pcapRecord(true, 5, 7, octets(3)), octets(15)));
    expect((await second(path)).reading).toEqual({ frames: 1, stoppedAtLength: null });
  });

  test('stops at a record that is too long instead of reading it into memory', async () => {
    const path = file(
      'long.pcap',
      concat(craftPcap([]), pcapRecord(true, 5, 7, octets(3)), pcapRecord(true, 5, 7, octets(3), 0xfffffff0)),
    );
    expect((await second(path)).reading).toEqual({ frames: 1, stoppedAtLength: 0xfffffff0 });
  });

  test('rejects what the package refuses, what is not there, and what the callback throws', async () => {
    const pcap = file('fine.pcap', craftPcap([{ timeNs: 0n, data: octets(3) }]));
    await expect(second(file('nano.pcap', craftPcap([], { nanoseconds: true })))).rejects.toThrow(/magic/);
    await expect(second(join(folder.path, 'none'))).rejects.toThrow(/ENOENT/);
    const throwing = readWithPcapParser(pcap, () => {
      throw new Error('mine');
    });
    await expect(throwing).rejects.toThrow('mine');
  });

  test('shows no deprecation warning of the package', () => {
    const pcap = file(
      'many.pcap',
      craftPcap(Array.from({ length: 300 }, () => ({ timeNs: 0n, data: octets(1500) }))),
    );
    const program = `require('pcap-parser').parse(${JSON.stringify(pcap)}).on('packet', () => {})`;
    const { stderr, status } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  test.each([
    ['pipe', { path: '-', bytesTotal: 5 }],
    ['pipe', { path: 'fifo', bytesTotal: null }],
    ['compressed', { compression: 'gzip' as const }],
    ['nanoseconds', { format: 'pcap (nanoseconds)' as const }],
    ['pcapng', { format: 'pcapng' as const }],
    ['snoop', { format: 'snoop' as const }],
    ['netmon', { format: 'Network Monitor 1' as const }],
    ['netmon', { format: 'Network Monitor 2' as const }],
    [null, {}],
  ])('is not applicable because of: %s', (reason, input) => {
    const plain = { path: 'a.pcap', format: 'pcap' as const, compression: null, bytesTotal: 5 };
    expect(whyNotApplicable({ ...plain, ...input })).toBe(reason);
  });
});

/** Where the two readers differ, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'pcap-invalid-version-1.pcap':
    'version 1.4: the package looks for "not 2 and not 4" and so reads it; we refuse, as tshark does',
};

const captures = ['captures', ...(corpusFolder === null ? [] : [join(corpusFolder, 'captures')])].flatMap(
  (root) => filesBelow(root, /\.(pcap|cap|dmp)$/).map((path) => join(root, path)),
);

describe('Both readers', () => {
  test('see the same frames in every classic pcap of microseconds', async () => {
    let compared = 0;
    for (const path of captures) {
      const name = path.split(/[\\/]/).at(-1) ?? path;
      if (name in DIFFERENCES) continue;
      const timeBase = new TimeBase();
      const reader = await openCapture(path, { timeBase, hash: false }).catch(() => null);
      if (reader === null || whyNotApplicable({ path, ...facts(reader) }) !== null) continue;
      const ours = await readAll(reader, timeBase);
      await reader.close();
      const { frames: theirs, reading } = await second(path);
      expect(reading.stoppedAtLength !== null, path).toBe(reader.endedEarly?.code === 'record-too-long');
      expect(theirs.map(comparable), path).toEqual(
        ours.map(({ timeNs, capturedLength, originalLength, data }) => ({
          timeUs: wholeMicroseconds(timeNs),
          capturedLength,
          originalLength,
          data,
        })),
      );
      compared++;
    }
    console.log(`${compared} captures were read by both readers`);
    expect(compared).toBeGreaterThan(0);
  });
});

function facts({ format, compression, bytesTotal }: FrameReader) {
  return { format, compression, bytesTotal };
}

/** Nanoseconds as whole microseconds: a double may be off by less than one in captures of more than 104 days. */
function wholeMicroseconds(timeNs: bigint | null): bigint {
  return ((timeNs ?? 0n) + 500n) / 1000n;
}

function comparable(frame: SecondFrame) {
  return {
    timeUs: BigInt(frame.timeSeconds) * 1_000_000n + BigInt(frame.timeMicroseconds),
    capturedLength: frame.capturedLength,
    originalLength: frame.originalLength,
    data: frame.data.toString('hex'),
  };
}
