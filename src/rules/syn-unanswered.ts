import { SOURCES } from './knowledge/sources.js';
import { answerToSyn, FEWEST_SYNS, UNANSWERED_FACTS } from './patterns/unanswered.js';
import { defineFlowRule, type Match } from './rule.js';
import type { ServiceFacts } from './service-facts.js';

const SILENT: Match = { variant: 'silent', confidence: 0.7, severity: 'high' };
const HOST_SILENT: Match = { variant: 'host-silent', confidence: 0.7, severity: 'high' };
const FOR_A_TIME: Match = { variant: 'for-a-time', confidence: 0.7, severity: 'high' };
/** One SYN or two and nothing else: of one connection that may be a refusal that was not captured, or the end of the capture. */
const GIVEN_UP: Match = {
  variant: 'given-up',
  confidence: 0.6,
  severity: 'high',
  onlyTogether: 'answer-not-captured',
};
const AT_TIMES: Match = { variant: 'at-times', confidence: 0.7, severity: 'medium' };

/** A port that accepts within this time of its silence was there all the time. */
const APART_NS = 1_000_000_000;
/** Fewest unanswered connections that make a time in which the port was silent. */
const FEWEST_UNANSWERED = 3;
/** Connections given up from which that is no chance, and how long they must last: not all in the last moment of the capture. */
const FEWEST_GIVEN_UP = 5;
const SHORTEST_SERIES_NS = 3_000_000_000;

/** SYNs into the void. */
export const synUnanswered = defineFlowRule({
  id: 'syn-unanswered',
  scope: 'flow',
  title: 'SYN never answered',
  severity: 'high',
  explains:
    'The client repeats its SYN and never goes on: it got no answer, for whoever gets one answers it. A health check gives up after one SYN or two; five of them to one port, over three seconds, show the same where the capture has what other servers answer, or the SYNs were repeated. Somewhere the SYN or its answer is dropped. Where the same host sends other segments, it is up; where the same port accepts other connections, nothing forbids them, and frames are lost, or the server has no room, from time to time.',
  alsoLooksLike: [
    'A firewall that drops silently.',
    'A server that drops SYNs under load or attack.',
    'An answer that is lost on another way, past the place of the capture.',
    'A device in between, such as NAT, that gives a connection the ports of one that the server still has open.',
    'A scan of addresses where there is no host.',
    'A refusal (RST) that takes another way than the capture sees, where every connection is given up after one SYN.',
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
  matches: {
    silent: SILENT,
    'given-up': GIVEN_UP,
    'host-silent': HOST_SILENT,
    'for-a-time': FOR_A_TIME,
    'at-times': AT_TIMES,
  },
  limit: `where the client sent its SYN ${FEWEST_SYNS} times or more, or gave up ${FEWEST_GIVEN_UP} connections to one port`,
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
    return answer === 'never-came' ? SILENT : GIVEN_UP;
  },
  concludes(match, service) {
    const silence = match === GIVEN_UP ? givenUp(service) : unanswered(service);
    if (match === GIVEN_UP && !isSeries(silence, service)) return 'answer-not-captured';
    if (service.accepted > 0) return isApart(silence, service) ? FOR_A_TIME : AT_TIMES;
    return service.hostSent ? match : HOST_SILENT;
  },
});

/** Connections without an answer: how many, and from when to when. */
interface Silence {
  readonly count: number;
  readonly firstNs: number;
  readonly lastNs: number;
}

function unanswered({ unanswered: count, firstUnansweredNs, lastUnansweredNs }: ServiceFacts): Silence {
  return { count, firstNs: firstUnansweredNs, lastNs: lastUnansweredNs };
}

function givenUp({ givenUp: count, firstGivenUpNs, lastGivenUpNs }: ServiceFacts): Silence {
  return { count, firstNs: firstGivenUpNs, lastNs: lastGivenUpNs };
}

/**
 * Connections given up after one SYN or two show silence together. One that was accepted would go on, if only its client's direction
 * was captured; one that was refused would not, so that either the SYNs were repeated, or answers are seen in this capture.
 * Where the port accepts others meanwhile, frames picked out here and there (sFlow) would look the same.
 */
function isSeries(silence: Silence, service: ServiceFacts): boolean {
  if (silence.count < FEWEST_GIVEN_UP || silence.lastNs - silence.firstNs < SHORTEST_SERIES_NS) return false;
  if (service.givenUpRepeated >= FEWEST_GIVEN_UP) return true;
  return service.capturesAnswers && (service.accepted === 0 || isApart(silence, service));
}

/** All silence lies before or behind all flows that were accepted. */
function isApart({ count, firstNs, lastNs }: Silence, service: ServiceFacts): boolean {
  return (
    count >= FEWEST_UNANSWERED &&
    (service.firstAcceptedNs - lastNs > APART_NS || firstNs - service.lastAcceptedNs > APART_NS)
  );
}
