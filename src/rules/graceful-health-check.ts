import { SOURCES } from './knowledge/sources.js';
import { FEWEST_PROBES, SERIES_LIMIT } from './probe-series.js';
import { defineSeriesRule, type Match } from './rule.js';

const EVERY_TIME: Match = { variant: 'every-time', confidence: 0.95, severity: 'info' };
const WITH_RESETS: Match = { variant: 'with-resets', confidence: 0.8, severity: 'info' };

/** The baseline: a health check by TCP whose probes both sides close with FIN. */
export const gracefulHealthCheck = defineSeriesRule({
  id: 'graceful-health-check',
  scope: 'series',
  shape: 'graceful',
  title: 'TCP health check closed in order',
  severity: 'info',
  explains:
    'One client opens empty connections to the service at a steady interval and both sides close them with FIN. This is how a health check by TCP should look: the baseline to compare with, or the proof that a fix worked.',
  alsoLooksLike: ['A monitoring program that connects at an interval.'],
  toConfirm: ['Make and check settings of the balancer at the client address.'],
  remedies: [
    {
      title: 'Nothing to do at this service',
      steps: ['Keep the capture: it shows what the balancer expects of a server that is up.'],
      warning:
        'A check by TCP says only that the port answers: with an unavailable application pool it still does. A check by HTTP sees more.',
      source: SOURCES.iisFailureElement,
    },
  ],
  sources: [SOURCES.alteonManual, SOURCES.alteonBlog],
  matches: { 'every-time': EVERY_TIME, 'with-resets': WITH_RESETS },
  limit: SERIES_LIMIT,
  findsProbes: true,
  evidence: {
    note: 'probe-closed',
    frames: ['synFrame', 'synAckFrame', 'handshakeAckFrame', 'clientFinFrame', 'serverFinFrame'],
    numbers: ['handshakeUs'],
  },
  check(series) {
    if (series.shape !== 'graceful') return null;
    if (series.flowCount < FEWEST_PROBES) return 'too-few-flows';
    if (!series.rhythm.isPeriodic) return null;
    return series.otherShapeCount > 0 ? WITH_RESETS : EVERY_TIME;
  },
});
