/** A thousand random sequences of keys, pastes and resizes through the whole program, on a terminal in memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSurveyProgram, type SurveyProgram } from '../cli/survey-program.js';
import { captureWith } from '../robustness/hostile-capture.js';
import { HOSTILE_STRINGS } from '../robustness/hostile-strings.js';
import { WholeScreen } from '../tui/whole-screen.js';

const SEQUENCES = 1000;
const TIMEOUT_MS = 300_000;

let program: SurveyProgram;
const folder = mkdtempSync(join(tmpdir(), 'tcpdx-sequences-'));
beforeAll(async () => {
  program = await buildSurveyProgram();
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true });
});

async function walk(path: string, sequences: number): Promise<void> {
  const screen = await WholeScreen.open(path, program.url);
  expect(await screen.takeSequences(sequences)).toBeGreaterThan(sequences);
  await screen.close();
}

test('the terminal shows every frame', { timeout: TIMEOUT_MS }, () =>
  walk('captures/httpsys-503.pcap', SEQUENCES),
);

test.each(HOSTILE_STRINGS)('no octet of %j reaches it', { timeout: TIMEOUT_MS }, async (text) => {
  const path = join(folder, 'hostile.pcapng');
  writeFileSync(path, captureWith(text));
  await walk(path, 30);
});
