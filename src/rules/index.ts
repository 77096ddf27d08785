/**
 * All rules. The order is that of a report: health checks and unavailable pools first, then what explains or excuses, then the capture itself.
 */
import { clientAbortProbe } from './client-abort-probe.js';
import { connectionRefused } from './connection-refused.js';
import { finAnsweredByReset } from './fin-answered-by-reset.js';
import { gracefulHealthCheck } from './graceful-health-check.js';
import { halfOpenProbe } from './half-open-probe.js';
import { healthCheckReset } from './health-check-reset.js';
import { httpsys503 } from './httpsys-503.js';
import { keepAliveRace } from './keep-alive-race.js';
import { partialCapture } from './partial-capture.js';
import { requestAnsweredByReset } from './request-answered-by-reset.js';
import type { Rule } from './rule.js';
import { synUnanswered } from './syn-unanswered.js';

/** All rules. */
export const RULES: readonly Rule[] = [
  healthCheckReset,
  finAnsweredByReset,
  httpsys503,
  requestAnsweredByReset,
  connectionRefused,
  synUnanswered,
  keepAliveRace,
  gracefulHealthCheck,
  halfOpenProbe,
  clientAbortProbe,
  partialCapture,
];
