import { clientAbortProbe as rule } from '../../src/rules/client-abort-probe.js';
import { CLIENT_RESET, describeFlowRule, OPEN_FLOW, SERVER_RESET } from './rule-table.js';

describeFlowRule(rule, { ...OPEN_FLOW, ...CLIENT_RESET }, [
  ['handshake and RST, ACK by the client', {}, 'after-handshake'],
  ['handshake and RST without ACK by the client', { rstHasAck: false }, 'after-handshake'],
  ['HAProxy: RST, ACK in place of the handshake’s ACK', { handshakeAckSeen: false }, 'in-place-of-ack'],
  ['RST without ACK in place of the ACK is half-open', { handshakeAckSeen: false, rstHasAck: false }, null],
  ['the client resets after a response', { clientSentData: true, serverSentData: true }, null],
  ['the server had greeted', { serverSentData: true }, null],
  ['the client sent FIN before', { clientFinFrame: 3 }, null],
  ['the server resets right after accept', SERVER_RESET, null],
  ['the reset came from another hop', { rstHopLimit: 250 }, 'foreign-reset'],
  ['a reset from another hop behind a response', { rstHopLimit: 250, serverSentData: true }, null],
  ['the capture began behind the SYN', { synSeen: false }, 'mid-flow'],
  ['only the client’s side was captured', { serverSegments: 0, synAckSeen: false }, 'one-direction'],
  ['octets are missing', { serverOctetsMissing: true }, 'octets-missing'],
]);
