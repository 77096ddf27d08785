import { expect, test } from 'vitest';
import { connectionRefused as rule } from '../../src/rules/connection-refused.js';
import type { Match } from '../../src/rules/rule.js';
import { describeFlowRule, OPEN_FLOW, type PlainFlow, SERVER_RESET, SERVICE, wordOf } from './rule-table.js';

const REFUSED = {
  ...OPEN_FLOW,
  ...SERVER_RESET,
  rstFrame: 2,
  rstSequenceExpected: false,
  rstSenderHopLimit: 0,
  synAckSeen: false,
  handshakeAckSeen: false,
  clientSegments: 1,
  serverSegments: 1,
};

describeFlowRule(rule, REFUSED, [
  ['SYN answered by RST, ACK', {}, 'always'],
  ['a SYN sent again after the reset', { clientSegments: 3, serverSegments: 3, serverRstCount: 3 }, 'always'],
  ['the reset does not acknowledge the SYN', { rstAcksAll: false }, null],
  ['RST without ACK', { rstHasAck: false, rstAcksAll: false }, null],
  ['the server accepted and then reset', { synAckSeen: true, serverSegments: 2 }, null],
  ['the capture began behind the SYN', { synSeen: false }, null],
  ['an F5 wrote its reason into the reset', { rstHasPayload: true }, 'foreign-reset'],
  ['nothing came back', { rstBy: null, rstFrame: 0, serverSegments: 0, serverRstCount: 0 }, null],
]);

const BY_ICMP: Partial<PlainFlow> = {
  rstBy: null,
  rstFrame: 0,
  rstAcksAll: false,
  rstHasAck: false,
  serverSegments: 0,
  serverRstCount: 0,
  icmpErrors: 1,
  icmpFrame: 2,
  icmpAbout: 'client',
  icmpBy: 'other',
  icmpMeaning: 'communication-prohibited',
};

describeFlowRule(rule, { ...REFUSED, ...BY_ICMP }, [
  ['a rule on the way forbids the SYN', {}, 'prohibited'],
  ['and every repeat of it', { clientSegments: 3, clientSynCount: 3 }, 'prohibited'],
  ['the host is not there', { icmpMeaning: 'host-unreachable' }, 'unreachable'],
  ['the port is not there', { icmpMeaning: 'port-unreachable' }, 'unreachable'],
  ['the SYN runs in circles', { icmpMeaning: 'time-exceeded' }, 'unreachable'],
  ['the SYN is only too long', { icmpMeaning: 'fragmentation-needed' }, null],
  ['the error is about the server', { icmpAbout: 'server' }, null],
  ['the server answers all the same', { serverSegments: 1, synAckSeen: true }, null],
  ['the client goes on, so it was answered', { clientSegments: 2 }, null],
  ['the capture began behind the SYN', { synSeen: false }, null],
]);

const MATCH = rule.matches.always as Match;
const second = 1e9;
const refusals = { refused: 5, firstRefusedNs: 10 * second, lastRefusedNs: 20 * second };

test.each([
  ['nobody was accepted', {}, 'always'],
  [
    'others were accepted in between: a full backlog',
    { accepted: 3, firstAcceptedNs: 12 * second, lastAcceptedNs: 30 * second },
    null,
  ],
  [
    'accepted within a second of the last refusal',
    { accepted: 3, firstAcceptedNs: 20.5 * second, lastAcceptedNs: 30 * second },
    null,
  ],
  [
    'accepted only long after: closed for a time',
    { accepted: 3, firstAcceptedNs: 25 * second, lastAcceptedNs: 30 * second },
    'for-a-time',
  ],
  [
    'accepted only long before: closed since',
    { accepted: 3, firstAcceptedNs: 0, lastAcceptedNs: 5 * second },
    'for-a-time',
  ],
  [
    'one refusal is no time',
    { refused: 1, accepted: 3, firstAcceptedNs: 25 * second, lastAcceptedNs: 30 * second },
    null,
  ],
] as const)('at a service where %s', (_, differs, expected) => {
  const verdict = rule.concludes?.(MATCH, { ...SERVICE, ...refusals, ...differs }) ?? null;
  expect(wordOf(verdict)).toBe(expected);
});

test.each([
  'prohibited',
  'unreachable',
] as const)('%s for one client says nothing of the others', (variant) => {
  const match = rule.matches[variant] as Match;
  const accepting = { ...SERVICE, ...refusals, accepted: 3, firstAcceptedNs: 0, lastAcceptedNs: 30 * second };
  expect(rule.concludes?.(match, accepting)).toBe(match);
});

test('one or two refusals matter less than many', () => {
  expect(rule.concludes?.(MATCH, { ...SERVICE, refused: 2 })).toMatchObject({ severity: 'medium' });
  expect(rule.concludes?.(MATCH, { ...SERVICE, refused: 3 })).toMatchObject({ severity: 'high' });
});
