import { expect, test } from 'vitest';
import type { Match } from '../../src/rules/rule.js';
import { synUnanswered as rule } from '../../src/rules/syn-unanswered.js';
import { describeFlowRule, OPEN_FLOW, SERVICE, wordOf } from './rule-table.js';

const second = 1e9;

const SILENCE = {
  ...OPEN_FLOW,
  synAckSeen: false,
  handshakeAckSeen: false,
  serverSegments: 0,
  clientSegments: 3,
  clientSynCount: 3,
  lastTimeNs: 3 * second,
};

describeFlowRule(rule, SILENCE, [
  ['three SYNs and silence', {}, 'silent'],
  ['two SYNs and nothing else', { clientSynCount: 2, clientSegments: 2 }, 'given-up'],
  ['a SYN at the end of the capture', { clientSynCount: 1, clientSegments: 1 }, 'given-up'],
  ['copies of one SYN, captured at three places', { lastTimeNs: 30_000 }, 'given-up'],
  ['SYNs repeated after a second, as measured by a coarse clock', { lastTimeNs: 0.95 * second }, 'silent'],
  ['one SYN, and the client goes on', { clientSynCount: 1, clientSegments: 2 }, null],
  ['a late answer', { serverSegments: 1 }, null],
  ['the client goes on, so it was answered', { clientSegments: 5 }, 'one-direction'],
  ['an ICMP error answers it', { icmpAbout: 'client', icmpMeaning: 'host-unreachable' }, null],
  ['an ICMP error that refuses nothing', { icmpAbout: 'client', icmpMeaning: 'packet-too-big' }, 'silent'],
  ['the SYN was not captured', { synSeen: false, clientSynCount: 0 }, null],
]);

const UNANSWERED = { unanswered: 3, firstUnansweredNs: 10 * second, lastUnansweredNs: 20 * second };

test.each([
  ['whose host sent other segments', {}, 'silent', 'high'],
  ['of whose host nothing was captured', { hostSent: false }, 'host-silent', 'high'],
  [
    'that accepted others in between',
    { accepted: 9, firstAcceptedNs: 5 * second, lastAcceptedNs: 30 * second },
    'at-times',
    'medium',
  ],
  [
    'that accepted the next SYN',
    { accepted: 1, firstAcceptedNs: 20.1 * second, lastAcceptedNs: 20.1 * second },
    'at-times',
    'medium',
  ],
  [
    'that accepted only long after',
    { accepted: 9, firstAcceptedNs: 25 * second, lastAcceptedNs: 30 * second },
    'for-a-time',
    'high',
  ],
  [
    'that accepted only long before',
    { accepted: 9, firstAcceptedNs: 0, lastAcceptedNs: 5 * second },
    'for-a-time',
    'high',
  ],
  [
    'at which one silence is no time',
    { unanswered: 1, accepted: 9, firstAcceptedNs: 0, lastAcceptedNs: 5 * second },
    'at-times',
    'medium',
  ],
] as const)('a service %s', (_, differs, variant, severity) => {
  const verdict = rule.concludes?.(rule.matches.silent as Match, { ...SERVICE, ...UNANSWERED, ...differs });
  expect(wordOf(verdict ?? null)).toBe(variant);
  expect(verdict).toMatchObject({ severity });
});

const GIVEN_UP = { givenUp: 5, firstGivenUpNs: 10 * second, lastGivenUpNs: 30 * second };
const REPEATED = { ...GIVEN_UP, givenUpRepeated: 5 };

test.each([
  ['five in a capture that shows what others answer', {}, 'given-up'],
  ['four', { givenUp: 4 }, 'answer-not-captured'],
  ['five at once', { lastGivenUpNs: 12 * second }, 'answer-not-captured'],
  ['five in a capture in which nobody was accepted', { capturesAnswers: false }, 'answer-not-captured'],
  ['five repeated there', { ...REPEATED, capturesAnswers: false, hostSent: false }, 'host-silent'],
  ['five to a host of which nothing was captured', { hostSent: false }, 'host-silent'],
  [
    'five while the port accepted others',
    { accepted: 9, firstAcceptedNs: 0, lastAcceptedNs: 40 * second },
    'answer-not-captured',
  ],
  [
    'five repeated while the port accepted others',
    { ...REPEATED, accepted: 9, firstAcceptedNs: 0, lastAcceptedNs: 40 * second },
    'at-times',
  ],
  [
    'five behind all that the port accepted',
    { accepted: 9, firstAcceptedNs: 0, lastAcceptedNs: 5 * second },
    'for-a-time',
  ],
] as const)('connections given up after one SYN or two: %s', (_, differs, expected) => {
  const verdict = rule.concludes?.(rule.matches['given-up'] as Match, {
    ...SERVICE,
    ...GIVEN_UP,
    ...differs,
  });
  expect(wordOf(verdict ?? null)).toBe(expected);
});
