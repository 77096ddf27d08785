import type { FindingTexts } from '../finding-facts.js';
import { count } from '../number.js';
import { ownText, type SafeText, say } from '../safe-text.js';
import type { RuleSentences } from '../sentences.js';
import { withPart } from './parts.js';

/** SYN answered by RST or ICMP. */
export const connectionRefused: RuleSentences<'connection-refused'> = {
  title: 'Connections refused: SYN answered by RST or by an ICMP error',
  statements: {
    always: (it) =>
      say`${it.server} answered the SYN of ${it.client} with RST on ${it.flows}, and accepted no connection in this capture: nobody listens on that port, or something in between rejects it.`,
    'for-a-time': (it) =>
      say`${it.server} answered the SYN of ${it.client} with RST on ${it.flows}, and accepted ${it.count('accepted') ?? ownText('other')} connections in the same capture: it was down for a time, or its backlog was full.`,
    prohibited: (it) =>
      say`The SYN of ${it.client} to ${it.server} was answered by ICMP ${it.icmp('icmpMeaning') ?? ownText('"prohibited"')} on ${it.flows}: a rule of ${whoSaidNo(it)} forbids the connection.`,
    unreachable: (it) =>
      say`The SYN of ${it.client} to ${it.server} was answered by ICMP ${it.icmp('icmpMeaning') ?? ownText('"unreachable"')} on ${it.flows}, sent by ${whoSaidNo(it)}: the port, the host or the way to it is not there, or a firewall rejects in this form.`,
  },
  ask: 'Administrator of the server: is the service running and listening on that port, and what happened at the times given? Owner of the load balancer: is rport the port the server listens on? With an ICMP error: who owns the address that sent it?',
};

function whoSaidNo(it: FindingTexts): SafeText {
  if (it.beginsWith('icmpBy', 'server')) return ownText('the server itself');
  return ownText(it.beginsWith('icmpBy', 'client') ? "the client's own host" : 'a machine on the way');
}

/** SYN without an answer. */
export const synUnanswered: RuleSentences<'syn-unanswered'> = {
  title: 'SYN without any answer',
  statements: {
    silent: (it) => say`${unanswered(it)}${whyNot(it)}, or its answer is lost before it reaches the client.`,
    'given-up': (it) =>
      say`${unanswered(it)}${whyNot(it)}, or its answer is lost before it reaches the client.`,
    'host-silent': (it) =>
      say`${unanswered(it)}, and no segment of that host was captured: the host is down, or a firewall drops what goes there or comes back. ${oneDirection(it)}`,
    'for-a-time': (it) =>
      say`${unanswered(it)}; before or after, ${it.server} accepted other connections in this capture: it, or the way to it, was down for a time.`,
    'at-times': (it) =>
      say`${unanswered(it)}, while ${it.server} accepted other connections in this capture: frames are lost on the way, its backlog was full, or a device in between (NAT, a firewall) held on to an older connection with the same ports.`,
  },
  ask: 'Network team: is the traffic to this address and port filtered, does it arrive at the host, and do its answers reach the client? Where other connections were accepted: where are frames lost, and how full was the backlog of the server?',
};

function unanswered(it: FindingTexts): SafeText {
  return say`On ${it.flows} the SYN of ${it.client} to ${it.server} got no answer at all${repeats(it)}`;
}

function repeats(it: FindingTexts): SafeText {
  const givenUp = it.number('countGivenUp') ?? 0;
  if (givenUp === 0) return ownText(', though it was repeated');
  if (givenUp >= it.finding.flowCount) return ownText('; each was given up after one SYN or two');
  return say`; on ${count(it.finding.flowCount - givenUp)} of them it was repeated, the others were given up after one SYN or two`;
}

/** What a capture of one direction only would have shown. */
function oneDirection(it: FindingTexts): SafeText {
  return ownText(
    it.number('countGivenUp') === null
      ? 'Even if only one direction was captured, a client that gets an answer goes on, and this one did not.'
      : 'A client that is accepted goes on, and none did; a refusal (RST) that the capture does not see would look the same.',
  );
}

/** The rule looks whether the host sent anything else, but not for the many services beyond its limit. */
function whyNot({ finding }: FindingTexts): SafeText {
  return ownText(
    finding.server === null
      ? ': a firewall drops it, the host is down'
      : ', while other segments of that host are in this capture: a firewall drops it, the host drops it under load',
  );
}

/** A request into a closed connection. */
export const keepAliveRace: RuleSentences<'keep-alive-race'> = {
  title: 'Keep-alive race: the client used a connection that the server had closed as idle',
  statements: {
    'after-fin': (it) =>
      say`On ${it.flows} ${it.server} closed an idle connection with FIN${idle(it.us('medianIdleUs'))}; ${it.client} sent its next request into it and got RST.`,
    'after-fin-iis-timeout': (it) =>
      say`On ${it.flows} ${it.server} closed an idle connection with FIN${idle(it.us('medianIdleUs'))}, the default connectionTimeout of IIS (120 s); ${it.client} sent its next request into it and got RST.`,
    'after-reset': (it) =>
      say`On ${it.flows} ${it.server} reset an idle connection${idle(it.us('medianIdleUs'))}; ${it.client} sent its next request into it and got RST again.`,
  },
  ask: 'Owner of the load balancer or client: make its idle timeout for server connections shorter than that of the server (IIS connectionTimeout, 120 s as installed).',
};

function idle(duration: ReturnType<typeof ownText> | null) {
  return withPart(duration, (it) => say` after ${it} without a segment`);
}
