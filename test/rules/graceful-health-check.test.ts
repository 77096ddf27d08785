import { gracefulHealthCheck as rule } from '../../src/rules/graceful-health-check.js';
import { describeSeriesRule, periodicSeries } from './rule-table.js';

const uneven = { intervalMs: 2000, jitterMs: 900, isPeriodic: false, flowsPerInterval: 1 } as const;

describeSeriesRule(rule, periodicSeries('graceful'), [
  ['ten graceful closes two seconds apart are the baseline', {}, 'every-time'],
  ['some were reset: said so', { otherShapeCount: 2 }, 'with-resets'],
  ['four flows are no period', { flowCount: 4 }, 'too-few-flows'],
  ['empty connections at odd times are no health check', { rhythm: uneven }, null],
  ['a health check that is reset is not graceful', { shape: 'fin-answered-by-reset' }, null],
]);
