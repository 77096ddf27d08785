import { partialCapture as rule } from '../../src/rules/partial-capture.js';
import { describeFlowRule, OPEN_FLOW } from './rule-table.js';

describeFlowRule(rule, OPEN_FLOW, [
  ['a whole connection', {}, null],
  ['the capture began behind the SYN', { synSeen: false }, 'mid-flow'],
  ['the client goes on without an answer', { serverSegments: 0 }, 'one-direction'],
  ['only the server’s side', { clientSegments: 0, synSeen: false }, 'one-direction'],
  ['SYNs without an answer are all there was', { serverSegments: 0, clientSynCount: 3 }, null],
  [
    'SYN and the client’s own RST are all there was',
    { serverSegments: 0, clientSegments: 2, clientRstCount: 1 },
    null,
  ],
  ['payload was cut', { cutBySnaplen: true }, 'cut-by-snaplen'],
  ['octets were acknowledged and not captured', { serverOctetsMissing: true }, 'octets-missing'],
]);
