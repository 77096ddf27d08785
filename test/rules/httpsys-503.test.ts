import { expect, test } from 'vitest';
import { httpsys503 as rule } from '../../src/rules/httpsys-503.js';
import {
  HTTPSYS_RESPONSES,
  httpSysPage,
  SERVICE_UNAVAILABLE_PAGE,
  SERVICE_UNAVAILABLE_PAGE_IIS6,
} from '../../src/rules/knowledge/httpsys-responses.js';
import { describeExchangeRule, type PlainExchange } from './rule-table.js';

const ANSWER: PlainExchange = {
  exchange: 0,
  flow: 0,
  requestFrame: 4,
  requestTimeNs: 0,
  requestComplete: true,
  requestEndFrame: 4,
  requestEndTimeNs: 0,
  responseFrame: 6,
  responseTimeNs: 200_000,
  responseComplete: true,
  responseEndFrame: 6,
  responseEndTimeNs: 200_000,
  requestOctetsMissing: false,
  responseOctetsMissing: false,
  requestHeadCut: false,
  responseHeadCut: false,
  status: 503,
  interim: [],
  connectionClose: true,
  contentLength: 326,
  thinkTimeUs: 200,
  method: 'GET',
  target: '/',
  host: 'www.example.com',
  userAgent: null,
  server: 'Microsoft-HTTPAPI/2.0',
  contentType: 'text/html; charset=us-ascii',
  via: null,
  reason: 'Service Unavailable',
  body: SERVICE_UNAVAILABLE_PAGE,
  nextExchange: -1,
};

const invalidVerb = httpSysPage({
  status: 400,
  heading: 'Bad Request - Invalid Verb',
  sentence: 'The request verb is invalid.',
});
const haproxyBody =
  '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n';

/** A head of which the end was not captured. */
const CUT = { responseHeadCut: true, responseComplete: false, connectionClose: false, body: null };

describeExchangeRule(rule, ANSWER, [
  ['status, header fields and page of HTTP.sys', {}, 'page'],
  ['DisableServerHeader takes the header away', { server: null }, 'page-no-server-header'],
  [
    'IIS 6 sends a bare heading',
    { body: SERVICE_UNAVAILABLE_PAGE_IIS6, contentLength: 28, server: null },
    'iis-6',
  ],
  ['the body was not captured', { body: null, responseComplete: false }, 'body-missing'],
  ['the beginning of the body was captured', { body: SERVICE_UNAVAILABLE_PAGE.slice(0, 90) }, 'body-missing'],
  ['the answer to HEAD has no body', { method: 'HEAD', body: null }, 'body-missing'],
  ['neither header nor body: anybody', { server: null, body: null }, null],
  [
    'no header, and the page was not captured to its end',
    { server: null, body: SERVICE_UNAVAILABLE_PAGE.slice(0, 90), responseOctetsMissing: true },
    'cut-by-snaplen',
  ],
  [
    'no header, and another page was not captured to its end',
    { server: null, body: haproxyBody.slice(0, 90), responseOctetsMissing: true },
    null,
  ],
  ['IIS in user mode', { server: 'Microsoft-IIS/10.0' }, null],
  ['nginx with the same page', { server: 'nginx' }, null],
  ['Kestrel copies pages of HTTP.sys', { server: 'Kestrel' }, null],
  [
    'a product in front of the word HTTPAPI',
    { server: 'Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0' },
    null,
  ],
  ['HAProxy', { server: null, body: haproxyBody, contentLength: 107 }, null],
  ['a proxy passes the page on and keeps the connection', { connectionClose: false }, 'page-passed-on'],
  ['whoever keeps the connection and does not say who it is', { connectionClose: false, server: null }, null],
  [
    'Server of HTTP.sys, another page, and the connection is kept',
    { connectionClose: false, body: 'x'.repeat(326) },
    null,
  ],
  [
    'HTTP.sys closes behind its page: without the page, whoever keeps the connection may be a program on it',
    { connectionClose: false, body: null },
    null,
  ],
  ['400 Invalid Verb has the same length', { status: 400, reason: 'Bad Request', body: invalidVerb }, null],
  ['503 with the right length and another page', { body: 'x'.repeat(326) }, null],
  ['a 200 that quotes the page', { status: 200, reason: 'OK' }, null],
  ['a head without its fields', { ...CUT, server: null, contentLength: null }, 'cut-by-snaplen'],
  [
    'not even the reason was captured',
    { ...CUT, server: null, contentLength: null, reason: null },
    'cut-by-snaplen',
  ],
  ['Server of HTTP.sys in a head that is cut: programs on it send their own 503', CUT, 'cut-by-snaplen'],
  ['a cut head of the length of the old page', { ...CUT, server: null, contentLength: 28 }, 'cut-by-snaplen'],
  ['a cut head that names IIS', { ...CUT, server: 'Microsoft-IIS/10.0' }, null],
  ['a cut head that announces another page', { ...CUT, server: null, contentLength: 107 }, null],
  ['a cut head with another reason', { ...CUT, server: null, reason: 'Try later' }, null],
  ['a cut head with another status', { ...CUT, status: 200 }, null],
  ['no response', { status: 0, responseFrame: 0, body: null, server: null }, null],
]);

test.each(HTTPSYS_RESPONSES)('the page of $status $heading has $contentLength octets', (response) => {
  expect(httpSysPage(response).length).toBe(response.contentLength);
});
