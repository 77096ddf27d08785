import { expect, test } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import { Kept } from './run-cli.js';

function shown(stderrIsTerminal: boolean, times: readonly number[], bytesTotal: number | null): string {
  const stderr = new Kept();
  let now = 0;
  const progress = new Progress({ stderr, stderrIsTerminal }, () => now);
  for (const time of times) {
    now = time;
    progress.show(2 ** 20 * 5, bytesTotal);
  }
  progress.clear();
  return stderr.text;
}

test('nothing is shown in the first second', () => {
  expect(shown(true, [1, 500, 999], 2 ** 20 * 10)).toBe('');
});

test('nothing is shown when standard error is no terminal', () => {
  expect(shown(false, [1500, 5000], 2 ** 20 * 10)).toBe('');
});

test('then a line that is written over and taken away', () => {
  expect(shown(true, [1500], 2 ** 20 * 10)).toBe(
    '\rreading [###############...............] 50 %, 5 of 10 MiB, 1.5 s\x1b[K\r\x1b[K',
  );
});

test('a pipe has no end to measure against', () => {
  expect(shown(true, [1500], null)).toContain('reading: 5 MiB, 1.5 s');
});

test('it is not shown more often than ten times a second', () => {
  expect(shown(true, [1500, 1510, 1590, 1650], null).split('reading').length - 1).toBe(2);
});
