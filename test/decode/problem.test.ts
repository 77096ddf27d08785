import { expect, test } from 'vitest';
import { PROBLEM, PROBLEMS, ProblemCounters } from '../../src/decode/problem.js';

test('Every problem has a number and a meaning', () => {
  const codes = Object.keys(PROBLEMS);
  expect(Object.keys(PROBLEM)).toEqual(codes);
  expect(Object.values(PROBLEM)).toEqual(codes.map((_, index) => index));
  for (const meaning of Object.values(PROBLEMS)) expect(meaning).not.toBe('');
});

test('Problems are listed most frequent first, equal ones by name', () => {
  const counters = new ProblemCounters();
  expect(counters.list()).toEqual([]);
  counters.add(PROBLEM['time-missing']);
  counters.add(PROBLEM['ip-fragment']);
  counters.add(PROBLEM['flows-evicted'], 3);
  expect(counters.count('flows-evicted')).toBe(3);
  expect(counters.list()).toEqual([
    { code: 'flows-evicted', count: 3 },
    { code: 'ip-fragment', count: 1 },
    { code: 'time-missing', count: 1 },
  ]);
});
