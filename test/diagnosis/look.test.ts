/**
 * Looks at a capture that still goes on: each says what a report would say if the capture ended there, and none changes
 * what is said at the end.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openCapture } from '../../src/capture/open-capture.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.js';
import { Survey, type SurveyOptions } from '../../src/survey/survey.js';
import { diagnoseCapture } from './diagnose-capture.js';

const FOLDER = fileURLToPath(new URL('../../captures/', import.meta.url));
const captures = readdirSync(FOLDER).filter((name) => /\.pcap(ng)?$/.test(name));

/** Flows and windows that are small enough to be given up while a small capture is read. */
const TINY = { flows: 1, exchanges: 1000, textBytes: 100_000 };

async function eachFrame(
  name: string,
  take: (survey: Survey, judge: Diagnostician, frames: number) => void,
  options: SurveyOptions = {},
): Promise<{ diagnosis: Diagnosis; judge: Diagnostician; survey: Survey }> {
  const survey = new Survey({ ...options, onEvict: (_, first, end) => judge.consume(first, end) });
  const judge = new Diagnostician(survey);
  const reader = await openCapture(FOLDER + name, { timeBase: survey.timeBase, hash: false });
  do {
    while (reader.next()) {
      survey.take(reader.frame);
      take(survey, judge, survey.frames);
    }
  } while (await reader.fill());
  await reader.close();
  survey.finish();
  return { diagnosis: judge.finish({ files: [] }), judge, survey };
}

/** What a report of the first frames says. */
async function ofFirst(name: string, frames: number): Promise<Diagnosis> {
  const survey = new Survey();
  const reader = await openCapture(FOLDER + name, { timeBase: survey.timeBase, hash: false });
  do {
    while (survey.frames < frames && reader.next()) survey.take(reader.frame);
  } while (survey.frames < frames && (await reader.fill()));
  await reader.close();
  survey.finish();
  return new Diagnostician(survey).finish({ files: [] });
}

describe.each(captures)('%s', (name) => {
  test('a look behind each of many frames is the report of the frames so far, and changes nothing', async () => {
    const looks = new Map<number, Diagnosis>();
    const looked = await eachFrame(name, (survey, judge, frames) => {
      // Octets behind a hole are read when it is filled or given up: see the next test.
      if (frames % 7 === 0 && survey.streamsWaiting === 0)
        looks.set(frames, judge.look({ files: [] }).diagnosis);
    });
    const { diagnosis, diagnostician } = await diagnoseCapture(FOLDER + name);
    expect(looked.diagnosis).toEqual(diagnosis);
    for (let flow = 0; flow < diagnosis.totals.flows; flow++) {
      expect(looked.judge.findingsOfFlow(flow)).toEqual(diagnostician.findingsOfFlow(flow));
    }
    for (const [frames, look] of looks) expect(look, `frame ${frames}`).toEqual(await ofFirst(name, frames));
  });

  test('the last look is the report, though flows were evicted', async () => {
    let last: Diagnosis | null = null;
    const { diagnosis } = await eachFrame(
      name,
      (_, judge, frames) => {
        if (frames % 5 === 0) last = judge.look({ files: [] }).diagnosis;
      },
      { limits: TINY },
    );
    expect(last).not.toBeUndefined();
    expect(diagnosis.findings).toEqual((await diagnoseCapture(FOLDER + name)).diagnosis.findings);
  });
});
