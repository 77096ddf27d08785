import { SOURCES } from './knowledge/sources.js';
import { FOREIGN_RESET_FACTS, unlessForeign } from './patterns/foreign-reset.js';
import { ICMP_REFUSAL_FACTS, icmpRefusal, isRefusal, REFUSAL_FACTS } from './patterns/refusal.js';
import { defineFlowRule, type Match } from './rule.js';
import type { ServiceFacts } from './service-facts.js';

const ALWAYS: Match = { variant: 'always', confidence: 0.9, severity: 'high' };
const PROHIBITED: Match = { variant: 'prohibited', confidence: 0.9, severity: 'high' };
const UNREACHABLE: Match = { variant: 'unreachable', confidence: 0.9, severity: 'high' };
const FOR_A_TIME: Match = { variant: 'for-a-time', confidence: 0.7, severity: 'high' };

/** A port that accepts within this time of a refusal is not closed: its backlog was full. */
const BACKLOG_NS = 1_000_000_000;
/** Fewest refusals that make a time in which the port was closed. */
const FEWEST_REFUSALS = 3;

/** Nobody listens on the port, or something on the way says no. */
export const connectionRefused = defineFlowRule({
  id: 'connection-refused',
  scope: 'flow',
  title: 'Connections refused',
  severity: 'high',
  explains:
    'Every SYN to the port is answered by RST, ACK: the host is up and nothing listens there. On a server with IIS the WWW service is probably stopped, the site is bound to another port, or the real port (rport) set in the balancer is wrong. Where the SYN is answered by an ICMP error instead, its sender says why: "prohibited" is a rule of a firewall or router, "unreachable" a port, a host or a way to it that is not there.',
  alsoLooksLike: [
    'A firewall that rejects in the name of the server, by RST or by ICMP "port unreachable".',
    'A full accept backlog: Windows refuses too, but other SYNs to the port succeed in the same second. Such refusals are not reported here.',
    'A NetScaler or F5 without an available member behind the address.',
  ],
  toConfirm: [
    'On the server: netstat -ano, or netsh http show servicestate for what HTTP.sys listens on.',
    'The port of the real server in the balancer, and the bindings of the site.',
    'With an ICMP error: the address that sent it, which is the machine whose rules or routes to look at.',
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
  sources: [SOURCES.backlog, SOURCES.rfcReset, SOURCES.rfcIcmp, SOURCES.linuxMeasurement],
  matches: { always: ALWAYS, 'for-a-time': FOR_A_TIME, prohibited: PROHIBITED, unreachable: UNREACHABLE },
  limit: `at a port that accepts nobody, nor ${FEWEST_REFUSALS} times or more at one that accepts connections only more than ${BACKLOG_NS / 1e9} s before or behind them`,
  requires: [...FOREIGN_RESET_FACTS, ...REFUSAL_FACTS, ...ICMP_REFUSAL_FACTS, 'rstHasAck', 'rstAcksAll'],
  evidence: {
    note: 'syn-then-reset',
    frames: ['synFrame', 'rstFrame', 'icmpFrame'],
    numbers: ['rstWindow', 'rstHopLimit', 'clientSynCount', 'icmpMeaning', 'icmpBy'],
  },
  check(flow) {
    const byIcmp = icmpRefusal(flow);
    if (byIcmp !== null) return byIcmp === 'prohibited' ? PROHIBITED : UNREACHABLE;
    if (!isRefusal(flow) || !flow.rstHasAck || !flow.rstAcksAll) return null;
    return unlessForeign(flow, ALWAYS);
  },
  concludes(match, service) {
    const isRare = service.refused < FEWEST_REFUSALS;
    // A rule of a firewall may be about some clients only, so others that are accepted are no objection.
    const isByIcmp = match === PROHIBITED || match === UNREACHABLE;
    if (isByIcmp || service.accepted === 0) return isRare ? { ...match, severity: 'medium' } : match;
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
