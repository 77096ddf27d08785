import { expect, test } from 'vitest';
import { DEFAULT_FRAGMENT_LIMITS } from '../../src/decode/fragments.js';
import { PROBLEM, PROBLEMS, ProblemCounters } from '../../src/decode/problem.js';
import { MOST_SERVICES } from '../../src/diagnosis/service-table.js';
import { MOST_ICMP_ERRORS_OF_FLOW } from '../../src/tcp/icmp-row.js';

test('Every problem has a number and a meaning', () => {
  const codes = Object.keys(PROBLEMS);
  expect(Object.keys(PROBLEM)).toEqual(codes);
  expect(Object.values(PROBLEM)).toEqual(codes.map((_, index) => index));
  for (const meaning of Object.values(PROBLEMS)) expect(meaning).not.toBe('');
});

test('Limits that a meaning tells are those that hold', () => {
  const { datagrams, octets, fragments, ageNs } = DEFAULT_FRAGMENT_LIMITS;
  const grouped = (count: number) => count.toLocaleString('en');
  expect(PROBLEMS['fragments-too-old']).toContain(` ${ageNs / 1e9} seconds`);
  expect(PROBLEMS['fragments-too-many']).toContain(` ${grouped(fragments)} fragments`);
  expect(PROBLEMS['fragments-packets-full']).toContain(` ${grouped(datagrams)} waited`);
  expect(PROBLEMS['fragments-octets-full']).toContain(` ${octets / 1024 ** 2} MiB`);
  expect(PROBLEMS['services-not-kept']).toContain(` first ${grouped(MOST_SERVICES)},`);
  expect(PROBLEMS['icmp-errors-not-kept']).toContain(` first ${MOST_ICMP_ERRORS_OF_FLOW} of a flow`);
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
