import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../../src/cli/files-progress.js';
import { Progress } from '../../src/cli/progress.js';
import { readCaptures } from '../../src/cli/read-captures.js';
import { readFlow } from '../../src/cli/read-flow.js';
import { notReadyRows, progressWord } from '../../src/tui/not-ready.js';
import { octetsText } from '../../src/view/octets-text.js';
import { UNICODE } from '../tui/drive.js';
import { Kept } from './run-cli.js';

const NAMES = ['iis7-health-check.pcap', 'httpsys-503.pcap', 'clean-http.pcap'];

let folder = '';
let paths: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-progress-'));
  // One of them packed: its octets are those that are stored.
  paths = NAMES.map((name, index) => {
    const path = join(folder, name);
    const octets = readFileSync(join('captures', name));
    writeFileSync(path, index === 1 ? gzipSync(octets) : octets);
    return path;
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const sizes = () => paths.map((path) => statSync(path).size);
const total = () => sizes().reduce((sum, size) => sum + size, 0);

/** What is told while something is read. */
type Told = { read: number; of: number | null }[];

async function toldOfSurvey(files: readonly string[]): Promise<Told> {
  const told: Told = [];
  await readCaptures(files, { hash: false, onProgress: (read, of) => told.push({ read, of }) });
  return told;
}

async function toldOfFlow(files: readonly string[]): Promise<Told> {
  const told: Told = [];
  await readFlow(files, 0, { onProgress: (read, of) => told.push({ read, of }) });
  return told;
}

describe.each([
  ['a survey', toldOfSurvey],
  ['the reading of one flow', toldOfFlow],
])('how far %s of several files is', (_, read) => {
  it('never goes back, passes the end of every file, and ends with the last octet of all', async () => {
    const told = await read(paths);
    const amounts = told.map(({ read }) => read);
    expect(amounts).toEqual([...amounts].sort((a, b) => a - b));
    const [first = 0, second = 0] = sizes();
    for (const end of [first, first + second, total()]) expect(amounts).toContain(end);
    expect(amounts.at(-1)).toBe(total());
    expect(new Set(told.map(({ of }) => of))).toEqual(new Set([total()]));
  });

  it('is that of the files in the order in which they are read', async () => {
    const told = await read([...paths].reverse());
    expect(told.map(({ read }) => read)).toEqual((await read(paths)).map(({ read }) => read));
  });
});

it('the screen shows what is read of all files together', async () => {
  const told = await toldOfSurvey(paths);
  const words = told.map(({ read, of }) => {
    const progress = { bytesRead: read, bytesTotal: of, frames: 330, flows: 35 };
    const rows = notReadyRows({ capture: { kind: 'reading', progress, survey: null }, look: UNICODE }, 78);
    const text = rows?.map((line) => line.map((span) => span.text).join('')).join('\n') ?? '';
    expect(text).toContain(`${progressWord(progress)}`);
    expect(text).toContain(` of ${octetsText(total())}, 330 frames, 35 flows`);
    return Number.parseInt(progressWord(progress), 10);
  });
  expect(words).toEqual([...words].sort((a, b) => a - b));
  expect(words.at(-1)).toBe(100);
  expect(words.some((percent) => percent > 0 && percent < 100)).toBe(true);
});

it('the line on standard error does as well', async () => {
  const stderr = new Kept();
  let now = 0;
  const progress = new Progress({ stderr, stderrIsTerminal: true }, () => now);
  now = 1000;
  for (const { read, of } of await toldOfSurvey(paths)) {
    now += 100;
    progress.show(read, of);
  }
  const percents = [...stderr.text.matchAll(/ (\d+) %/g)].map(([, percent]) => Number(percent));
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
  expect(percents.filter((percent) => percent === 100)).toHaveLength(1);
});

it('a pipe, and a file that is not there, have no size', async () => {
  expect(await bytesOf(paths)).toBe(total());
  expect(await bytesOf([...paths, '-'])).toBeNull();
  expect(await bytesOf([...paths, join(folder, 'nothing')])).toBeNull();
});
