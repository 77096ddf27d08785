import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { TimeBase } from '../../../src/bytes/time.js';
import { CaptureError } from '../../../src/capture/capture-error.js';
import { FileRecorder, type RecorderOptions } from '../../../src/capture/live/file-recorder.js';
import { RecordingReader } from '../../../src/capture/live/frame-sink.js';
import { RecordingFile } from '../../../src/capture/live/recording-file.js';
import { openCapture, openCaptureFrom } from '../../../src/capture/open-capture.js';
import { interfaceBlock, sectionBlock } from '../../../src/capture/pcapng-writer.js';
import { type CraftFrame, CraftPcapng } from '../craft-capture.js';
import { MemorySource, readAll } from '../read-all.js';
import { readerOf, someFrames } from './frames.js';

const root = mkdtempSync(join(tmpdir(), 'tcpdx-recorder-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;

function options(timeBase: TimeBase, more: Partial<RecorderOptions> = {}): RecorderOptions {
  const folder = join(root, String(folders++), 'captures');
  return {
    name: {
      folder,
      stem: 'eth9-20260203-040506',
      extension: '.pcapng',
      isNumbered: false,
      mayAddNumber: true,
    },
    fileOctets: null,
    mostFiles: null,
    timeBase,
    application: 'a program',
    interfaceName: 'eth9',
    ...more,
  };
}

async function record(frames: readonly CraftFrame[], more: Partial<RecorderOptions> = {}) {
  const { reader, timeBase } = await readerOf(frames);
  const chosen = options(timeBase, more);
  const sink = await FileRecorder.open(chosen);
  const seen = await readAll(new RecordingReader(reader, sink), timeBase);
  return { summary: await sink.finish(), seen, folder: chosen.name.folder };
}

async function readFiles(paths: readonly string[]) {
  const frames = [];
  for (const path of paths) {
    const timeBase = new TimeBase();
    const reader = await openCapture(path, { timeBase, hash: false });
    frames.push(...(await readAll(reader, timeBase)));
    expect(reader.endedEarly).toBeNull();
    await reader.close();
  }
  return frames;
}

/** Without what belongs to a file and not to a frame. */
const told = (frames: Awaited<ReturnType<typeof readFiles>>) =>
  frames.map(({ fileOffset: _, ...frame }) => frame);

const RING = { folder: '', stem: 'eth9', extension: '.pcapng', isNumbered: true, mayAddNumber: true };
const ring = () => ({ ...RING, folder: join(root, String(folders++)) });

describe('what is recorded', () => {
  test('is read back equal, whatever the frames and however large the files', async () => {
    const limits = fc.record({
      fileOctets: fc.option(fc.integer({ min: 1, max: 20_000 })),
    });
    await fc.assert(
      fc.asyncProperty(someFrames(2000, 30), limits, async (frames, { fileOctets }) => {
        const { summary, seen } = await record(frames, { fileOctets, name: ring() });
        const read = await readFiles(summary.files.map(({ path }) => path));
        expect(told(read)).toEqual(told(seen));
        expect(seen).toHaveLength(frames.length);
        expect(summary).toMatchObject({
          taken: frames.length,
          written: frames.length,
          notWritten: 0,
          fault: null,
        });
        for (const { path, octets } of summary.files) expect(statSync(path).size).toBe(octets);
        const mostFrameBytes = 5100;
        if (fileOctets === null) return;
        for (const { octets, frames: count } of summary.files) {
          if (count > 1) expect(octets).toBeLessThanOrEqual(Math.max(fileOctets, mostFrameBytes));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('has frames of the greatest length, and more than memory holds at once', async () => {
    const data = new Uint8Array(262_144).map((_, at) => at * 7);
    const frames = Array.from({ length: 40 }, (_, at) => ({ timeNs: BigInt(at) * 1_000_000n, data }));
    const { summary, seen } = await record(frames);
    expect(told(await readFiles(summary.files.map(({ path }) => path)))).toEqual(told(seen));
    expect(summary.written).toBe(40);
  });

  test('keeps times to the nanosecond, in 1970, now, and in 2106', async () => {
    const frames = [0n, 4_294_967_295_999_999_999n, 1_700_000_000_000_000_001n].map((timeNs) => ({
      timeNs,
      data: new Uint8Array(60),
    }));
    for (const frame of frames) {
      const { summary } = await record([frame]);
      expect((await readFiles([summary.files[0]?.path ?? '']))[0]?.timeNs).toBe(frame.timeNs);
    }
  });

  test('names the interface, as the capture does or as it was asked for', async () => {
    const timeBase = new TimeBase();
    const crafted = new CraftPcapng()
      .section()
      .interface({ name: 'eth1' })
      .interface({ linkType: 101 })
      .enhanced(5_000_000n, new Uint8Array(20), { interfaceId: 1 })
      .enhanced(6_000_000n, new Uint8Array(60), { interfaceId: 0 });
    const reader = await openCaptureFrom(new MemorySource(crafted.bytes()), 'crafted', timeBase);
    const sink = await FileRecorder.open(options(timeBase));
    await readAll(new RecordingReader(reader, sink), timeBase);
    const { files } = await sink.finish();
    const back = await openCapture(files[0]?.path ?? '', { timeBase: new TimeBase(), hash: false });
    const frames = await readAll(back, timeBase);
    expect(back.interfaces.map(({ name, linkType }) => [name, linkType])).toEqual([
      ['eth9', 101],
      ['eth1', 1],
    ]);
    expect(frames.map(({ interfaceId }) => interfaceId)).toEqual([0, 1]);
    await back.close();
  });

  test('says how many frames never got there', async () => {
    const { reader, timeBase } = await readerOf([{ timeNs: 5n, data: new Uint8Array(60) }]);
    const sink = await FileRecorder.open(options(timeBase));
    await readAll(new RecordingReader(reader, sink), timeBase);
    sink.putDropped(945_232);
    const { files } = await sink.finish();
    const back = await openCapture(files[0]?.path ?? '', { timeBase: new TimeBase(), hash: false });
    expect(await readAll(back, timeBase)).toHaveLength(1);
    expect(back.interfaces[0]?.droppedFrames).toBe(945_232);
    await back.close();
  });

  test('leaves out records that are no packets, and counts them', async () => {
    const timeBase = new TimeBase();
    const crafted = new CraftPcapng().section().interface().block(0x0bad, new Uint8Array(8));
    const reader = await openCaptureFrom(new MemorySource(crafted.bytes()), 'crafted', timeBase);
    const sink = await FileRecorder.open(options(timeBase));
    await readAll(new RecordingReader(reader, sink), timeBase);
    expect(await sink.finish()).toMatchObject({ taken: 1, written: 0, notRecordable: 1 });
  });

  test('is on the disk within half a second, in whole blocks', async () => {
    const { reader, timeBase } = await readerOf([{ timeNs: 5n, data: new Uint8Array(61) }]);
    const chosen = options(timeBase);
    const sink = await FileRecorder.open(chosen);
    const path = join(chosen.name.folder, `${chosen.name.stem}.pcapng`);
    expect(await readFiles([path])).toEqual([]);
    const recording = new RecordingReader(reader, sink);
    while (!recording.next()) await recording.fill();
    await wait(500);
    expect(await readFiles([path])).toHaveLength(1);
    await sink.finish();
  });
});

describe('a ring of files', () => {
  const frames = Array.from({ length: 10 }, (_, at) => ({
    timeNs: BigInt(at) * 1_000_000_000n,
    data: new Uint8Array(100).fill(at),
  }));

  test('keeps the latest, and counts what was in those deleted', async () => {
    const { summary, folder } = await record(frames, { name: ring(), fileOctets: 400, mostFiles: 3 });
    const kept = summary.files.map(({ path }) => path);
    expect(kept).toHaveLength(3);
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual(kept);
    expect((await readFiles(kept)).map(({ data }) => data.slice(0, 2))).toEqual(
      frames.slice(summary.deleted).map((_, at) => `0${at + summary.deleted}`),
    );
    expect(summary.deleted).toBeGreaterThan(0);
  });

  test('does not go on telling of a file that somebody else deleted', async () => {
    const { reader, timeBase } = await readerOf(frames);
    const chosen = options(timeBase, { name: ring(), fileOctets: 1, mostFiles: 3 });
    const sink = await FileRecorder.open(chosen);
    const { folder } = chosen.name;
    for (let taken = 0; taken < 5; ) {
      if (!reader.next()) await reader.fill();
      else {
        sink.take(reader.frame, reader.interfaces);
        await sink.flush();
        if (++taken === 3) rmSync(join(folder, 'eth9-001.pcapng'));
      }
    }
    const { files, deleted } = await sink.finish();
    expect(files.map(({ path }) => path)).toEqual(
      readdirSync(folder)
        .sort()
        .map((name) => join(folder, name)),
    );
    expect({ there: files.length, deleted }).toEqual({ there: 3, deleted: 2 });
  });

  test('holds reading back by the memory that waits, however little of it small files fill', async () => {
    const { reader, timeBase } = await readerOf(frames);
    const sink = await FileRecorder.open(options(timeBase, { name: ring(), fileOctets: 400, mostFiles: 3 }));
    while (!reader.next()) await reader.fill();
    for (let i = 0; i < 1000; i++) sink.take(reader.frame, reader.interfaces);
    expect(sink.pressure).not.toBeNull();
    expect(await sink.finish()).toMatchObject({ taken: 1000, written: 1000 });
    expect(sink.pressure).toBeNull();
  });
});

describe('files that are there', () => {
  const frames = [{ timeNs: 1n, data: new Uint8Array(60) }];

  test('are never written over: the next number is taken', async () => {
    const { timeBase } = await readerOf(frames);
    const chosen = options(timeBase);
    mkdirSync(chosen.name.folder, { recursive: true });
    const taken = join(chosen.name.folder, `${chosen.name.stem}.pcapng`);
    writeFileSync(taken, 'mine');
    const { summary } = await record(frames, { name: chosen.name });
    expect(summary.files[0]?.path).toMatch(/040506-001\.pcapng$/);
    expect(readFileSync(taken, 'utf8')).toBe('mine');
  });

  test('are an error when the user gave the name', async () => {
    const { timeBase } = await readerOf(frames);
    const chosen = options(timeBase);
    const name = { ...chosen.name, mayAddNumber: false };
    mkdirSync(name.folder, { recursive: true });
    writeFileSync(join(name.folder, `${name.stem}.pcapng`), 'mine');
    const opened = FileRecorder.open({ ...chosen, name });
    await expect(opened).rejects.toThrow(CaptureError);
    await expect(opened).rejects.toMatchObject({ code: 'cannot-write' });
  });

  test.skipIf(platform() === 'win32')('are not made through a symbolic link', async () => {
    const { timeBase } = await readerOf(frames);
    const chosen = options(timeBase);
    mkdirSync(chosen.name.folder, { recursive: true });
    const target = join(root, `target-${folders++}`);
    symlinkSync(target, join(chosen.name.folder, `${chosen.name.stem}.pcapng`));
    await record(frames, { name: chosen.name });
    expect(existsSync(target)).toBe(false);
  });

  test.skipIf(platform() === 'win32')('and new ones are for their user alone', async () => {
    const { summary, folder } = await record(frames);
    expect(statSync(summary.files[0]?.path ?? '').mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('a folder that cannot be made is an error before anything is captured', async () => {
    const file = join(root, `file-${folders++}`);
    writeFileSync(file, '');
    const { timeBase } = await readerOf(frames);
    const chosen = options(timeBase);
    const opened = FileRecorder.open({ ...chosen, name: { ...chosen.name, folder: join(file, 'below') } });
    await expect(opened).rejects.toMatchObject({ code: 'cannot-write' });
  });
});

// Windows removes no folder in which a file is open.
test.skipIf(platform() === 'win32')(
  'a fault of writing ends it, is told, and what is not written is counted',
  async () => {
    const frames = Array.from({ length: 10 }, (_, at) => ({ timeNs: BigInt(at), data: new Uint8Array(60) }));
    const { reader, timeBase } = await readerOf(frames);
    const chosen = options(timeBase, { name: ring(), fileOctets: 400 });
    const sink = await FileRecorder.open(chosen);
    const recording = new RecordingReader(reader, sink);
    while (!recording.next()) await recording.fill();
    await sink.flush();
    // The next file cannot be made.
    rmSync(chosen.name.folder, { recursive: true });
    do while (recording.next());
    while (await recording.fill());
    const summary = await sink.finish();
    expect(summary.fault).toMatchObject({ code: 'write-failed' });
    expect(summary.taken).toBe(10);
    expect(summary.written).toBe(summary.files.reduce((sum, file) => sum + file.frames, 0));
    expect(summary.notWritten).toBe(10 - summary.written);
    expect(summary.notWritten).toBeGreaterThan(0);
  },
);

test('a file takes whole blocks only', async () => {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  const file = await RecordingFile.create({ ...RING, folder }, 1);
  const blocks = Buffer.concat([
    sectionBlock('a program', []),
    interfaceBlock({ linkType: 1, snapLength: 0, name: null }),
  ]);
  await file.append(blocks);
  await file.close();
  await expect(file.append(blocks)).rejects.toThrow('closed');
  expect([file.octets, statSync(file.path).size]).toEqual([blocks.length, blocks.length]);
});
