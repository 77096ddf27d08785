import { SOURCES } from './knowledge/sources.js';
import { FOREIGN_RESET_FACTS, unlessForeign } from './patterns/foreign-reset.js';
import { defineFlowRule, type Match } from './rule.js';

const RESET: Match = { variant: 'reset-after-syn-ack', confidence: 0.9, severity: 'info' };

/** A check that never completes the handshake: the server's program does not see it. */
export const halfOpenProbe = defineFlowRule({
  id: 'half-open-probe',
  scope: 'flow',
  title: 'Half-open probe',
  severity: 'info',
  explains:
    'The client sends SYN, gets SYN, ACK and resets at once without an ACK of its own. Half-open monitors of balancers and port scanners do so. The server did nothing wrong, and no log of IIS shows it.',
  alsoLooksLike: [
    'A port scan.',
    'A client whose address or port was reused, so that the SYN, ACK reached a host that did not ask for it.',
  ],
  toConfirm: ['The type of the monitor in the balancer at the client address (half-open, SYN only).'],
  remedies: [
    {
      title: 'Nothing to do',
      steps: ['Leave these flows out when resets are counted.'],
      source: SOURCES.f5HalfOpen,
    },
  ],
  sources: [SOURCES.f5HalfOpen, SOURCES.rfcReset],
  matches: { 'reset-after-syn-ack': RESET },
  findsProbes: true,
  requires: [
    ...FOREIGN_RESET_FACTS,
    'rstBy',
    'rstHasAck',
    'synSeen',
    'synAckSeen',
    'handshakeAckSeen',
    'clientSentData',
    'serverSentData',
    'clientSentFin',
    'serverSentFin',
  ],
  evidence: {
    note: 'half-open-probe',
    frames: ['synFrame', 'synAckFrame', 'rstFrame'],
    numbers: ['rstWindow', 'rstHopLimit'],
  },
  check(flow) {
    if (flow.rstBy !== 'client' || flow.rstHasAck || flow.handshakeAckSeen) return null;
    if (flow.clientSentData || flow.serverSentData) return null;
    if (flow.clientSentFin || flow.serverSentFin) return null;
    if (!flow.synAckSeen) return null;
    return flow.synSeen ? unlessForeign(flow, RESET) : 'mid-flow';
  },
});
