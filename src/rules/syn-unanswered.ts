import { SOURCES } from './knowledge/sources.js';
import { answerToSyn, FEWEST_SYNS, UNANSWERED_FACTS } from './patterns/unanswered.js';
import { defineFlowRule, type Match } from './rule.js';
import type { ServiceFacts } from './service-facts.js';

const SILENT: Match = { variant: 'silent', confidence: 0.7, severity: 'high' };
const HOST_SILENT: Match = { variant: 'host-silent', confidence: 0.7, severity: 'high' };
const FOR_A_TIME: Match = { variant: 'for-a-time', confidence: 0.7, severity: 'high' };
const AT_TIMES: Match = { variant: 'at-times', confidence: 0.7, severity: 'medium' };

/** A port that accepts within this time of its silence was there all the time. */
const APART_NS = 1_000_000_000;
/** Fewest unanswered connections that make a time in which the port was silent. */
const FEWEST_UNANSWERED = 3;

/** SYNs into the void. */
export const synUnanswered = defineFlowRule({
  id: 'syn-unanswered',
  scope: 'flow',
  title: 'SYN never answered',
  severity: 'high',
  explains:
    'The client repeats its SYN and never goes on: it got no answer, for whoever gets one answers it. Somewhere the SYN or its answer is dropped. Where the same host sends other segments, it is up; where the same port accepts other connections, nothing forbids them, and frames are lost, or the server has no room, from time to time.',
  alsoLooksLike: [
    'A firewall that drops silently.',
    'A server that drops SYNs under load or attack.',
    'An answer that is lost on another way, past the place of the capture.',
    'A device in between, such as NAT, that gives a connection the ports of one that the server still has open.',
    'A scan of addresses where there is no host.',
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
      source: SOURCES.rfcHandshake,
    },
  ],
  sources: [SOURCES.rfcHandshake, SOURCES.rfcRetransmission, SOURCES.linuxMeasurement],
  matches: { silent: SILENT, 'host-silent': HOST_SILENT, 'for-a-time': FOR_A_TIME, 'at-times': AT_TIMES },
  limit: `where the client sent its SYN ${FEWEST_SYNS} times or more`,
  requires: [...UNANSWERED_FACTS],
  evidence: {
    note: 'syn-without-answer',
    frames: ['synFrame', 'lastFrame'],
    numbers: ['clientSynCount'],
  },
  check(flow) {
    const answer = answerToSyn(flow);
    // An answer by ICMP is what `connection-refused` tells.
    if (answer === null || answer === 'came') return null;
    if (answer === 'came-after-repeats') return 'one-direction';
    return answer === 'never-came' ? SILENT : 'answer-not-captured';
  },
  concludes(match, service) {
    if (service.accepted > 0) return isApart(service) ? FOR_A_TIME : AT_TIMES;
    return service.hostSent ? match : HOST_SILENT;
  },
});

/** All silence lies before or behind all flows that were accepted. */
function isApart(service: ServiceFacts): boolean {
  return (
    service.unanswered >= FEWEST_UNANSWERED &&
    (service.firstAcceptedNs - service.lastUnansweredNs > APART_NS ||
      service.firstUnansweredNs - service.lastAcceptedNs > APART_NS)
  );
}
