import { expect, test } from 'vitest';
import { requestAnsweredByReset as rule } from '../../src/rules/request-answered-by-reset.js';
import type { Match } from '../../src/rules/rule.js';
import { CLIENT_RESET, describeFlowRule, OPEN_FLOW, SERVER_RESET, SERVICE } from './rule-table.js';

const RESET_REQUEST = {
  ...OPEN_FLOW,
  ...SERVER_RESET,
  clientSentData: true,
  isHttp: true,
  requestOutstandingAtRst: true,
  payloadToRstUs: 300,
};

describeFlowRule(rule, RESET_REQUEST, [
  ['a complete request and RST, ACK at once', {}, 'at-once'],
  ['the same on a kept connection with answers before', { serverSentData: true }, 'at-once'],
  ['a tenth of a second later it is less sure', { payloadToRstUs: 100_000 }, 'slow'],
  ['three seconds later it is a hang or a crash', { payloadToRstUs: 3_000_000 }, null],
  ['the request was not complete', { requestOutstandingAtRst: false, requestUnfinishedAtRst: true }, null],
  ['the body was still on its way when it was reset', { rstAcksAll: false }, 'at-once'],
  ['the answer was complete', { requestOutstandingAtRst: false, responseCompleteAtRst: true }, null],
  ['the answer had begun', { requestOutstandingAtRst: false, responseUnfinishedAtRst: true }, null],
  ['octets that are no HTTP', { requestOutstandingAtRst: false, isHttp: false }, null],
  ['the client had closed', { clientFinFrame: 4 }, null],
  ['the server had closed: the race', { serverFinFrame: 4, rstHasAck: false }, null],
  ['RST without ACK comes from a host that does not know the connection', { rstHasAck: false }, null],
  ['the reset is the client’s', CLIENT_RESET, null],
  ['the reset came from another hop', { rstHopLimit: 250 }, 'foreign-reset'],
  ['an F5 wrote its reason into the reset', { rstHasPayload: true }, 'foreign-reset'],
  ['an F5 reset a client that had asked nothing', { rstHasPayload: true, clientSentData: false }, null],
  ['an F5 reset a request after three seconds', { rstHasPayload: true, payloadToRstUs: 3e6 }, null],
  ['an F5 reset inside TLS', { rstHasPayload: true, isTls: true }, 'tls'],
  ['of HTTP/2 no request is seen', { isHttp2: true, requestOutstandingAtRst: false }, 'http2'],
  ['inside TLS nobody sees a request', { isTls: true, requestOutstandingAtRst: false }, 'tls'],
  ['the answer may have been cut', { cutBySnaplen: true }, 'cut-by-snaplen'],
  ['the answer may have been missed', { serverOctetsMissing: true }, 'octets-missing'],
  [
    'the reset counts octets that were not captured: an answer',
    { rstSequenceExpected: false },
    'octets-missing',
  ],
  [
    'a reset from another hop and of another sequence',
    { rstSequenceExpected: false, rstHopLimit: 250 },
    'foreign-reset',
  ],
  [
    'an answer that was complete, and a reset that counts more',
    { rstSequenceExpected: false, requestOutstandingAtRst: false, responseCompleteAtRst: true },
    null,
  ],
  ['only the client’s side was captured', { rstBy: null, rstFrame: 0, serverSegments: 0 }, 'one-direction'],
  ['only the server’s side was captured', { clientSegments: 0, clientSentData: false }, 'one-direction'],
]);

test('HTTP sent to a server of another protocol is not found', () => {
  const match = rule.matches['at-once'] as Match;
  expect(rule.concludes?.(match, SERVICE)).toBe(match);
  expect(rule.concludes?.(match, { ...SERVICE, speaksOther: true })).toBeNull();
});
