import { describe, expect, test } from 'vitest';
import { rhythmOf } from '../../src/rules/probe-series.js';

/** Seconds as the times of a row. */
function timesNs(seconds: readonly number[]): number[] {
  return seconds.map((second) => second * 1e9).sort((a, b) => a - b);
}

function everySeconds(count: number, interval: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => from + i * interval);
}

/** The same numbers in every run, evenly between -1 and 1. */
function uneven(count: number): number[] {
  let seed = 3;
  return Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed / 2 ** 32) * 2 - 1;
  });
}

function shifted(seconds: readonly number[], most: number): number[] {
  const by = uneven(seconds.length);
  return seconds.map((second, i) => second + (by[i] as number) * most);
}

describe('The period of probes', () => {
  test.each<[string, readonly number[], number, 1 | 2]>([
    ['one check', everySeconds(10, 5), 5000, 1],
    ['one check that misses probes', [0, 1, 2, 4, 5, 8, 9, 10, 13, 14, 15].map((i) => i * 5), 5000, 1],
    ['one check, somewhat uneven', shifted(everySeconds(40, 5), 0.2), 5000, 1],
    ['one check, so uneven that only most intervals are near it', shifted(everySeconds(60, 5), 0.7), 5000, 1],
    ['two checks in turn', [...everySeconds(10, 5), ...everySeconds(10, 5, 1.3)], 5000, 2],
    [
      'two checks in turn, an odd number of probes',
      [...everySeconds(11, 5), ...everySeconds(10, 5, 1.3)],
      5000,
      2,
    ],
    [
      'two checks at a quarter of the period',
      [...everySeconds(10, 5), ...everySeconds(10, 5, 1.25)],
      5000,
      2,
    ],
    [
      'two checks in turn, somewhat uneven',
      shifted([...everySeconds(20, 5), ...everySeconds(20, 5, 2)], 0.05),
      5000,
      2,
    ],
    ['two checks of four probes', [...everySeconds(4, 5), ...everySeconds(4, 5, 1.3)], 5000, 2],
    ['two checks at the same time', [...everySeconds(10, 5), ...everySeconds(10, 5, 0.001)], 5000, 2],
    [
      'two checks at half the period are one of half of it',
      [...everySeconds(10, 5), ...everySeconds(10, 5, 2.5)],
      2500,
      1,
    ],
  ])('%s', (_, seconds, intervalMs, flowsPerInterval) => {
    const times = timesNs(seconds);
    const rhythm = rhythmOf(times, times.length);
    expect(rhythm).toMatchObject({ isPeriodic: true, flowsPerInterval });
    expect(Math.abs(rhythm.intervalMs - intervalMs)).toBeLessThan(intervalMs * 0.05);
  });

  test.each<[string, readonly number[]]>([
    ['of a burst', everySeconds(20, 0.001)],
    ['of bursts of three', everySeconds(8, 5).flatMap((second) => [second, second + 0.01, second + 0.02])],
    ['of flows at any time', uneven(40).map((second) => 100 + second * 100)],
    ['of four flows', everySeconds(4, 5)],
  ])('%s is none', (_, seconds) => {
    const times = timesNs(seconds);
    expect(rhythmOf(times, times.length).isPeriodic).toBe(false);
  });
});
