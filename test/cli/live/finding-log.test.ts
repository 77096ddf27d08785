import { expect, test } from 'vitest';
import { FindingLog } from '../../../src/cli/finding-log.js';
import { waitAfterLook } from '../../../src/cli/look-pace.js';
import type { Finding } from '../../../src/diagnosis/diagnosis.js';

const finding = (id: string, flowCount: number) =>
  ({ id, flowCount, numbers: { count: flowCount } }) as unknown as Finding;

function told(log: FindingLog, findings: readonly Finding[], nowMs: number, isLast = false): string[] {
  return log
    .changes(findings, nowMs, isLast)
    .map(({ kind, finding: { id, flowCount } }) => `${kind} ${id} ${flowCount}`);
}

test('a finding is new once, grows at most once a second, and is told when it is taken back', () => {
  const log = new FindingLog();
  expect(told(log, [finding('a', 1)], 0)).toEqual(['new a 1']);
  expect(told(log, [finding('a', 1)], 5000)).toEqual([]);
  expect(told(log, [finding('a', 2), finding('b', 1)], 5100)).toEqual(['grown a 2', 'new b 1']);
  expect(told(log, [finding('a', 3), finding('b', 1)], 6099)).toEqual([]);
  expect(told(log, [finding('a', 4), finding('b', 1)], 6100)).toEqual(['grown a 4']);
  expect(told(log, [finding('b', 2)], 6101)).toEqual(['grown b 2', 'withdrawn a 4']);
  expect(told(log, [finding('a', 5), finding('b', 2)], 6102)).toEqual(['new a 5']);
});

test('the last look tells all growth', () => {
  const log = new FindingLog();
  told(log, [finding('a', 1)], 0);
  expect(told(log, [finding('a', 2)], 10)).toEqual([]);
  expect(told(log, [finding('a', 2)], 20, true)).toEqual(['grown a 2']);
});

test.each([
  [0, 150],
  [10, 150],
  [100, 400],
  [300, 1200],
])('after a look of %i ms the next one waits %i ms: looking takes a fifth of the time at most', (took, wait) => {
  expect(waitAfterLook(took)).toBe(wait);
  expect(took / (took + wait)).toBeLessThanOrEqual(0.2 + 1e-9);
});
