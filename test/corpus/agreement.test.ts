import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CaptureError } from '../../src/capture/capture-error.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { Survey } from '../../src/survey/survey.js';
import { corpusFolder, filesBelow } from '../capture/corpus-folder.js';
import { compare, isSubsequence } from './compare.js';
import { EXCEPTIONS, isRefused } from './exceptions.js';
import { readOracle } from './oracle.js';

const ORACLES = join(corpusFolder ?? '', 'oracle');
const names = corpusFolder === null ? [] : filesBelow(ORACLES, /\.oracle\.json$/);

/** Most flows, as a share of all, in which tshark is contradicted or a segment is in a shape that we do not read. */
const MOST_CONTRADICTED = 0.02;

/** Flows compared, and those excepted by category. */
const tally = { flows: 0, excepted: new Map<string, number>() };

function except(category: string, flows: number): void {
  tally.excepted.set(category, (tally.excepted.get(category) ?? 0) + flows);
}

test('A sequence is part of another in order, or it is not', () => {
  expect(isSubsequence([], [])).toBe(true);
  expect(isSubsequence(['a', 'c'], ['a', 'b', 'c'])).toBe(true);
  expect(isSubsequence(['c', 'a'], ['a', 'b', 'c'])).toBe(false);
  expect(isSubsequence(['a', 'a'], ['a'])).toBe(false);
});

describe.skipIf(corpusFolder === null)('Flows and HTTP messages are those of tshark', () => {
  test.each(names)('%s', async (oraclePath) => {
    const name = oraclePath.replace(/\.oracle\.json$/, '');
    const oracle = readOracle(join(ORACLES, oraclePath));
    tally.flows += oracle.streams.length;
    const survey = await surveyOf(join(corpusFolder ?? '', 'captures', name));
    if (survey === null) {
      expect(isRefused(name)).toBe(true);
      except('format refused', oracle.streams.length);
      return;
    }
    const differences = compare(survey, oracle);
    const exception = EXCEPTIONS[name];
    if (exception === undefined) {
      expect(differences).toEqual([]);
      // tshark gives up on some files that we read.
      if (oracle.tshark.rc === 0) expect(survey.frames).toBe(oracle.tshark.frames);
      return;
    }
    const flows = new Set(differences.map(({ flow }) => flow).filter((flow) => flow !== null));
    expect(differences, 'the exception is no longer needed').not.toEqual([]);
    expect(flows.size, `flows that differ: ${[...flows].join(', ')}`).toBe(exception.flows);
    if (oracle.tshark.rc === 0) expect(survey.frames).toBe(oracle.tshark.frames);
    if (exception.problem !== undefined) {
      expect(survey.problems.count(exception.problem), `count of ${exception.problem}`).toBeGreaterThan(0);
    }
    except(exception.category, flows.size);
  });

  test('with few exceptions', () => {
    const unread = /not decoded|refused/;
    let contradicted = 0;
    for (const [category, flows] of tally.excepted) if (!unread.test(category)) contradicted += flows;
    expect(contradicted / tally.flows).toBeLessThan(MOST_CONTRADICTED);
  });

  test('and every exception names a capture of the corpus', () => {
    const known = new Set(names.map((path) => path.replace(/\.oracle\.json$/, '')));
    expect(Object.keys(EXCEPTIONS).filter((name) => !known.has(name))).toEqual([]);
  });

  afterAll(() => {
    const rows = [...tally.excepted].map(([category, flows]) => {
      const share = ((100 * flows) / tally.flows).toFixed(2);
      return `  ${category}: ${flows} (${share} %)`;
    });
    const excepted = [...tally.excepted.values()].reduce((sum, flows) => sum + flows, 0);
    console.log([`Excepted are ${excepted} of ${tally.flows} flows:`, ...rows].join('\n'));
  });
});

/** The survey of a capture; null when the capture is refused. */
async function surveyOf(path: string): Promise<Survey | null> {
  const survey = new Survey();
  try {
    const reader = await openCapture(path, { timeBase: survey.timeBase, hash: false });
    await survey.read(reader, 0);
    await reader.close();
  } catch (error) {
    if (error instanceof CaptureError) return null;
    throw error;
  }
  survey.finish();
  return survey;
}
