import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openCaptures } from '../../src/cli/capture-service.js';
import { firstShared } from '../../src/cli/first-shared.js';
import { readCaptures } from '../../src/cli/read-captures.js';
import type { CaptureService } from '../../src/tui/capture-service.js';
import type { ExportRequest } from '../../src/tui/effect.js';
import type { Shared } from '../../src/tui/shared.js';
import { craftPcap } from '../capture/craft-capture.js';
import { traffic } from '../craft/traffic.js';
import { runCli } from './run-cli.js';
import { buildSurveyProgram, type SurveyProgram } from './survey-program.js';
import { WatchedShared } from './watched-shared.js';

let program: SurveyProgram;
let folder = '';
let large = '';
beforeAll(async () => {
  program = await buildSurveyProgram();
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-service-'));
  large = join(folder, 'large.pcap');
  writeFileSync(large, craftPcap(traffic()));
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true });
});

const EMPTY = firstShared(
  [],
  { filter: '' },
  { colours: 'none', hasUnicode: true },
  { columns: 80, rows: 24 },
);

/** A service, and what it made of what is shared. */
class Screen extends WatchedShared {
  readonly service: CaptureService;

  constructor(paths: readonly string[], standardInput?: Readable) {
    super(EMPTY);
    const options = { program: program.url, ...(standardInput === undefined ? {} : { standardInput }) };
    this.service = openCaptures(paths, this.host, options);
    open.push(this);
  }

  async ready(): Promise<this> {
    await this.until(
      ({ capture, flows }) => capture.kind === 'ready' && flows.tookMs !== null && flows.total > 0,
    );
    return this;
  }

  async write(request: Partial<ExportRequest> & Pick<ExportRequest, 'path' | 'content'>): Promise<string> {
    this.shared = { ...this.shared, message: null };
    this.service.write({ flows: null, force: false, ...request });
    await this.until(({ message }) => message !== null);
    return `${this.shared.message?.tone}: ${this.shared.message?.text}`;
  }
}

const open: Screen[] = [];
afterEach(async () => {
  for (const screen of open.splice(0)) await screen.service.close();
});

const HTTPSYS = 'captures/httpsys-503.pcap';

test('a capture is read, listed, filtered, and the latest of two requests wins', async () => {
  const screen = await new Screen([HTTPSYS]).ready();
  const { flows, capture } = screen.shared;
  expect(flows.flows.length).toBe(flows.total);
  expect(capture).toMatchObject({ kind: 'ready', wasStopped: false });
  const byStart = { column: 'start', isDescending: true } as const;
  screen.service.viewFlows({ filter: 'status==200', order: byStart, markedOnly: false });
  screen.service.viewFlows({ filter: 'status==503', order: byStart, markedOnly: false });
  await screen.until((shared) => shared.flows.tookMs !== null && shared.flows.filter !== '');
  expect(screen.shared.flows.filter).toBe('status==503');
  const found = [...screen.shared.flows.flows];
  expect(found.length).toBeGreaterThan(0);
  for (const flow of found)
    expect(screen.shared.findingsOf(flow).map(({ rule }) => rule)).toContain('httpsys-503');
});

test('muted rules are left out of the list', async () => {
  const screen = await new Screen([HTTPSYS]).ready();
  const order = { column: 'flow', isDescending: false } as const;
  screen.service.viewFlows({ filter: 'finding:httpsys-503', order, markedOnly: false });
  await screen.until(({ flows }) => flows.tookMs !== null && flows.filter !== '');
  expect(screen.shared.flows.flows.length).toBeGreaterThan(0);
  const before = screen.shared;
  screen.shared = { ...before, mutedRules: new Set(['httpsys-503']) };
  screen.service.noticed(before, screen.shared);
  await screen.until(({ flows }) => flows.flows.length === 0);
});

test('close-up, packet and comparison come, and what is not there is said', async () => {
  const screen = await new Screen([HTTPSYS]).ready();
  const { service } = screen;
  service.readCloseUp(0);
  service.readCloseUp(1);
  await screen.until(({ closeUp }) => closeUp?.kind === 'ready');
  expect(screen.shared.closeUp?.flow).toBe(1);
  service.readPacket(5);
  await screen.until(({ packet }) => packet?.kind === 'ready');
  service.readPacket(1_000_000);
  await screen.until(({ packet }) => packet?.kind === 'failed');
  expect(screen.shared.packet).toMatchObject({ message: 'there is no frame 1000000' });
  const failing = [...screen.shared.flows.flows].find(
    (flow) => screen.shared.findingsOf(flow).length > 0,
  ) as number;
  service.compare(failing);
  await screen.until(({ comparison }) => comparison !== null && comparison.kind !== 'reading');
  const { comparison } = screen.shared;
  if (comparison?.kind === 'ready') expect(screen.shared.findingsOf(comparison.flow)).toEqual([]);
  else expect(comparison).toMatchObject({ message: 'there is no healthy connection to the same server' });
});

test('of a file that was cut after it was read, it is said that it was changed', async () => {
  const path = join(folder, 'cut.pcap');
  const octets = readFileSync(HTTPSYS);
  writeFileSync(path, octets);
  const screen = await new Screen([path]).ready();
  writeFileSync(path, octets.subarray(0, 1000));
  screen.service.readPacket(92);
  screen.service.readCloseUp(7);
  await screen.until(({ packet, closeUp }) => packet?.kind === 'failed' && closeUp?.kind === 'failed');
  const told = 'is not in the file any more, which was changed after it was read: quit, and open it anew';
  expect(screen.shared).toMatchObject({
    packet: { message: `frame 92 ${told}` },
    closeUp: { message: `flow 7 ${told}` },
  });
  screen.service.readPacket(93);
  await screen.until(({ packet }) => packet?.kind === 'failed' && packet.frame === 93);
  expect(screen.shared.packet).toMatchObject({ message: 'there is no frame 93' });
});

test('what came through a pipe is listed, and said to be gone for a closer look', async () => {
  const screen = await new Screen(['-'], createReadStream(HTTPSYS)).ready();
  screen.service.readCloseUp(0);
  await screen.until(({ closeUp }) => closeUp?.kind === 'failed');
  expect(screen.shared.closeUp).toMatchObject({ message: expect.stringContaining('pipe') });
  expect(await screen.write({ path: join(folder, 'pipe.pcapng'), content: 'capture' })).toMatch(
    /^error: .*pipe/,
  );
  expect(existsSync(join(folder, 'pipe.pcapng'))).toBe(false);
});

test('an input that cannot be read is a failure with advice', async () => {
  const screen = new Screen([join(folder, 'nothing.pcap')]);
  await screen.until(({ capture }) => capture.kind === 'failed');
  expect(screen.shared.capture).toMatchObject({ message: expect.stringContaining('nothing.pcap') });
});

test('reports are those of the command line', async () => {
  const screen = await new Screen([HTTPSYS]).ready();
  for (const [content, format] of [
    ['report-text', 'text'],
    ['report-markdown', 'markdown'],
    ['report-json', 'json'],
  ] as const) {
    const path = join(folder, `report.${format}`);
    expect(await screen.write({ path, content })).toMatch(/^notice: the report was written/);
    const { stdout } = await runCli([
      'report',
      HTTPSYS,
      '--format',
      format,
      ...(format === 'text' ? ['--sha256'] : []),
    ]);
    expect(readFileSync(path, 'utf8')).toBe(stdout);
  }
  const path = join(folder, 'flows.jsonl');
  expect(await screen.write({ path, content: 'flows-json' })).toMatch(/^notice: \d+ flows written/);
  expect(readFileSync(path, 'utf8')).toBe((await runCli(['flows', HTTPSYS, '--json'])).stdout);
});

test('a report of some flows is that of a filter which names them', async () => {
  const screen = await new Screen([HTTPSYS]).ready();
  const path = join(folder, 'some.json');
  await screen.write({ path, content: 'report-json', flows: [1, 0, 2] });
  const { stdout } = await runCli(['report', HTTPSYS, '--format', 'json', '--filter', 'flow in {0..2}']);
  expect(readFileSync(path, 'utf8')).toBe(stdout);
});

test('nothing is written over what exists, nor over an input', async () => {
  const screen = await new Screen([large]).ready();
  expect(await screen.write({ path: large, content: 'capture', force: true })).toMatch(/^error: .*itself/);
  const path = join(folder, 'there.txt');
  writeFileSync(path, 'old');
  expect(await screen.write({ path, content: 'report-text' })).toMatch(/^error: .*exists/);
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test('an annotated capture keeps every frame, and its notes come back with it', async () => {
  const screen = await new Screen([HTTPSYS]).ready();
  const notes = new Map([
    [0, 'same on web-22'],
    [2, 'ticket \u001b[31m INC-4711'],
  ]);
  screen.shared = { ...screen.shared, notes, hasUnwrittenNotes: true };
  const path = join(folder, 'annotated.pcapng');
  expect(await screen.write({ path, content: 'capture' })).toMatch(/^notice: [\d,]+ frames written/);
  expect(screen.shared.hasUnwrittenNotes).toBe(false);
  const again = await new Screen([path]).ready();
  expect([...again.shared.notes]).toEqual([
    [0, 'same on web-22'],
    [2, 'ticket  [31m INC-4711'],
  ]);
  expect(factsOf(again.shared)).toEqual(factsOf(screen.shared));
  // Written once more with another note, no comment is there twice and the old note is gone.
  again.shared = { ...again.shared, notes: new Map([[0, 'another']]) };
  const twice = join(folder, 'twice.pcapng');
  await again.write({ path: twice, content: 'capture' });
  const { files } = await readCaptures([twice], { hash: false, onProgress: () => {} });
  const comments = files[0]?.comments.map(({ frameNumber, text }) => `${frameNumber} ${text}`) ?? [];
  expect(comments.length).toBe(new Set(comments).size);
  expect(comments.filter((text) => text.includes('note:'))).toEqual(['1 tcpdx note: another']);
});

/** What a capture is made of, whatever its file is called and what was written into it. */
function factsOf({ capture }: Shared): unknown {
  if (capture.kind !== 'ready') return null;
  const { files: _, ...rest } = capture.diagnosis.capture;
  return { ...capture.diagnosis, capture: rest };
}

test('chosen flows are written with all their frames, fragments too, at their own times', async () => {
  const screen = await new Screen([large]).ready();
  const path = join(folder, 'chosen.pcapng');
  const flows = [0, 5, 61, 62];
  await screen.write({ path, content: 'capture', flows });
  const chosen = await new Screen([path]).ready();
  expect(recordsOf(await flowsOf(chosen, 'a'), null)).toEqual(recordsOf(await flowsOf(screen, 'b'), flows));
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

async function flowsOf(screen: Screen, name: string): Promise<Record<string, unknown>[]> {
  const path = join(folder, `${name}.jsonl`);
  await screen.write({ path, content: 'flows-json' });
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Flows without their numbers and those of their frames, which are others in a file with fewer. */
function recordsOf(records: readonly Record<string, unknown>[], flows: readonly number[] | null): string[] {
  return records
    .filter(({ flow }) => flows?.includes(flow as number) ?? true)
    .map(({ client, server, segments, payloadBytes, history, firstTime, durationMs }) =>
      JSON.stringify({ client, server, segments, payloadBytes, history, firstTime, durationMs }),
    )
    .sort();
}
