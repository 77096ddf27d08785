import { healthCheckReset as rule } from '../../src/rules/health-check-reset.js';
import { describeSeriesRule, periodicSeries } from './rule-table.js';

const uneven = { intervalMs: 2000, jitterMs: 900, isPeriodic: false };

describeSeriesRule(rule, periodicSeries('fin-answered-by-reset'), [
  ['ten resets two seconds apart are a health check', {}, 'every-time'],
  ['some closed gracefully: intermittent', { otherShapeCount: 3 }, 'intermittent'],
  ['four flows are no period', { flowCount: 4 }, 'too-few-flows'],
  ['the same flows at odd times are no health check', { rhythm: uneven }, null],
  ['a graceful health check is the baseline', { shape: 'graceful' }, null],
]);
