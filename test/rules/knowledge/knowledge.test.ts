import { describe, expect, test } from 'vitest';
import { ALTEON_SOLUTIONS, MOVE_PORT } from '../../../src/rules/knowledge/alteon-solutions.js';
import { AFFECTED_VERSION, alteonVerdict } from '../../../src/rules/knowledge/alteon-versions.js';
import { LOAD_BALANCER_CAPABILITIES } from '../../../src/rules/knowledge/load-balancer-capabilities.js';
import { isNetscalerReset } from '../../../src/rules/knowledge/netscaler-codes.js';
import { POOL_CONDITIONS } from '../../../src/rules/knowledge/pool-conditions.js';

describe('versions of Alteon OS are compared within their branch', () => {
  test.each([
    ['23.0.2', 'tested-good'],
    ['22.0.7', 'tested-good'],
    ['23.2.9', 'fixed-or-later-in-branch'],
    ['23.2.10', 'fixed-or-later-in-branch'],
    ['24.0.5.1', 'fixed-or-later-in-branch'],
    ['26.0.0', 'fixed-or-later-in-branch'],
    ['23.2.8', 'before-fix-in-branch'],
    ['24.0.3', 'before-fix-in-branch'],
    ['25.0.0', 'before-fix-in-branch'],
    ['23.0.3', 'not-stated'],
    ['24.1.0', 'not-stated'],
    ['28.1.0', 'not-stated'],
    ['24', 'not-stated'],
    ['latest', 'not-stated'],
  ])('%s is %s', (version, verdict) => {
    expect(alteonVerdict(version)).toBe(verdict);
  });

  test('the source does not name the version that failed', () => {
    expect(AFFECTED_VERSION).toBeNull();
  });
});

test('the three solutions keep the order of the source, and the port change claims no mechanism', () => {
  expect(ALTEON_SOLUTIONS.map(({ title }) => title[0])).toEqual(['A', 'B', 'C']);
  expect(MOVE_PORT.warning).toMatch(/no reason/);
});

test('Table 7.1: two conditions shut the pool down, all four look alike', () => {
  expect(POOL_CONDITIONS.map(({ id, autoShutdown }) => [id, autoShutdown])).toEqual([
    ['rapid-fail', true],
    ['cpu-limit', true],
    ['pool-disabled', false],
    ['queue-full', false],
  ]);
  expect(POOL_CONDITIONS.map(({ httpErrReason }) => httpErrReason)).toEqual([
    'AppOffline',
    'AppShutdown',
    'Disabled',
    'QueueFull',
  ]);
  expect(new Set(POOL_CONDITIONS.map(({ layer7, layer34 }) => `${layer7} ${layer34}`))).toEqual(
    new Set(['503 reset']),
  );
  expect(POOL_CONDITIONS.filter(({ possibleByDefault }) => !possibleByDefault)[0]?.id).toBe('cpu-limit');
});

test('LoadBalancerCapabilities: 1 is TcpLevel and resets, 2 is HttpLevel, answers 503 and is the default', () => {
  expect(
    LOAD_BALANCER_CAPABILITIES.map(({ value, name, response, isDefault }) => [
      value,
      name,
      response,
      isDefault,
    ]),
  ).toEqual([
    [1, 'TcpLevel', 'reset', false],
    [2, 'HttpLevel', '503', true],
  ]);
});

test.each([
  [9700, 254, true],
  [9700, 128, false],
  [8192, 254, false],
])('window %i with hop limit %i is a code of NetScaler: %s', (window, hopLimit, expected) => {
  expect(isNetscalerReset(window, hopLimit)).toBe(expected);
});
