import { LONGEST_FIN_TO_ANSWER_US } from '../survey/flow-shapes.js';
import { DOWNGRADE, HTTP_CHECK, MOVE_PORT, UPGRADE } from './knowledge/alteon-solutions.js';
import { isHttpPort } from './knowledge/http-ports.js';
import { SOURCES } from './knowledge/sources.js';
import { EMPTY_FLOW_FACTS, emptyFlowForm } from './patterns/empty-flow.js';
import { defineFlowRule, type Match } from './rule.js';

const ACK: Match = { variant: 'ack', confidence: 0.9, severity: 'medium' };
const NO_ACK: Match = { variant: 'no-ack', confidence: 0.6, severity: 'medium' };
const SEQUENCE_DIFFERS: Match = { variant: 'sequence-differs', confidence: 0.5, severity: 'medium' };

/** The teardown reported of IIS 7.0, flow by flow: an empty connection whose FIN the server answers with a reset. */
export const finAnsweredByReset = defineFlowRule({
  id: 'fin-answered-by-reset',
  scope: 'flow',
  title: 'FIN on an empty connection answered by a reset',
  severity: 'medium',
  explains:
    'The client opens a connection, sends no data and closes it with FIN. In place of its own FIN the server sends RST, ACK. Programs that use sockets never notice. A device with a TCP of its own, such as a balancer that checks the port, may take the reset for a failed connection and mark a working server down. Described for IIS 7.0 and Alteon; other Windows services were seen to do the same, so the frames alone do not name IIS.',
  alsoLooksLike: [
    'A Windows service other than IIS: two captures of port 445 show the same frames.',
    'Any server that aborts its socket when it reads the end of an empty connection.',
    'A device in between that resets for the server: hop limit or window of the reset then differ.',
  ],
  toConfirm: [
    'Capture on the server: is the reset sent there?',
    'The log of the balancer: does it mark the server down at the times of these flows?',
    'A Server header in another flow of the same service tells which software listens.',
  ],
  remedies: [UPGRADE, HTTP_CHECK, DOWNGRADE, MOVE_PORT],
  sources: [SOURCES.alteonBlog, SOURCES.windowsServiceCaptures, SOURCES.linuxMeasurement],
  matches: { ack: ACK, 'no-ack': NO_ACK, 'sequence-differs': SEQUENCE_DIFFERS },
  limit: `within ${LONGEST_FIN_TO_ANSWER_US / 1e6} s of the FIN`,
  findsProbes: true,
  requires: EMPTY_FLOW_FACTS,
  evidence: {
    note: 'fin-then-server-reset',
    frames: ['synFrame', 'synAckFrame', 'handshakeAckFrame', 'clientFinFrame', 'rstFrame'],
    numbers: ['finToRstUs', 'rstWindow', 'rstHopLimit', 'handshakeUs'],
  },
  measures: { medianFinToRstUs: 'finToRstUs' },
  check(flow) {
    const form = emptyFlowForm(flow);
    if (form === 'ack') return ACK;
    if (form === 'no-ack') return NO_ACK;
    if (form === 'sequence-differs') return SEQUENCE_DIFFERS;
    return form === 'graceful' ? null : form;
  },
  concludes(match, service) {
    return service.isHttp || isHttpPort(service.port) ? match : { ...match, severity: 'low' };
  },
});
