import { SOURCES } from './knowledge/sources.js';
import { FOREIGN_RESET_FACTS, isForeignReset } from './patterns/foreign-reset.js';
import { isRefusal, REFUSAL_FACTS } from './patterns/refusal.js';
import { defineFlowRule, type Match } from './rule.js';
import type { ServiceFacts } from './service-facts.js';

const ALWAYS: Match = { variant: 'always', confidence: 0.9, severity: 'high' };
const FOR_A_TIME: Match = { variant: 'for-a-time', confidence: 0.7, severity: 'high' };

/** A port that accepts within this time of a refusal is not closed: its backlog was full. */
const BACKLOG_NS = 1_000_000_000;
/** Fewest refusals that make a time in which the port was closed. */
const FEWEST_REFUSALS = 3;

/** Nobody listens on the port. */
export const connectionRefused = defineFlowRule({
  id: 'connection-refused',
  scope: 'flow',
  title: 'Connections refused',
  severity: 'high',
  explains:
    'Every SYN to the port is answered by RST, ACK: the host is up and nothing listens there. On a server with IIS the WWW service is probably stopped, the site is bound to another port, or the real port (rport) set in the balancer is wrong.',
  alsoLooksLike: [
    'A firewall that rejects in the name of the server.',
    'A full accept backlog: Windows refuses too, but other SYNs to the port succeed in the same second. Such refusals are not reported here.',
    'A NetScaler or F5 without an available member behind the address.',
  ],
  toConfirm: [
    'On the server: netstat -ano, or netsh http show servicestate for what HTTP.sys listens on.',
    'The port of the real server in the balancer, and the bindings of the site.',
  ],
  remedies: [
    {
      title: 'Let something listen on the port, or send to the right one',
      steps: [
        'Start the service (W3SVC for IIS), or correct the binding of the site.',
        'Compare the real port in the balancer with the binding.',
        'Look for a firewall rule that rejects in place of the server.',
      ],
      source: SOURCES.backlog,
    },
  ],
  sources: [SOURCES.backlog, SOURCES.rfcReset, SOURCES.linuxMeasurement],
  matches: { always: ALWAYS, 'for-a-time': FOR_A_TIME },
  requires: [...FOREIGN_RESET_FACTS, ...REFUSAL_FACTS, 'rstHasAck', 'rstAcksAll'],
  evidence: {
    note: 'syn-then-reset',
    frames: ['synFrame', 'rstFrame'],
    numbers: ['rstWindow', 'rstHopLimit', 'clientSynCount'],
  },
  check(flow) {
    if (!isRefusal(flow) || !flow.rstHasAck || !flow.rstAcksAll) return null;
    return isForeignReset(flow) ? null : ALWAYS;
  },
  concludes(match, service) {
    const isRare = service.refused < FEWEST_REFUSALS;
    if (service.accepted === 0) return isRare ? { ...match, severity: 'medium' } : match;
    return !isRare && isApart(service) ? FOR_A_TIME : null;
  },
});

/** All refusals lie before or behind all flows that were accepted. */
function isApart(service: ServiceFacts): boolean {
  return (
    service.firstAcceptedNs - service.lastRefusedNs > BACKLOG_NS ||
    service.firstRefusedNs - service.lastAcceptedNs > BACKLOG_NS
  );
}
