import { SOURCES } from './knowledge/sources.js';
import { ICMP_REFUSAL_FACTS, icmpRefusal } from './patterns/refusal.js';
import { defineFlowRule, type Match } from './rule.js';

const SILENT: Match = { variant: 'silent', confidence: 0.7, severity: 'high' };

/** SYNs of one flow from which silence is a fact and no lost frame. */
const FEWEST_SYNS = 3;

/** SYNs into the void. */
export const synUnanswered = defineFlowRule({
  id: 'syn-unanswered',
  scope: 'flow',
  title: 'SYN never answered',
  severity: 'high',
  explains:
    'The client repeats its SYN and nothing comes back on that flow, although the same host sends other segments in this capture. Somewhere the SYN or its answer is dropped.',
  alsoLooksLike: [
    'A firewall that drops silently.',
    'A server that drops SYNs under load or attack.',
    'An answer that takes another way, past the place of the capture.',
  ],
  toConfirm: [
    'Capture on the server: does the SYN arrive there, and does an answer leave?',
    'The rules of the firewalls in between, the one of Windows included, for this port.',
  ],
  remedies: [
    {
      title: 'Find where the SYN is lost',
      steps: [
        'Capture on both ends at the same time.',
        'SYN arrives and no answer leaves: look at the firewall of the server and at its load.',
        'SYN does not arrive: look at routes and firewalls in between.',
      ],
      source: SOURCES.linuxMeasurement,
    },
  ],
  sources: [SOURCES.rfcReset, SOURCES.linuxMeasurement],
  matches: { silent: SILENT },
  limit: `where the client sent its SYN ${FEWEST_SYNS} times or more`,
  requires: [...ICMP_REFUSAL_FACTS],
  evidence: {
    note: 'syn-without-answer',
    frames: ['synFrame', 'lastFrame'],
    numbers: ['clientSynCount'],
  },
  check(flow) {
    if (!flow.synSeen || flow.serverWasCaptured) return null;
    // Something did answer, by ICMP: `connection-refused` tells it.
    if (icmpRefusal(flow) !== null) return null;
    const isRepeated = flow.clientSynCount >= FEWEST_SYNS;
    // Whoever goes on behind a SYN has got an answer: it was only not captured.
    if (flow.clientSegments > flow.clientSynCount) return isRepeated ? 'one-direction' : null;
    // The answer to a SYN that was not repeated may be lost, or come behind the end: that it is not there is not said.
    return isRepeated ? SILENT : 'one-direction';
  },
  concludes(match, service) {
    return service.hostSent ? match : 'one-direction';
  },
});
