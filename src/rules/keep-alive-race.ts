import { SOURCES } from './knowledge/sources.js';
import { FOREIGN_RESET_FACTS, unlessForeign } from './patterns/foreign-reset.js';
import { whyNoHttp } from './patterns/hidden-http.js';
import { defineFlowRule, type Match, type Verdict } from './rule.js';

const AFTER_FIN: Match = { variant: 'after-fin', confidence: 0.8, severity: 'medium' };
const IIS_TIMEOUT: Match = { variant: 'after-fin-iis-timeout', confidence: 0.9, severity: 'medium' };
const AFTER_RESET: Match = { variant: 'after-reset', confidence: 0.6, severity: 'medium' };

/** Shortest silence that is an idle connection and not the close behind an answer. */
const SHORTEST_IDLE_US = 1_000_000;
/** Connection timeout of IIS as installed, and how near to it counts. */
const IIS_TIMEOUT_US = 120_000_000;
const NEAR_US = 5_000_000;

/** The server closes an idle connection while the client sends its next request into it. */
export const keepAliveRace = defineFlowRule({
  id: 'keep-alive-race',
  scope: 'flow',
  title: 'Request sent into a connection that the server had closed',
  severity: 'medium',
  explains:
    'The server closed a connection that had been idle. The client, or a balancer that keeps connections to its servers, sent its next request into it nevertheless, and the server answered with RST, mostly without ACK, for it no longer had that connection. The request is lost unless it is sent again. IIS closes after 120 s as installed; when the other side keeps connections just as long, the two race.',
  alsoLooksLike: [
    'A client that closed first and is itself the sender of the reset.',
    'Data behind the end of a TLS connection (close_notify): the same frames and harmless.',
  ],
  toConfirm: [
    'The idle timeout of the balancer or client for kept connections, and connectionTimeout of the site.',
    'Entries Timer_ConnectionIdle in the HTTPERR log at the times of the FIN.',
  ],
  remedies: [
    {
      title: 'Let the side that sends requests give up idle connections first',
      steps: [
        'Set the idle timeout of the balancer or client below connectionTimeout of IIS (120 s as installed), with some seconds to spare.',
        'Let the client repeat requests that are safe to repeat.',
      ],
      source: SOURCES.albIdle,
    },
  ],
  sources: [SOURCES.dotnetIdle, SOURCES.albIdle, SOURCES.httpErrorLog, SOURCES.linuxMeasurement],
  matches: { 'after-fin': AFTER_FIN, 'after-fin-iis-timeout': IIS_TIMEOUT, 'after-reset': AFTER_RESET },
  limit: `on a connection that was idle for ${SHORTEST_IDLE_US / 1e6} s or more`,
  requires: [
    ...FOREIGN_RESET_FACTS,
    'rstBy',
    'rstHasAck',
    'rstFrame',
    'clientFinFrame',
    'serverFinFrame',
    'serverRstCount',
    'serverWasCaptured',
    'clientSentData',
    'requestOutstandingAtRst',
    'responseCompleteAtRst',
    'idleBeforeCloseUs',
    'isTls',
    'isHttp2',
  ],
  evidence: {
    note: 'request-into-closed-connection',
    frames: ['serverFinFrame', 'rstFrame'],
    numbers: ['idleBeforeCloseUs', 'finToRstUs', 'rstWindow'],
    withLastRequest: true,
  },
  measures: { medianIdleUs: 'idleBeforeCloseUs' },
  check(flow) {
    if (flow.rstBy === null && !flow.serverWasCaptured && flow.clientSentData) return 'one-direction';
    if (flow.rstBy !== 'server' || !flow.clientSentData) return null;
    if (flow.idleBeforeCloseUs < SHORTEST_IDLE_US) return null;
    return unlessForeign(flow, afterFin(flow) ?? (flow.rstHasAck ? afterReset(flow) : null));
  },
});

function afterFin(flow: {
  rstFrame: number;
  serverFinFrame: number;
  clientFinFrame: number;
  isTls: boolean;
  isHttp2: boolean;
  requestOutstandingAtRst: boolean;
  idleBeforeCloseUs: number;
}): Verdict {
  const closedByServer =
    flow.serverFinFrame !== 0 &&
    flow.serverFinFrame < flow.rstFrame &&
    (flow.clientFinFrame === 0 || flow.clientFinFrame > flow.serverFinFrame);
  if (!closedByServer) return null;
  const hidden = whyNoHttp(flow);
  if (hidden !== null) return hidden;
  if (!flow.requestOutstandingAtRst) return null;
  return Math.abs(flow.idleBeforeCloseUs - IIS_TIMEOUT_US) < NEAR_US ? IIS_TIMEOUT : AFTER_FIN;
}

/** The idle connection was closed by RST, ACK, and at least one more RST answered what came behind it. */
function afterReset(flow: {
  serverRstCount: number;
  serverFinFrame: number;
  clientFinFrame: number;
  responseCompleteAtRst: boolean;
}): Verdict {
  const hasNoFin = flow.serverFinFrame === 0 && flow.clientFinFrame === 0;
  return flow.serverRstCount > 1 && hasNoFin && flow.responseCompleteAtRst ? AFTER_RESET : null;
}
