import {
  SERVICE_UNAVAILABLE,
  SERVICE_UNAVAILABLE_PAGE,
  SERVICE_UNAVAILABLE_PAGE_IIS6,
} from './knowledge/httpsys-responses.js';
import { SET_TCP_LEVEL } from './knowledge/load-balancer-capabilities.js';
import { POOL_CONDITION_LIST, POOL_CONDITIONS, SETTLES_CONDITION } from './knowledge/pool-conditions.js';
import { SOURCES } from './knowledge/sources.js';
import { defineExchangeRule, type Match, type Unjudged } from './rule.js';

const PAGE: Match = { variant: 'page', confidence: 0.95, severity: 'critical' };
const PAGE_NO_SERVER: Match = { variant: 'page-no-server-header', confidence: 0.85, severity: 'critical' };
const IIS_6: Match = { variant: 'iis-6', confidence: 0.8, severity: 'critical' };
const PASSED_ON: Match = { variant: 'page-passed-on', confidence: 0.8, severity: 'critical' };
const BODY_MISSING: Match = { variant: 'body-missing', confidence: 0.7, severity: 'critical' };

const PAGE_LENGTHS = [SERVICE_UNAVAILABLE_PAGE.length, SERVICE_UNAVAILABLE_PAGE_IIS6.length];

const HTTPSYS_SERVER = 'Microsoft-HTTPAPI/';

/** Table 7.1, layer 7: HTTP.sys itself answers for a pool that does not serve. */
export const httpsys503 = defineExchangeRule({
  id: 'httpsys-503',
  scope: 'exchange',
  title: '503 made by HTTP.sys: the application pool does not serve',
  severity: 'critical',
  explains: `HTTP.sys, the part of Windows that takes requests for IIS, answered 503 itself and announced the end of the connection (Connection: close, which a proxy that passes the page on may take away): the application pool behind the address does not serve. The page is the same for all conditions of Table 7.1 (${POOL_CONDITION_LIST}), so the capture says that a pool failed and the logs of the server say why. A balancer that does not look at HTTP will go on sending clients there, since the port answers.`,
  alsoLooksLike: [
    'A 503 of IIS in user mode (Server: Microsoft-IIS): a limit of the application, no failed pool.',
    'A 503 of a balancer or proxy: other header fields, other page.',
    'Other programs on HTTP.sys whose request queue is closed or full.',
    'HTTP.sys with reason N/A: no binding for the host name, a reserved address without a site, or lack of memory.',
    'The 400 Invalid Verb of HTTP.sys, whose page has the same length.',
  ],
  toConfirm: SETTLES_CONDITION,
  remedies: [
    {
      title: 'Find the condition in the HTTPERR log, then repair the pool',
      steps: [
        `Reasons: ${POOL_CONDITIONS.map((condition) => `${condition.httpErrReason} = ${condition.id}`).join(', ')}.`,
        'Rapid-fail protection: find why the worker process crashed, then start the pool.',
        'Disabled: start the pool. Queue full: find the slow call. CPU limit: check the limit itself first.',
      ],
      source: SOURCES.httpErrorLog,
    },
    {
      title: 'Let the health check ask for a page of the same pool and expect 200',
      steps: [
        'A check by TCP, or one that takes any answer for success, counts a server that answers 503 as up.',
      ],
      source: SOURCES.iisFailureElement,
    },
    SET_TCP_LEVEL,
  ],
  sources: [
    SOURCES.iisPoolResponses,
    SOURCES.http503Verbosity,
    SOURCES.httpSysRegistry,
    SOURCES.httpErrorTable,
    SOURCES.hostFiltering,
    SOURCES.iisSubStatus,
  ],
  matches: {
    page: PAGE,
    'page-no-server-header': PAGE_NO_SERVER,
    'iis-6': IIS_6,
    'page-passed-on': PASSED_ON,
    'body-missing': BODY_MISSING,
  },
  requires: [
    'server',
    'connectionClose',
    'contentLength',
    'reason',
    'body',
    'responseHeadCut',
    'responseOctetsMissing',
  ],
  evidence: {
    note: 'httpsys-503-page',
    frames: ['requestFrame', 'responseFrame', 'responseEndFrame'],
    numbers: ['status', 'reason', 'server', 'contentLength', 'thinkTimeUs', 'method', 'target', 'host'],
  },
  status: SERVICE_UNAVAILABLE.status,
  check(exchange) {
    if (exchange.responseHeadCut) return judgeCutHead(exchange);
    const { server, body, connectionClose } = exchange;
    if (server !== null && !server.startsWith(HTTPSYS_SERVER)) return null;
    // The field is about one connection: whoever passes the page on decides anew whether to keep the other one.
    if (!connectionClose) return server !== null && body === SERVICE_UNAVAILABLE_PAGE ? PASSED_ON : null;
    if (body === SERVICE_UNAVAILABLE_PAGE) return server === null ? PAGE_NO_SERVER : PAGE;
    if (body === SERVICE_UNAVAILABLE_PAGE_IIS6) return IIS_6;
    if (!isHeadOfPage(exchange)) return null;
    if (server !== null) return BODY_MISSING;
    return exchange.responseOctetsMissing ? 'cut-by-snaplen' : null;
  },
});

/** Anybody may have sent a 503 whose fields are not all there, unless one that is there says that it was not HTTP.sys. */
function judgeCutHead(exchange: {
  server: string | null;
  contentLength: number | null;
  reason: string | null;
}): Unjudged | null {
  const { server, contentLength, reason } = exchange;
  if (server !== null && !server.startsWith(HTTPSYS_SERVER)) return null;
  if (contentLength !== null && !PAGE_LENGTHS.includes(contentLength)) return null;
  return reason === null || reason === SERVICE_UNAVAILABLE.heading ? 'cut-by-snaplen' : null;
}

/** The head announces the page, of which nothing or only a beginning was captured. */
function isHeadOfPage(exchange: {
  contentLength: number | null;
  reason: string | null;
  body: string | null;
}): boolean {
  return (
    exchange.contentLength === SERVICE_UNAVAILABLE.contentLength &&
    exchange.reason === SERVICE_UNAVAILABLE.heading &&
    (exchange.body === null || SERVICE_UNAVAILABLE_PAGE.startsWith(exchange.body))
  );
}
