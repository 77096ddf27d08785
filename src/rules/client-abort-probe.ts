import { SOURCES } from './knowledge/sources.js';
import { FOREIGN_RESET_FACTS, unlessForeign } from './patterns/foreign-reset.js';
import { defineFlowRule, type Match } from './rule.js';

const AFTER_HANDSHAKE: Match = { variant: 'after-handshake', confidence: 0.9, severity: 'info' };
const IN_PLACE_OF_ACK: Match = { variant: 'in-place-of-ack', confidence: 0.9, severity: 'info' };

/** A client that opens a connection and resets it itself: the habit of HAProxy and keepalived. */
export const clientAbortProbe = defineFlowRule({
  id: 'client-abort-probe',
  scope: 'flow',
  title: 'Client resets its own empty connection',
  severity: 'info',
  explains:
    'The client opens a connection, sends no data and resets it itself. HAProxy and keepalived end their TCP checks so, to save ports. The server did nothing wrong; its logs may show a dropped connection.',
  alsoLooksLike: ['Any program that closes with linger 0.', 'A client that gave up right after connecting.'],
  toConfirm: ['What runs at the client address, and at what interval it connects.'],
  remedies: [
    {
      title: 'Nothing to do',
      steps: [
        'Leave these flows out when resets are counted.',
        'Where the entries in the logs of the server disturb, check by HTTP in place of TCP.',
      ],
      source: SOURCES.haproxyReset,
    },
  ],
  sources: [SOURCES.haproxyReset, SOURCES.keepalivedReset, SOURCES.linuxMeasurement],
  matches: { 'after-handshake': AFTER_HANDSHAKE, 'in-place-of-ack': IN_PLACE_OF_ACK },
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
    'serverWasCaptured',
    'clientSentFin',
    'serverSentFin',
    'clientOctetsMissing',
    'serverOctetsMissing',
  ],
  evidence: {
    note: 'client-abort',
    frames: ['synFrame', 'synAckFrame', 'handshakeAckFrame', 'rstFrame'],
    numbers: ['idleBeforeCloseUs', 'rstWindow', 'rstHopLimit'],
  },
  check(flow) {
    if (flow.rstBy !== 'client' || flow.clientSentData || flow.serverSentData) return null;
    if (flow.clientSentFin || flow.serverSentFin) return null;
    if (!flow.rstHasAck && !flow.handshakeAckSeen) return null;
    if (!flow.serverWasCaptured) return 'one-direction';
    if (!flow.synSeen || !flow.synAckSeen) return 'mid-flow';
    if (flow.clientOctetsMissing || flow.serverOctetsMissing) return 'octets-missing';
    return unlessForeign(flow, flow.handshakeAckSeen ? AFTER_HANDSHAKE : IN_PLACE_OF_ACK);
  },
});
