import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LiveOptions } from '../../src/cli/live-options.js';
import type { Shared } from '../../src/tui/shared.js';
import { sharedOf } from '../tui/drive.js';
import { ServiceScreen } from './service-screen.js';
import { buildSurveyProgram, type SurveyProgram } from './survey-program.js';

const CAPTURE = 'captures/iis7-health-check.pcap';
const OCTETS = readFileSync(CAPTURE);

let program: SurveyProgram;
let first: Shared;
beforeAll(async () => {
  program = await buildSurveyProgram('live-worker');
  const { flowList: _, ...shared } = await sharedOf(CAPTURE);
  first = shared;
});
afterAll(() => program.remove());

const open: ServiceScreen[] = [];
afterEach(async () => {
  for (const screen of open.splice(0)) await screen.service.close();
});

function screenOf(options: Partial<LiveOptions> = {}, url = program.url): ServiceScreen {
  const screen = new ServiceScreen(url, first, options);
  open.push(screen);
  return screen;
}

test('stopped while a frame is half read, the capture is not damaged: its input is ended by who knows of the wish', async () => {
  const screen = screenOf({ record: false });
  screen.input.write(OCTETS.subarray(0, -7));
  await screen.until(({ flows }) => flows.flows.length === 23);
  screen.service.stopReading();
  expect(screen.input.destroyed).toBe(false);
  const outcome = await screen.service.outcome;
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  expect(outcome.message).toBeNull();
  expect(outcome.diagnosis.capture.files).toMatchObject([{ endedEarly: null }]);
}, 20_000);
