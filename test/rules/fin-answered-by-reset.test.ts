import { expect, test } from 'vitest';
import { finAnsweredByReset as rule } from '../../src/rules/fin-answered-by-reset.js';
import type { Match } from '../../src/rules/rule.js';
import { CLIENT_RESET, describeFlowRule, OPEN_FLOW, SERVER_RESET, SERVICE } from './rule-table.js';

const TEARDOWN = { ...OPEN_FLOW, ...SERVER_RESET, clientFinFrame: 4, clientFinCount: 1, finToRstUs: 500 };

describeFlowRule(rule, TEARDOWN, [
  ['SYN; SYN, ACK; ACK; FIN, ACK; RST, ACK is the teardown', {}, 'ack'],
  ['the client’s FIN may complete the handshake', { handshakeAckSeen: false, handshakeAckFrame: 0 }, 'ack'],
  ['octets of keep-alive probes are no data', { clientSegments: 7, clientPayloadBytes: 2 }, 'ack'],
  ['a FIN and an RST sent twice change nothing', { clientFinCount: 2, serverRstCount: 2 }, 'ack'],
  ['RST without ACK is a variant', { rstHasAck: false, rstAcksAll: false }, 'no-ack'],
  ['RST with another sequence number is a variant', { rstSequenceExpected: false }, 'sequence-differs'],
  ['one hop of difference is the same host', { rstHopLimit: 127 }, 'ack'],
  ['both sides closed in order: a baseline, not this', { rstFrame: 0, rstBy: null, serverFinFrame: 5 }, null],
  ['the server resets before any FIN', { clientFinFrame: 0, finToRstUs: Number.NaN }, null],
  ['the FIN comes behind the reset', { finToRstUs: -20, rstFrame: 3 }, null],
  ['the reset does not acknowledge the FIN', { rstAcksAll: false }, null],
  ['the reset comes two seconds after the FIN', { finToRstUs: 2_000_000 }, null],
  ['the client sent data', { clientSentData: true }, null],
  ['the server sent data', { serverSentData: true }, null],
  ['the server had sent its own FIN', { serverFinFrame: 5 }, null],
  ['the client reset too', { rstByBoth: true }, null],
  ['the reset is the client’s', CLIENT_RESET, null],
  ['the reset came from another hop', { rstHopLimit: 125 }, 'foreign-reset'],
  ['the reset carries payload', { rstHasPayload: true }, 'foreign-reset'],
  ['the server went on behind its reset', { sentAfterRst: true }, 'foreign-reset'],
  [
    'a NetScaler wrote its code into the window',
    { rstWindow: 9700, rstHopLimit: 254, rstSenderHopLimit: 254 },
    'foreign-reset',
  ],
  ['the same window of a Windows host is a window', { rstWindow: 9700 }, 'ack'],
  ['without the SYN nobody knows what was sent before', { synSeen: false, synFrame: 0 }, 'mid-flow'],
  [
    'without the SYN a graceful close is not judged either',
    { synSeen: false, rstFrame: 0, rstBy: null, serverFinFrame: 5 },
    'mid-flow',
  ],
  [
    'only the client’s side was captured',
    { serverSegments: 0, rstFrame: 0, rstBy: null, synAckSeen: false },
    'one-direction',
  ],
  ['octets of the client were not captured', { clientOctetsMissing: true }, 'octets-missing'],
]);

const MATCH = rule.matches.ack as Match;

test.each([
  ['a port known for HTTP', { port: 8080 }, 'medium'],
  ['any port on which HTTP was seen', { port: 445, isHttp: true }, 'medium'],
  ['another port, where Windows services do the same', { port: 445 }, 'low'],
] as const)('severity on %s', (_, differs, severity) => {
  expect(rule.concludes?.(MATCH, { ...SERVICE, ...differs })).toEqual({ ...MATCH, severity });
});

test('the title does not name a product, since the frames do not', () => {
  expect(rule.title).not.toMatch(/IIS|Windows|Alteon/);
});
