import { halfOpenProbe as rule } from '../../src/rules/half-open-probe.js';
import { CLIENT_RESET, describeFlowRule, OPEN_FLOW, SERVER_RESET } from './rule-table.js';

const PROBE = {
  ...OPEN_FLOW,
  ...CLIENT_RESET,
  rstHasAck: false,
  rstAcksAll: false,
  handshakeAckSeen: false,
  handshakeAckFrame: 0,
};

describeFlowRule(rule, PROBE, [
  ['SYN; SYN, ACK; RST is a half-open probe', {}, 'reset-after-syn-ack'],
  ['with RST, ACK it is an abort', { rstHasAck: true }, null],
  ['behind a complete handshake it is an abort', { handshakeAckSeen: true }, null],
  ['the server resets', SERVER_RESET, null],
  ['the client sent data', { clientSentData: true }, null],
  ['the client sent FIN', { clientFinFrame: 3 }, null],
  ['SYN and RST without an answer', { synAckSeen: false, serverSegments: 0 }, null],
  ['the reset came from another hop', { rstHopLimit: 60 }, 'foreign-reset'],
  ['the capture began behind the SYN', { synSeen: false }, 'mid-flow'],
]);
