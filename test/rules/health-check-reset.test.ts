import { expect, test } from 'vitest';
import { finAnsweredByReset } from '../../src/rules/fin-answered-by-reset.js';
import { healthCheckReset as rule } from '../../src/rules/health-check-reset.js';
import { describeSeriesRule, periodicSeries } from './rule-table.js';

const uneven = { intervalMs: 2000, jitterMs: 900, isPeriodic: false, flowsPerInterval: 1 } as const;

describeSeriesRule(rule, periodicSeries('fin-answered-by-reset'), [
  ['ten resets two seconds apart are a health check', {}, 'every-time'],
  ['some closed gracefully: intermittent', { otherShapeCount: 3 }, 'intermittent'],
  [
    'all that were closed gracefully came later: something was changed',
    { otherShapeCount: 3, otherShapeWhen: 'after' },
    'for-a-time',
  ],
  ['resets without ACK are another teardown', { resetForm: 'no-ack' }, 'no-ack'],
  ['so are resets of another sequence', { resetForm: 'sequence-differs' }, 'sequence-differs'],
  ['some of them closed gracefully', { resetForm: 'no-ack', otherShapeCount: 3 }, 'no-ack'],
  ['four flows are no period', { flowCount: 4 }, 'too-few-flows'],
  ['the same flows at odd times are no health check', { rhythm: uneven }, null],
  ['a graceful health check is the baseline', { shape: 'graceful' }, null],
]);

test.each([
  'no-ack',
  'sequence-differs',
])('a series of resets of form %s is no surer than its flows', (form) => {
  const ofFlow = finAnsweredByReset.matches[form]?.confidence;
  expect(rule.matches[form]?.confidence).toBeLessThan(ofFlow as number);
});
