import { keepAliveRace as rule } from '../../src/rules/keep-alive-race.js';
import { CLIENT_RESET, describeFlowRule, OPEN_FLOW, SERVER_RESET } from './rule-table.js';

const RACE = {
  ...OPEN_FLOW,
  ...SERVER_RESET,
  rstFrame: 9,
  rstHasAck: false,
  rstAcksAll: false,
  serverFinFrame: 6,
  clientSentData: true,
  serverSentData: true,
  requestOutstandingAtRst: true,
  idleBeforeCloseUs: 60_000_000,
};
const AFTER_RESET = {
  rstHasAck: true,
  serverFinFrame: 0,
  serverRstCount: 2,
  requestOutstandingAtRst: false,
  responseCompleteAtRst: true,
};

describeFlowRule(rule, RACE, [
  ['a request behind the FIN of an idle server', {}, 'after-fin'],
  ['after two minutes it is the timeout of IIS', { idleBeforeCloseUs: 120_002_000 }, 'after-fin-iis-timeout'],
  ['the client may close too, behind its request', { clientFinFrame: 8 }, 'after-fin'],
  ['the server still had the connection, so that its reset has ACK', { rstHasAck: true }, 'after-fin'],
  ['a reset with ACK behind a client that closed first', { rstHasAck: true, clientFinFrame: 5 }, null],
  ['a reset with ACK right behind an answer', { rstHasAck: true, idleBeforeCloseUs: 80 }, null],
  ['the idle server closed by reset', AFTER_RESET, 'after-reset'],
  ['an idle server that resets once is only tidy', { ...AFTER_RESET, serverRstCount: 1 }, null],
  ['no request was outstanding', { requestOutstandingAtRst: false }, null],
  ['the server closed right behind its answer', { idleBeforeCloseUs: 80 }, null],
  ['the client had closed first', { clientFinFrame: 5 }, null],
  ['the client is gone and resets the answer itself', { ...CLIENT_RESET, rstHasAck: false }, null],
  [
    'the server closes and the client closes too',
    { rstBy: null, rstFrame: 0, requestOutstandingAtRst: false },
    null,
  ],
  ['the reset came from another hop', { rstHopLimit: 250 }, 'foreign-reset'],
  [
    'a reset from another hop that answers no request',
    { rstHopLimit: 250, requestOutstandingAtRst: false },
    null,
  ],
  ['of HTTP/2 no request is seen', { isHttp2: true, requestOutstandingAtRst: false }, 'http2'],
  ['inside TLS it may be close_notify', { isTls: true, requestOutstandingAtRst: false }, 'tls'],
  ['only the client’s side was captured', { rstBy: null, rstFrame: 0, serverSegments: 0 }, 'one-direction'],
]);
