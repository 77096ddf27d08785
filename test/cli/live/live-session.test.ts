/** The same frames live and from the file, and what a session does when things end otherwise than they should. */
import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { CaptureError } from '../../../src/capture/capture-error.js';
import { LiveSession, type SessionOptions } from '../../../src/cli/live-session.js';
import { standardInputSource } from '../../../src/cli/standard-input-source.js';
import { Diagnostician } from '../../../src/diagnosis/diagnose.js';
import { flowRecords } from '../../../src/report/flow-record.js';
import type { Survey } from '../../../src/survey/survey.js';
import { CraftedSurvey } from '../../diagnosis/craft-survey.js';
import { diagnoseCapture } from '../../diagnosis/diagnose-capture.js';
import { FakeSource, pieces } from './fake-source.js';

const FOLDER = fileURLToPath(new URL('../../../captures/', import.meta.url));
const captures = readdirSync(FOLDER).filter((name) => /\.pcap(ng)?$/.test(name));

const QUIET: SessionOptions = { interfaceName: 'eth0', filter: null, onLook: () => {} };
const LENGTHS = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });

/** Feeds a capture in pieces, looking between them. */
async function live(octets: Uint8Array, lengths: readonly number[], looksEvery: number) {
  const source = new FakeSource();
  const session = new LiveSession(source, QUIET);
  const running = session.run();
  let piece = 0;
  for (const part of pieces(octets, lengths)) {
    await source.feed(part);
    if (++piece % looksEvery === 0) session.look();
  }
  source.finish();
  return { session, result: await running };
}

function flowsOf(survey: Survey, judge: Pick<Diagnostician, 'findingsOfFlow'>): string[] {
  return [...flowRecords(survey, (flow) => judge.findingsOfFlow(flow), 'masked')].map((record) =>
    JSON.stringify(record),
  );
}

describe.each(captures)('%s', (name) => {
  test('gives the same diagnosis and the same flows live as from the file, whatever the pieces', async () => {
    const octets = readFileSync(FOLDER + name);
    const { diagnosis, diagnostician, survey } = await diagnoseCapture(FOLDER + name);
    const expected = flowsOf(survey, diagnostician);
    await fc.assert(
      fc.asyncProperty(LENGTHS, fc.integer({ min: 1, max: 20 }), async (lengths, looksEvery) => {
        const { session, result } = await live(octets, lengths, looksEvery);
        const { capture, ...told } = result.diagnosis;
        const { capture: captureOfFile, ...toldOfFile } = diagnosis;
        expect(told).toEqual(toldOfFile);
        expect({ ...capture, files: [], live: undefined }).toEqual({ ...captureOfFile, live: undefined });
        expect(flowsOf(session.survey, diagnostician)).toEqual(expected);
      }),
      { numRuns: 2 },
    );
  });
});

const CAPTURE = readFileSync(`${FOLDER}iis7-health-check.pcap`);

test('frames of a program that died are judged, and the account says what was not read', async () => {
  const counters = { received: 200, passedOn: 160, droppedByKernel: 30, droppedByProgram: 4, unread: 6 };
  const source = new FakeSource({ reason: 'died', counters });
  const running = new LiveSession(source, QUIET).run();
  await source.feed(CAPTURE);
  source.finish();
  const { diagnosis, end } = await running;
  expect(end.reason).toBe('died');
  const { live: facts } = diagnosis.capture;
  expect(facts).toMatchObject({
    received: 200,
    analysed: 155,
    droppedByKernel: 30,
    droppedByUs: 4,
    unread: 11,
  });
  expect(155 + 30 + 4 + 11).toBe(facts?.received);
  expect(facts?.endedBy).toBe('died');
});

test('a loss makes findings less certain, and what judges the capture itself not', async () => {
  const source = new FakeSource({ counters: { droppedByKernel: 1 } });
  const running = new LiveSession(source, QUIET).run();
  await source.feed(CAPTURE);
  source.finish();
  const lossy = (await running).diagnosis.findings;
  const { findings } = (await diagnoseCapture(`${FOLDER}iis7-health-check.pcap`)).diagnosis;
  expect(lossy.map(({ rule }) => rule)).toEqual(findings.map(({ rule }) => rule));
  for (const [at, { confidence, loweredBy }] of lossy.entries()) {
    expect(loweredBy).toEqual(['frames-dropped']);
    expect(confidence).toBeCloseTo((findings[at]?.confidence ?? 0) * 0.8, 2);
  }
});

test.each([
  ['lo', 'lo', null],
  ['Loopback', 'lo', null],
  ['Ethernet', 'eth9', 200],
])('where the system counts frames twice, what was received is not known, whatever the name: %s', async (...row) => {
  const [interfaceName, systemName, received] = row;
  const counters = { received: 200, passedOn: 155, droppedByKernel: 45, droppedByProgram: 0, unread: 0 };
  const source = Object.assign(new FakeSource({ counters }), { interfaceName: systemName });
  const running = new LiveSession(source, { ...QUIET, interfaceName }).run();
  await source.feed(CAPTURE);
  source.finish();
  expect((await running).diagnosis.capture.live).toMatchObject({ interfaceName, received });
});

test('what is not known of the frames is null, and no loss', async () => {
  const source = new FakeSource();
  const running = new LiveSession(source, QUIET).run();
  await source.feed(CAPTURE);
  source.finish();
  const { capture, findings } = (await running).diagnosis;
  expect(capture.live).toMatchObject({
    received: null,
    droppedByKernel: null,
    droppedByUs: null,
    unread: null,
  });
  expect(findings.every(({ loweredBy }) => loweredBy.length === 0)).toBe(true);
});

test('a program that says why it captures nothing is quoted', async () => {
  const source = new FakeSource({ reason: 'no-permission', message: 'You may not' });
  source.finish();
  const error = await new LiveSession(source, QUIET).run().catch((thrown) => thrown);
  expect(error).toBeInstanceOf(CaptureError);
  expect(error).toMatchObject({ message: 'You may not', advice: 'Look.' });
});

test('a program that does not end when it is asked twice is not waited for; what came is judged', async () => {
  const source = new FakeSource({ isDeaf: true });
  const session = new LiveSession(source, QUIET);
  const running = session.run();
  await source.feed(CAPTURE.subarray(0, CAPTURE.length - 7));
  session.stop('stopped');
  session.stop('stopped');
  const { diagnosis } = await running;
  expect(source.stops).toBe(1);
  expect(diagnosis.capture.frames).toBe(154);
  expect(diagnosis.capture.files[0]?.endedEarly).toBeNull();
});

test('an input of others that is stopped inside a frame is not damaged', async () => {
  const input = new PassThrough();
  const session = new LiveSession(standardInputSource(input), { ...QUIET, interfaceName: '-' });
  const running = session.run();
  input.write(CAPTURE.subarray(0, CAPTURE.length - 7));
  await vi.waitUntil(() => session.survey.frames === 154);
  session.stop('duration');
  const { diagnosis, end } = await running;
  expect(end.reason).toBe('stopped');
  expect(diagnosis.capture.frames).toBe(154);
  expect(diagnosis.capture.files[0]?.endedEarly).toBeNull();
});

test('an input that breaks off inside a frame is damaged', async () => {
  const input = new PassThrough();
  const running = new LiveSession(standardInputSource(input), { ...QUIET, interfaceName: '-' }).run();
  input.end(CAPTURE.subarray(0, CAPTURE.length - 7));
  expect((await running).diagnosis.capture.files[0]?.endedEarly).not.toBeNull();
});

test('an input of others that is stopped before anything came is told as such', async () => {
  const session = new LiveSession(standardInputSource(new PassThrough()), { ...QUIET, interfaceName: '-' });
  const running = session.run();
  session.stop('duration');
  await expect(running).rejects.toMatchObject({
    code: 'capture-failed',
    message: 'The capture was stopped before anything came',
  });
});

test('looks come by themselves while frames come, and none without new frames', async () => {
  let looks = 0;
  const source = new FakeSource();
  const session = new LiveSession(source, { ...QUIET, onLook: () => looks++ });
  const running = session.run();
  await source.feed(CAPTURE.subarray(0, 2000));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(looks).toBe(1);
  await source.feed(CAPTURE.subarray(2000));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(looks).toBe(2);
  source.finish();
  await running;
});

test('a look over flows of which many were evicted is the end, and changes nothing of it', () => {
  const teardowns = 30_000;
  const limits = { flows: 1000, exchanges: 1000, textBytes: 1000 };
  const run = (flows: number, looksEvery: number) => {
    const crafted = new CraftedSurvey({ limits, onEvict: (_, first, end) => judge.consume(first, end) });
    const judge = new Diagnostician(crafted.survey);
    let look = judge.look({ files: [] }).diagnosis;
    for (let i = 0; i < flows; i++) {
      crafted.teardown(0x0a000001 + (i % 3), 1024 + i, 0x0a010001 + (i % 2), 80);
      crafted.wait(500);
      if ((i + 1) % looksEvery === 0) look = judge.look({ files: [] }).diagnosis;
    }
    crafted.survey.finish();
    return { look, end: judge.finish({ files: [] }), firstKept: crafted.survey.flows.firstKept };
  };
  const looked = run(teardowns, 2500);
  expect(looked.firstKept).toBeGreaterThan(0);
  expect(looked.end).toEqual(run(teardowns, teardowns + 1).end);
  expect(looked.look).toEqual(looked.end);
});
