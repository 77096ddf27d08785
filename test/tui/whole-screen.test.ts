import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSurveyProgram, type SurveyProgram } from '../cli/survey-program.js';
import { captureWith } from '../robustness/hostile-capture.js';
import { HOSTILE_STRINGS } from '../robustness/hostile-strings.js';
import { WholeScreen } from './whole-screen.js';

let program: SurveyProgram;
const folder = mkdtempSync(join(tmpdir(), 'tcpdx-whole-'));
beforeAll(async () => {
  program = await buildSurveyProgram();
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true });
});

/** What no name of a file may hold. */
const NOT_IN_NAMES = process.platform === 'win32' ? /[\0-\x1f<>:"/\\|?*]/g : /[/\0]/g;

/** A thousand of them are run by `npm run test:tools`. */
const SEQUENCES = 20;

test('the terminal shows every frame, whatever is pressed, pasted and resized', async () => {
  const screen = await WholeScreen.open('captures/iis7-health-check.pcap', program.url);
  expect(await screen.takeSequences(SEQUENCES)).toBeGreaterThan(SEQUENCES);
  await screen.close();
});

test('hostile text in every field of a capture, its name and what is typed reaches no terminal', async () => {
  const text = HOSTILE_STRINGS.join('').replace(/[\ud800-\udfff]/g, '');
  const path = join(folder, `${text.replace(NOT_IN_NAMES, '').slice(0, 60)}.pcapng`);
  writeFileSync(path, captureWith(text));
  const screen = await WholeScreen.open(path, program.url);
  expect(await screen.takeSequences(SEQUENCES)).toBeGreaterThan(SEQUENCES);
  await screen.close();
});
