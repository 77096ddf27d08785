import { expect, test } from 'vitest';
import { readerOfRows } from '../../src/bytes/shared-rows.js';
import { SlabRows, SMALL_SLAB_BYTES } from '../../src/bytes/slab.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { flowRecords } from '../../src/report/flow-record.js';
import { flowLines } from '../../src/report/flows.js';
import { SharedSurveyReader, shareSurvey } from '../../src/survey/shared-survey.js';
import { Survey } from '../../src/survey/survey.js';
import type { SurveyRows } from '../../src/survey/survey-rows.js';
import { craft, takeFrames } from '../craft/craft.js';
import { HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';

function textOf(survey: SurveyRows): string {
  return [...flowLines(flowRecords(survey, () => [], 'shown'))].join('');
}

/** Connections side by side, over IPv4 and IPv6, with texts that differ. */
function frames() {
  const lines = Array.from({ length: 300 }, (_, index) => index + 1).flatMap((number) => [
    ...HANDSHAKE.map((line) => `${number}${line}`),
    `${number}> PA "GET /${number} HTTP/1.1\r\nHost: host-${number}\r\n\r\n"`,
    `${number}${RESPONSE}`,
    `${number}${number % 3 === 0 ? '< RA' : '> FA'}`,
  ]);
  return [...craft(lines).frames, ...craft([...HANDSHAKE, REQUEST, RESPONSE], { ipVersion: 6 }).frames];
}

test('a survey that grows is read as far as it was told, and is the same at its end', () => {
  const survey = new Survey();
  takeFrames(survey, []);
  const reader = new SharedSurveyReader(shareSurvey(survey, false));
  expect(reader.flows.length).toBe(0);
  const all = frames();
  for (let from = 0; from < all.length; from += 101) {
    takeFrames(survey, all.slice(from, from + 101));
    reader.update(shareSurvey(survey, false));
    expect(reader.frames).toBe(survey.frames);
    expect(textOf(reader)).toBe(textOf(survey));
  }
  survey.finish();
  new Diagnostician(survey).finish({ files: [] });
  reader.update(shareSurvey(survey, true));
  expect(textOf(reader)).toBe(textOf(survey));
  expect(textOf(reader)).toContain('host-300');
});

test('a reader that was told less reads zeros and empty texts for the rest, and nothing breaks', () => {
  const survey = new Survey();
  const all = frames();
  takeFrames(survey, all.slice(0, 2));
  const early = shareSurvey(survey, false);
  takeFrames(survey, all.slice(2));
  // The flows of later, with tables of earlier: what a reader sees while the other thread goes on.
  const reader = new SharedSurveyReader({
    ...shareSurvey(survey, false),
    texts: early.texts,
    rows: { ...early.rows, flows: survey.flows.rows.share() },
  });
  const lines = textOf(reader).trim().split('\n');
  expect(lines).toHaveLength(survey.flows.length);
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
});

test('rows behind those that were told are zero, and memory that was given back is let go', () => {
  const rows = new SlabRows(46);
  const perSlab = rows.rowMask + 1;
  for (let row = 0; row < perSlab + 1; row++) rows.slabOf(rows.add())[rows.baseOf(row)] = row + 1;
  const reader = readerOfRows(rows.share());
  expect(reader.length).toBe(perSlab + 1);
  expect(reader.slabOf(perSlab)[reader.baseOf(perSlab)]).toBe(perSlab + 1);
  const beyond = 5 * perSlab + 3;
  expect(reader.slabOf(beyond)[reader.baseOf(beyond)]).toBe(0);
  expect(reader.doublesOf(beyond)[reader.baseOf(beyond) >> 1]).toBe(0);
  rows.releaseBelow(perSlab);
  reader.update(rows.share());
  expect(reader.slabOf(0)[reader.baseOf(0)]).toBe(0);
  expect(reader.slabOf(perSlab)[reader.baseOf(perSlab)]).toBe(perSlab + 1);
});

test('rows in small slabs are read like those in large ones', () => {
  const rows = new SlabRows(6, SMALL_SLAB_BYTES);
  const count = 3 * (rows.rowMask + 1);
  for (let row = 0; row < count; row++) rows.slabOf(rows.add())[rows.baseOf(row)] = row + 1;
  const reader = readerOfRows(rows.share());
  const firstWords = Array.from({ length: count }, (_, row) => reader.slabOf(row)[reader.baseOf(row)]);
  expect(firstWords).toEqual(Array.from({ length: count }, (_, row) => row + 1));
});

test('memory that is used again is read at its new place only, by a reader of long ago and by a new one', () => {
  const rows = new SlabRows(46);
  const perSlab = rows.rowMask + 1;
  const fill = (count: number) => {
    for (let i = 0; i < count; i++) {
      const row = rows.add();
      rows.slabOf(row)[rows.baseOf(row)] = row + 1;
    }
  };
  fill(perSlab);
  const old = readerOfRows(rows.share());
  const { buffer } = rows.slabOf(0);
  rows.releaseBelow(perSlab);
  fill(perSlab);
  expect(rows.slabOf(perSlab).buffer).toBe(buffer);
  const shared = rows.share();
  expect(shared.buffers).toHaveLength(1);
  old.update(shared);
  for (const reader of [old, readerOfRows(shared)]) {
    expect(reader.slabOf(0)[reader.baseOf(3)]).toBe(0);
    expect(reader.doublesOf(0)[reader.baseOf(3) >> 1]).toBe(0);
    expect(reader.slabOf(perSlab + 3)[reader.baseOf(perSlab + 3)]).toBe(perSlab + 4);
  }
});
