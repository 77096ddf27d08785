import type { FindingTexts } from '../finding-facts.js';
import { count } from '../number.js';
import { ownText, type SafeText, say } from '../safe-text.js';
import type { RuleSentences } from '../sentences.js';
import { median, serverNamesItself, serviceWasUp, withPart } from './parts.js';

const HANDSHAKE_AND_FIN = ownText('completed the handshake, sent nothing and closed with FIN');

function emptyFlows(finding: FindingTexts): SafeText {
  const { flows, client, server } = finding;
  return say`On ${flows} of ${client} to ${server} the client ${HANDSHAKE_AND_FIN}`;
}

/** The teardown of the first seed on single flows. */
export const finAnsweredByReset: RuleSentences<'fin-answered-by-reset'> = {
  title: 'FIN answered by RST on connections without data (the teardown described for IIS 7.0)',
  otherTitles: {
    'no-ack': 'FIN answered by RST without ACK on connections without data',
    'sequence-differs': 'FIN answered by RST of another sequence on connections without data',
  },
  statements: {
    ack: (it) =>
      say`${emptyFlows(it)}; the server answered that FIN with RST, ACK in place of FIN, ACK${after(it)}.${serverNamesItself(it)}`,
    'no-ack': (it) =>
      say`${emptyFlows(it)}; the server answered that FIN with RST without ACK, as a stack does that no longer knows the connection${after(it)}.${serverNamesItself(it)}`,
    'sequence-differs': (it) =>
      say`${emptyFlows(it)}; the FIN was answered by RST, ACK whose sequence number is not the one expected${after(it)}: something between client and server may have sent it.${serverNamesItself(it)}`,
  },
  ask: 'Owner of the client of these connections (the load balancer, if it is one): does it take an RST after its own FIN for a failed check? Programs on sockets do not notice it; devices with a TCP of their own may.',
};

/** The same as a periodic check. */
export const healthCheckReset: RuleSentences<'health-check-reset'> = {
  title:
    'TCP health check answered by RST: a balancer may mark the server down although it accepts connections',
  statements: {
    'every-time': (it) =>
      say`${probes(it)}. The server accepted every one of them and answered every FIN with RST, the teardown described for IIS 7.0.${serviceWasUp(it)}${serverNamesItself(it)}`,
    intermittent: (it) =>
      say`${probes(it)}. The server accepted them and answered the FIN with RST on ${it.flows}, with FIN on ${it.count('otherShapeCount') ?? ownText('others')}: the check will look as if it failed from time to time.${serviceWasUp(it)}${serverNamesItself(it)}`,
    'for-a-time': (it) =>
      say`${probes(it)}. The server accepted them and answered the FIN with RST on ${it.flows}; ${otherTime(it)} it answered with FIN on ${it.count('otherShapeCount') ?? ownText('others')}: something was changed in between.${serviceWasUp(it)}${serverNamesItself(it)}`,
    'no-ack': (it) =>
      say`${probes(it)}. The server accepted them and the FIN was answered with RST without ACK${otherwise(it)}, as a stack does that no longer knows the connection: not the teardown described for IIS 7.0, whose RST has ACK.${serviceWasUp(it)}${serverNamesItself(it)}`,
    'sequence-differs': (it) =>
      say`${probes(it)}. The server accepted them and the FIN was answered with RST, ACK whose sequence number is not the one expected${otherwise(it)}: something between client and server may have sent it, so this need not be the teardown described for IIS 7.0.${serviceWasUp(it)}${serverNamesItself(it)}`,
  },
  ask: 'Owner of the load balancer: does its TCP check count an RST after its own FIN as a failure, is this server marked down, and which software version runs? If so: change the check to HTTP, or update (table below). The server itself accepted every connection.',
};

/** The good neighbour. */
export const gracefulHealthCheck: RuleSentences<'graceful-health-check'> = {
  title: 'TCP health check that ends as it should',
  statements: {
    'every-time': (it) => say`${probes(it)}. The server answered every FIN with FIN.`,
    'with-resets': (it) =>
      say`${probes(it)}. The server answered the FIN with FIN on ${it.flows}; others of the same client end differently.`,
  },
  ask: 'Nobody: this is how the check should look, and it can be compared with the failing one.',
};

function probes(finding: FindingTexts): SafeText {
  const { flows, client, server } = finding;
  if (finding.finding.server === null) {
    return say`${client} open connections to ${server}, each at a steady interval (${flows} in all), send nothing and close them with FIN: TCP health checks`;
  }
  const interval = withPart(finding.ms('intervalMs'), (it) => say` every ${it}`);
  const jitter = withPart(finding.ms('jitterMs'), (it) => say`, give or take ${it}`);
  const isTwo = finding.number('flowsPerInterval') === 2;
  if (isTwo) {
    return say`${client} opens 2 connections to ${server}${interval} (${flows}${jitter}), sends nothing and closes them with FIN: TCP health checks`;
  }
  return say`${client} opens a connection to ${server}${interval} (${flows}${jitter}), sends nothing and closes it with FIN: a TCP health check`;
}

/** All of the others lie on one side of these. */
function otherTime(finding: FindingTexts): SafeText {
  return ownText(finding.beginsWith('otherShapeWhen', 'before') ? 'before that' : 'after that');
}

/** Whether every FIN was answered so. */
function otherwise(finding: FindingTexts): SafeText {
  const others = finding.number('otherShapeCount') ?? 0;
  if (others === 0) return ownText(' every time');
  return say` on ${finding.flows}, with FIN on ${count(others)}`;
}

function after(finding: FindingTexts): SafeText {
  return withPart(finding.us('medianFinToRstUs'), (it) => say`, ${it} later${median(finding)}`);
}
