import { expect, test } from 'vitest';
import type { Match } from '../../src/rules/rule.js';
import { synUnanswered as rule } from '../../src/rules/syn-unanswered.js';
import { describeFlowRule, OPEN_FLOW, SERVICE } from './rule-table.js';

const SILENCE = {
  ...OPEN_FLOW,
  synAckSeen: false,
  handshakeAckSeen: false,
  serverSegments: 0,
  clientSegments: 3,
  clientSynCount: 3,
};

describeFlowRule(rule, SILENCE, [
  ['three SYNs and silence', {}, 'silent'],
  [
    'two SYNs may be one lost frame: silence is not denied',
    { clientSynCount: 2, clientSegments: 2 },
    'one-direction',
  ],
  ['a SYN at the end of the capture', { clientSynCount: 1, clientSegments: 1 }, 'one-direction'],
  ['one SYN, and the client goes on', { clientSynCount: 1, clientSegments: 2 }, null],
  ['a late answer', { serverSegments: 1 }, null],
  ['the client goes on, so it was answered', { clientSegments: 5 }, 'one-direction'],
  ['an ICMP error answers it', { icmpAbout: 'client', icmpMeaning: 'host-unreachable' }, null],
  ['an ICMP error that refuses nothing', { icmpAbout: 'client', icmpMeaning: 'packet-too-big' }, 'silent'],
  ['the SYN was not captured', { synSeen: false, clientSynCount: 0 }, null],
]);

test('a host of which nothing was captured may have answered elsewhere', () => {
  const match = rule.matches.silent as Match;
  expect(rule.concludes?.(match, SERVICE)).toBe(match);
  expect(rule.concludes?.(match, { ...SERVICE, hostSent: false })).toBe('one-direction');
});
