/**
 * Twice the input costs at most 2.3 times the time, whatever the input is made for. Time is CPU time of this process, the
 * best of some runs, and four times the input is compared: what grows with the square takes sixteen times as long.
 */
import { describe, expect, test } from 'vitest';
import { Frame } from '../../src/capture/frame-reader.js';
import { FlowReading } from '../../src/closeup/flow-reading.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { flowRecords } from '../../src/report/flow-record.js';
import { flowLines } from '../../src/report/flows.js';
import { jsonReport } from '../../src/report/json.js';
import { textReport } from '../../src/report/text.js';
import { Survey, type SurveyLimits } from '../../src/survey/survey.js';
import { CRAFT_EPOCH } from '../craft/craft.js';
import { CONTEXT } from '../report/hand-made.js';
import { ATTACKS, type Attack, FrameWriter } from '../robustness/attacks.js';

const SIZE = 20_000;
const LARGER = 4;
const MOST_TIMES = 2.3 ** 2;
/** What garbage collection and a busy machine may add. */
const NOISE_MS = 60;
const MOST_TRIES = 5;

interface Told {
  readonly survey: Survey;
  readonly report: string;
}

/** Reads the frames of an attack, judges and tells them. */
function endure(attack: Attack, size: number, limits?: SurveyLimits): Told {
  const survey = new Survey({
    ...(limits === undefined ? {} : { limits }),
    onEvict: (_, first, end) => judge.consume(first, end),
  });
  const judge = new Diagnostician(survey);
  survey.timeBase.nsOf(CRAFT_EPOCH, 0);
  for (const frame of framesOf(attack, size)) survey.take(frame);
  survey.finish();
  const diagnosis = judge.finish({ files: [] });
  jsonReport(diagnosis, CONTEXT);
  for (const line of flowLines(flowRecords(survey, (flow) => judge.findingsOfFlow(flow), 'masked'))) {
    expectText(line);
  }
  return { survey, report: textReport(diagnosis, CONTEXT) };
}

/** The frames of an attack, one after the other in the same object. */
function* framesOf(attack: Attack, size: number): Generator<Frame> {
  const writer = new FrameWriter();
  const frame = new Frame();
  frame.linkType = 1;
  frame.bytes = writer.bytes;
  frame.timeNs = 0;
  for (const length of attack(size, writer)) {
    frame.capturedLength = length;
    frame.originalLength = length;
    frame.timeNs += 1000;
    yield frame;
  }
}

/** Reads the first flow of an attack in full. */
function readUpClose(attack: Attack, size: number): void {
  const reading = new FlowReading(0, 1);
  reading.timeBase.nsOf(CRAFT_EPOCH, 0);
  for (const frame of framesOf(attack, size)) reading.take(frame);
  reading.finish();
}

function expectText(line: string): void {
  if (line.length === 0) expect(line).not.toBe('');
}

function cpuMs(work: () => void): number {
  const { user, system } = process.cpuUsage();
  work();
  const after = process.cpuUsage();
  return (after.user + after.system - user - system) / 1000;
}

/** Compares the work of a size with that of a larger one. */
function expectLinear(work: (size: number) => void): void {
  work(SIZE);
  let smallMs = Number.POSITIVE_INFINITY;
  let largeMs = Number.POSITIVE_INFINITY;
  const isLinear = () => largeMs <= MOST_TIMES * smallMs + NOISE_MS;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    largeMs = Math.min(
      largeMs,
      cpuMs(() => work(LARGER * SIZE)),
    );
    smallMs = Math.min(
      smallMs,
      cpuMs(() => work(SIZE)),
    );
    if (isLinear()) break;
  }
  expect(isLinear(), `${Math.round(smallMs)} ms, then ${Math.round(largeMs)} ms`).toBe(true);
}

describe('Four times as much takes little more than four times as long', () => {
  test.each([...ATTACKS])('%s', (_, attack) => {
    expectLinear((size) => endure(attack, size));
  });

  test.each([...ATTACKS])('its first flow read in full: %s', (_, attack) => {
    expectLinear((size) => readUpClose(attack, size));
  });

  test('such a comparison notices what is not linear', () => {
    const square = (size: number) => {
      const values: number[] = [];
      for (let index = 0; index < size; index++) values.splice(0, 0, index);
    };
    square(SIZE);
    const largeMs = cpuMs(() => square(LARGER * SIZE));
    expect(largeMs).toBeGreaterThan(MOST_TIMES * cpuMs(() => square(SIZE)) + NOISE_MS);
  });
});

describe('A flood of a million connections', () => {
  const flood = ATTACKS.get('SYN from anywhere');
  if (flood === undefined) throw new Error('Expected an attack of this name');

  test('leaves as many rows as are kept, and the report counts the others', { timeout: 120_000 }, () => {
    const TUPLES = 1_000_000;
    const KEPT = 65_536;
    const before = process.memoryUsage().rss;
    const { survey, report } = endure(flood, TUPLES, { flows: KEPT, exchanges: 1000, textBytes: 1_000_000 });
    expect(survey.flows.length).toBe(TUPLES);
    const evicted = survey.problems.list().find(({ code }) => code === 'flows-evicted')?.count ?? 0;
    expect(evicted).toBe(survey.flows.firstKept);
    expect(TUPLES - evicted).toBeLessThanOrEqual(2 * KEPT);
    expect(report).toContain(`${evicted.toLocaleString('en-US')}`);
    expect(report).toContain('flows evicted from memory');
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 2 ** 20);
  });
});
