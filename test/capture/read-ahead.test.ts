import { existsSync, readdirSync, readlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import type { ByteSource } from '../../src/capture/byte-source.js';
import type { FrameReader } from '../../src/capture/frame-reader.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { ReadWindow } from '../../src/capture/read-window.js';
import { type CraftFrame, craftPcap, craftPcapng, octets } from './craft-capture.js';
import { readAll } from './read-all.js';
import { temporaryFolder } from './ways-in.js';

const folder = temporaryFolder();
afterAll(folder.remove);

let files = 0;

function write(content: Uint8Array): string {
  const path = join(folder.path, `capture-${files++}`);
  writeFileSync(path, content);
  return path;
}

/** A capture of so many octets in records of these lengths, over and over. */
function captureOf(totalBytes: number, lengths: readonly number[]): Uint8Array {
  const frames: CraftFrame[] = [];
  for (let size = 24, i = 0; size < totalBytes; i++) {
    const length = lengths[i % lengths.length] as number;
    frames.push({ timeNs: BigInt(i) * 1_000_000n, data: octets(length).map((octet) => octet ^ i) });
    size += 16 + length;
  }
  return craftPcap(frames, { snapLength: 262_144 });
}

async function open(path: string, isAhead: boolean): Promise<{ reader: FrameReader; timeBase: TimeBase }> {
  const timeBase = new TimeBase();
  const reader = await openCapture(path, { timeBase, hash: false });
  if (isAhead) reader.readAhead?.();
  return { reader, timeBase };
}

async function framesOf(path: string, isAhead: boolean) {
  const { reader, timeBase } = await open(path, isAhead);
  const frames = await readAll(reader, timeBase);
  const { endedEarly, bytesRead } = reader;
  await reader.close();
  return { frames, endedEarly, bytesRead };
}

/** Where Linux lists the files that a program has open. */
const DESCRIPTORS = '/proc/self/fd';

function timesOpen(path: string): number {
  const links = readdirSync(DESCRIPTORS).map((name) => {
    try {
      return readlinkSync(`${DESCRIPTORS}/${name}`);
    } catch {
      // That of the list itself is closed already.
      return null;
    }
  });
  return links.filter((link) => link === path).length;
}

const MIB = 1024 * 1024;

const LONG_BLOCK: readonly CraftFrame[] = [
  1514, 200_000, 60, 200_000, 900_000, 60, 250_000, 1_200_000, 9,
].map((length, i) => ({ timeNs: BigInt(i), data: octets(length) }));

describe('A capture that is read ahead', () => {
  test.each([
    ['shorter than what is read at a time', captureOf(1000, [60])],
    ['of many short records', captureOf(5 * MIB, [60, 1514, 54])],
    ['of the longest records', captureOf(7 * MIB, [262_144, 1])],
    ['of pcapng with a block that is longer than the room for one', craftPcapng(LONG_BLOCK)],
    ['that is cut inside of a record', captureOf(5 * MIB, [1514]).subarray(0, 5 * MIB - 7)],
  ])('%s has the same frames, and ends in the same way', async (_, content) => {
    const path = write(content);
    expect(await framesOf(path, true)).toEqual(await framesOf(path, false));
  });

  test.skipIf(!existsSync(DESCRIPTORS))('is closed only when the octets that come in are there', async () => {
    const path = write(captureOf(5 * MIB, [1514]));
    const { reader } = await open(path, true);
    while (reader.next());
    await reader.fill();
    const closed = reader.close();
    expect(timesOpen(path)).toBe(1);
    await closed;
    expect(timesOpen(path)).toBe(0);
  });

  test('may become shorter meanwhile: it ends there', async () => {
    const path = write(captureOf(9 * MIB, [1514]));
    const { reader } = await open(path, true);
    let frames = 0;
    do {
      while (reader.next()) frames++;
      if (frames < 1000) truncateSync(path, 5 * MIB);
    } while (await reader.fill());
    await reader.close();
    expect(frames).toBe(Math.floor((5 * MIB - 24) / 1530));
    expect(reader.endedEarly?.code).toBe('record-body-cut');
  });

  test.each([
    ['always fewer octets than were asked for', (_: number) => 300_001],
    ['fewer now and then', (nth: number) => (nth % 3 === 1 ? 700_000 : Number.POSITIVE_INFINITY)],
  ])('may come with %s, and has every octet once', async (_, mostOf) => {
    const content = captureOf(9 * MIB, [1514]);
    const window = new ReadWindow(sourceOf(content, mostOf));
    await window.fill(1);
    window.readAhead();
    const parts: Uint8Array[] = [];
    do {
      parts.push(window.bytes.slice(window.at, window.end));
      window.discard();
    } while (await window.fill(1));
    expect(Buffer.concat(parts).equals(content)).toBe(true);
  });
});

/** @param mostOf how many octets the nth read gives at most */
function sourceOf(content: Uint8Array, mostOf: (nth: number) => number): ByteSource {
  let reads = 0;
  const copy = (target: Uint8Array, at: number, length: number, offset: number) => {
    const part = content.subarray(offset, offset + Math.min(length, mostOf(reads++)));
    target.set(part, at);
    return part.length;
  };
  const unused = () => Promise.resolve();
  return {
    read: (target, at, length) => copy(target, at, Math.min(length, 1000), 0),
    randomAccess: {
      seek: unused,
      readAt: copy,
      readAhead: (target, at, length, offset) => Promise.resolve(copy(target, at, length, offset)),
    },
    failure: null,
    compression: null,
    bytesRead: 0,
    bytesTotal: content.length,
    sha256: null,
    finish: unused,
    abandon: unused,
  };
}
