/** The export dialog on a real folder: screen, services and files together. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CaptureServices } from '../../src/cli/open-services.js';
import type { ExportRequest } from '../../src/tui/effect.js';
import { WRITABLE_CONTENTS } from '../../src/tui/export-content.js';

let folder = '';
let services: CaptureServices;
let capture = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-export-'));
  capture = join(folder, 'a.pcap');
  copyFileSync('captures/iis7-health-check.pcap', capture);
  services = new CaptureServices({
    paths: [capture],
    io: { stdin: Readable.from([]) as unknown as typeof process.stdin },
    secrets: 'masked',
    copy: () => {
      throw new Error('Expected that nothing is copied');
    },
  });
  await services.read(() => {});
});
afterEach(() => rmSync(folder, { recursive: true }));

function request(changes: Partial<ExportRequest> = {}): ExportRequest {
  return { path: join(folder, 'out'), content: 'report-text', flows: null, force: false, ...changes };
}

it.each(WRITABLE_CONTENTS)('everything that the dialog offers can be written: %s', async (content) => {
  const message = await services.export(request({ content, flows: [3, 7] }));
  expect(message.tone).toBe('notice');
  expect(existsSync(join(folder, 'out'))).toBe(true);
});

it('a line per chosen flow is written', async () => {
  await services.export(request({ content: 'flows-json', flows: [3, 7] }));
  const lines = readFileSync(join(folder, 'out'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { flow: number }).flow)).toEqual([3, 7]);
});

it('a file that exists can be replaced, and is only then', async () => {
  const path = join(folder, 'out');
  writeFileSync(path, 'mine');
  expect(await services.export(request())).toMatchObject({ tone: 'error', canReplace: true });
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect(await services.export(request({ force: true }))).toMatchObject({ tone: 'notice' });
  expect(readFileSync(path, 'utf8')).not.toBe('mine');
});

it('the capture itself and a folder are never offered to be replaced', async () => {
  for (const path of [capture, folder, join(folder, 'none', 'x')]) {
    const message = await services.export(request({ path, force: true }));
    expect(message.tone).toBe('error');
    expect(message.canReplace).toBeUndefined();
  }
});
