import { SET_HTTP_LEVEL } from './knowledge/load-balancer-capabilities.js';
import { POOL_CONDITION_LIST, POOL_CONDITIONS, SETTLES_CONDITION } from './knowledge/pool-conditions.js';
import { SOURCES } from './knowledge/sources.js';
import { FOREIGN_RESET_FACTS, unlessForeign } from './patterns/foreign-reset.js';
import { whyNoHttp } from './patterns/hidden-http.js';
import { defineFlowRule, type Match, type Unjudged, type Verdict } from './rule.js';

const AT_ONCE: Match = { variant: 'at-once', confidence: 0.7, severity: 'critical' };
const SLOW: Match = { variant: 'slow', confidence: 0.4, severity: 'high' };

/** HTTP.sys needs no time to reset. */
const LONGEST_AT_ONCE_US = 50_000;
/** Later than this it is a hang or a crash. */
const LONGEST_SLOW_US = 1_000_000;

/** Table 7.1, layers 3 and 4: the connection that carried the request is reset. */
export const requestAnsweredByReset = defineFlowRule({
  id: 'request-answered-by-reset',
  scope: 'flow',
  title: 'Complete request answered by a reset',
  severity: 'critical',
  explains: `A whole request went to the server, and the server reset the connection without one octet of an answer. So HTTP.sys treats requests for a pool that does not serve when LoadBalancerCapabilities is 1 (TcpLevel); the conditions are those of Table 7.1 (${POOL_CONDITION_LIST}). The reset comes from the server, not from the balancer. It does not prove the setting: programs on the HTTP Server API outside IIS reset by default, and a crash can look the same.`,
  alsoLooksLike: [
    'A program on the HTTP Server API outside IIS (HttpListener, WCF, ASP.NET Core on HTTP.sys): reset is its default.',
    'A worker process that crashed: resets come late, at differing times, on many flows together.',
    'A server that closes its socket with octets of the request unread.',
    'A device that resets for the server: hop limit or window of the reset then differ.',
  ],
  toConfirm: [
    'The value of LoadBalancerCapabilities of the pool (1 = TcpLevel = reset, 2 = HttpLevel = 503, the default).',
    ...SETTLES_CONDITION,
  ],
  remedies: [
    {
      title: 'Find the condition in the HTTPERR log, then repair the pool',
      steps: [
        `Reasons: ${POOL_CONDITIONS.map((condition) => `${condition.httpErrReason} = ${condition.id}`).join(', ')}.`,
        'Connection_Abandoned_By_ReqQueue means that the worker process ended with requests outstanding: a crash.',
      ],
      source: SOURCES.httpErrorLog,
    },
    SET_HTTP_LEVEL,
  ],
  sources: [
    SOURCES.iisPoolResponses,
    SOURCES.http503Verbosity,
    SOURCES.httpErrorLog,
    SOURCES.linuxMeasurement,
  ],
  matches: { 'at-once': AT_ONCE, slow: SLOW },
  limit: `within ${LONGEST_SLOW_US / 1e6} s of the request`,
  requires: [
    ...FOREIGN_RESET_FACTS,
    'rstBy',
    'rstHasAck',
    'rstSequenceExpected',
    'clientFinBeforeRst',
    'serverSentFin',
    'clientSentData',
    'requestOutstandingAtRst',
    'payloadToRstUs',
    'isTls',
    'isHttp2',
    'cutBySnaplen',
    'clientWasCaptured',
    'serverWasCaptured',
    'clientOctetsMissing',
    'serverOctetsMissing',
  ],
  evidence: {
    note: 'request-then-reset',
    frames: ['synFrame', 'rstFrame'],
    numbers: ['payloadToRstUs', 'rstWindow', 'rstHopLimit'],
    withLastRequest: true,
  },
  measures: { medianPayloadToRstUs: 'payloadToRstUs' },
  check(flow) {
    if (flow.rstBy === null && !flow.serverWasCaptured && flow.clientSentData) return 'one-direction';
    if (flow.rstBy !== 'server' || !flow.rstHasAck || flow.serverSentFin) return null;
    if (flow.clientFinBeforeRst) return null;
    if (!flow.clientWasCaptured) return 'one-direction';
    const isSoon = flow.payloadToRstUs < LONGEST_SLOW_US;
    if (!flow.clientSentData || !isSoon) return null;
    return whyNoHttp(flow) ?? whyUnjudged(flow) ?? unlessAhead(flow, unlessForeign(flow, matchOf(flow)));
  },
  concludes(match, service) {
    // HTTP sent to a server of SSH or SMTP is refused as well, and tells nothing of a pool.
    return service.speaksOther ? null : match;
  },
});

/** A response that was cut or missed would leave the request outstanding in this capture only. */
function whyUnjudged(flow: {
  cutBySnaplen: boolean;
  clientOctetsMissing: boolean;
  serverOctetsMissing: boolean;
}): Unjudged | null {
  if (flow.cutBySnaplen) return 'cut-by-snaplen';
  return flow.clientOctetsMissing || flow.serverOctetsMissing ? 'octets-missing' : null;
}

/** A reset that acknowledges less may still answer it: HTTP.sys needs no more than the head, while the body is on its way. */
function matchOf(flow: { requestOutstandingAtRst: boolean; payloadToRstUs: number }): Match | null {
  if (!flow.requestOutstandingAtRst) return null;
  return flow.payloadToRstUs < LONGEST_AT_ONCE_US ? AT_ONCE : SLOW;
}

/** The sequence number of a reset counts what its sender had sent: beyond what was captured there may be a response. */
function unlessAhead({ rstSequenceExpected }: { rstSequenceExpected: boolean }, verdict: Verdict): Verdict {
  const isMatch = verdict !== null && typeof verdict === 'object';
  return isMatch && !rstSequenceExpected ? 'octets-missing' : verdict;
}
