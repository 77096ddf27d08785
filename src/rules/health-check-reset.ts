import { DOWNGRADE, HTTP_CHECK, MOVE_PORT, UPGRADE } from './knowledge/alteon-solutions.js';
import { isHttpPort } from './knowledge/http-ports.js';
import { SOURCES } from './knowledge/sources.js';
import { FEWEST_PROBES, type ProbeSeries, SERIES_LIMIT } from './probe-series.js';
import { defineSeriesRule, type Match } from './rule.js';

const EVERY_TIME: Match = { variant: 'every-time', confidence: 0.85, severity: 'high' };
const INTERMITTENT: Match = { variant: 'intermittent', confidence: 0.75, severity: 'high' };
const FOR_A_TIME: Match = { variant: 'for-a-time', confidence: 0.85, severity: 'high' };
/** As unsure as the same reset is on a single flow (`fin-answered-by-reset`), and as a series of it is less sure than its flows. */
const NO_ACK: Match = { variant: 'no-ack', confidence: 0.55, severity: 'high' };
const SEQUENCE_DIFFERS: Match = { variant: 'sequence-differs', confidence: 0.45, severity: 'high' };

/**
 * The report on Alteon and IIS 7.0 as a whole: a health check by TCP all of whose probes end in the server's
 * reset.
 */
export const healthCheckReset = defineSeriesRule({
  id: 'health-check-reset',
  scope: 'series',
  shape: 'fin-answered-by-reset',
  title: 'TCP health check answered by resets',
  severity: 'high',
  explains:
    'One client opens empty connections to the service at a steady interval, which is how a balancer checks a port, and the server answers the FIN of each with RST, ACK. A balancer that wants a FIN back counts the server as down although the service works: this is how Alteon treated IIS 7.0.',
  alsoLooksLike: [
    'A monitoring program that connects at an interval: it uses sockets, does not see the reset and reports nothing.',
    'A balancer that ignores the reset: only its own state tells whether the server was marked down.',
  ],
  toConfirm: [
    'The state of the server in the balancer during the capture.',
    'Make, version and check settings of the balancer at the client address.',
    'Good answers to other clients in the same time show that the service was up.',
  ],
  remedies: [UPGRADE, HTTP_CHECK, DOWNGRADE, MOVE_PORT],
  sources: [SOURCES.alteonBlog, SOURCES.alteonManual],
  matches: {
    'every-time': EVERY_TIME,
    intermittent: INTERMITTENT,
    'for-a-time': FOR_A_TIME,
    'no-ack': NO_ACK,
    'sequence-differs': SEQUENCE_DIFFERS,
  },
  limit: SERIES_LIMIT,
  findsProbes: true,
  evidence: {
    note: 'probe-reset',
    frames: ['synFrame', 'synAckFrame', 'handshakeAckFrame', 'clientFinFrame', 'rstFrame'],
    numbers: ['finToRstUs', 'rstWindow', 'rstHopLimit'],
  },
  measures: { medianFinToRstUs: 'finToRstUs' },
  check(series) {
    if (series.shape !== 'fin-answered-by-reset') return null;
    if (series.flowCount < FEWEST_PROBES) return 'too-few-flows';
    if (!series.rhythm.isPeriodic) return null;
    return matchOf(series);
  },
  concludes(match, service) {
    return service.isHttp || isHttpPort(service.port) ? match : { ...match, severity: 'medium' };
  },
});

/** Of another form than the one that was reported, how often it comes matters less than what it may be. */
function matchOf({ resetForm, otherShapeCount, otherShapeWhen }: ProbeSeries): Match {
  if (resetForm === 'no-ack') return NO_ACK;
  if (resetForm === 'sequence-differs') return SEQUENCE_DIFFERS;
  if (otherShapeCount === 0) return EVERY_TIME;
  return otherShapeWhen === null ? INTERMITTENT : FOR_A_TIME;
}
