import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CaptureFiles, NotReadTwice } from '../../src/cli/capture-files.js';
import { Pace, Superseded } from '../../src/cli/pace.js';
import { readCaptures } from '../../src/cli/read-captures.js';
import { readCloseUp } from '../../src/cli/read-close-up.js';
import { readFlow } from '../../src/cli/read-flow.js';
import { readPacket } from '../../src/cli/read-packet.js';
import type { CloseUp } from '../../src/closeup/close-up.js';
import { packetTree } from '../../src/closeup/tree/packet-tree.js';
import { CraftPcapng, craftPcap, craftPcapng } from '../capture/craft-capture.js';
import { craftNetmon } from '../capture/craft-netmon.js';
import { craftSnoop } from '../capture/craft-snoop.js';
import { traffic } from '../craft/traffic.js';

let folder = '';
const frames = traffic();
const middle = Math.floor(frames.length / 2);

/** A second interface is described behind half of the frames: they cannot be read without what lies before. */
function describedLate(): Uint8Array {
  const late = new CraftPcapng().section().interface({ resolution: 9 });
  for (const { timeNs, data } of frames.slice(0, middle)) late.enhanced(timeNs, data);
  late.interface({ resolution: 6, name: 'second' });
  for (const { timeNs, data } of frames.slice(middle)) {
    late.enhanced(timeNs / 1000n, data, { interfaceId: 1, options: [[1, 'late']] });
  }
  return late.bytes();
}

const FILES: Readonly<Record<string, () => readonly Uint8Array[]>> = {
  pcap: () => [craftPcap(frames)],
  pcapng: () => [craftPcapng(frames)],
  'pcapng, an interface described late': () => [describedLate()],
  snoop: () => [craftSnoop(frames)],
  'Network Monitor': () => [craftNetmon(frames)],
  gzip: () => [gzipSync(craftPcap(frames), { level: 1 })],
  'two files': () => [craftPcap(frames.slice(middle)), craftPcapng(frames.slice(0, middle))],
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-close-up-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function filesOf(paths: readonly string[]): Promise<CaptureFiles> {
  const { survey, inputs } = await readCaptures(paths, { hash: false, onProgress: () => {} });
  return new CaptureFiles(
    inputs.map(({ path }) => path),
    survey,
  );
}

/** Everything of a close-up that can be compared. */
function plain(closeUp: CloseUp | null): string {
  if (closeUp === null) return 'none';
  const { survey: _, streams, ...rest } = closeUp;
  const parts = streams.map((stream) => ({
    ...stream,
    parts: stream.parts.map((part) =>
      part.kind === 'octets' && part.octets !== null
        ? { ...part, octets: Buffer.from(part.octets).toString('latin1') }
        : part,
    ),
  }));
  return JSON.stringify({ ...rest, parts });
}

describe.each(Object.keys(FILES))('%s', (name) => {
  let paths: string[] = [];
  let files: CaptureFiles;
  beforeAll(async () => {
    paths = (FILES[name]?.() ?? []).map((octets, index) => {
      const path = join(folder, `${name}-${index}`);
      writeFileSync(path, octets);
      return path;
    });
    files = await filesOf(paths);
  });

  test('a part of the file gives the same close-up as the whole', async () => {
    const { length } = files.survey.flows;
    expect(length).toBe(64);
    for (const flow of [0, 1, 11, 30, 60, 61, 62, 63]) {
      const whole = await readFlow(paths, flow, { onProgress: () => {} });
      expect(plain(await readCloseUp(files, flow, true, new Pace()))).toBe(plain(whole.closeUp));
    }
    expect(await readCloseUp(files, length, true, new Pace())).toBeNull();
  });

  test('a frame is found wherever it lies', async () => {
    for (const frame of [1, 2, 500, middle, middle + 1, frames.length]) {
      const data = frames[frame - 1]?.data as Uint8Array;
      const packet = await readPacket(files, frame, new Pace());
      expect(packet?.octets).toEqual(data);
      const expected = packetTree({ octets: data, linkType: 1, originalLength: data.length });
      expect(packet?.tree).toEqual(expected);
    }
    expect(await readPacket(files, frames.length + 1, new Pace())).toBeNull();
  });

  test('a frame knows the flow whose segment it carries, and of a fragment there is none', async () => {
    for (let flow = 0; flow < files.survey.flows.length; flow++) {
      const closeUp = await readCloseUp(files, flow, true, new Pace());
      const isInFragments = closeUp?.ends.some(({ address }) => address === '10.9.9.9') === true;
      const segments = closeUp?.segments ?? [];
      for (const segment of [segments[0], segments[1], segments.at(-1)]) {
        if (segment === undefined) continue;
        const packet = await readPacket(files, segment.frameNumber, new Pace());
        expect(packet?.flow).toBe(isInFragments ? null : flow);
        expect(packet?.originalLength).toBe(packet?.octets.length);
        expect(packet?.timeNs).toBe(segment.timeNs);
      }
    }
  });
});

test('what lies in front of a late flow is not read, where the format allows it', async () => {
  const ends: Record<string, number> = {};
  for (const name of [
    'pcap',
    'pcapng',
    'snoop',
    'Network Monitor',
    'gzip',
    'pcapng, an interface described late',
  ]) {
    const { survey } = await filesOf([join(folder, `${name}-0`)]);
    ends[name] = survey.places.before(frames.length)?.framesBefore ?? -1;
  }
  for (const name of ['pcap', 'pcapng', 'snoop']) expect(ends[name]).toBeGreaterThan(frames.length - 1000);
  for (const name of ['Network Monitor', 'gzip']) expect(ends[name]).toBe(0);
  expect(ends['pcapng, an interface described late']).toBeLessThanOrEqual(middle);
});

test('every flow of every small capture', async () => {
  for (const name of readdirSync('captures').filter((it) => /\.pcap(ng)?$/.test(it))) {
    const files = await filesOf([`captures/${name}`]);
    for (let flow = 0; flow < Math.min(4, files.survey.flows.length); flow++) {
      const { closeUp } = await readFlow([`captures/${name}`], flow, { onProgress: () => {} });
      expect(plain(await readCloseUp(files, flow, true, new Pace()))).toBe(plain(closeUp));
    }
  }
});

test('a pipe is not read twice, and work that nobody waits for ends', async () => {
  const { survey } = await filesOf(['captures/httpsys-503.pcap']);
  await expect(readCloseUp(new CaptureFiles(['-'], survey), 0, true, new Pace())).rejects.toThrow(
    NotReadTwice,
  );
  const path = join(folder, 'pcap-0');
  let rests = 0;
  const pace = new Pace(() => ++rests < 3);
  Object.defineProperty(pace, 'isDue', { get: () => true });
  const readOn = readCloseUp(await filesOf([path]), 0, true, pace).then(() => 'read');
  await expect(readOn).rejects.toThrow(Superseded);
});
