import { SOURCES } from './knowledge/sources.js';
import { defineFlowRule, type Match } from './rule.js';

const MID_FLOW: Match = { variant: 'mid-flow', confidence: 0.95, severity: 'info' };
const ONE_DIRECTION: Match = { variant: 'one-direction', confidence: 0.95, severity: 'info' };
const CUT: Match = { variant: 'cut-by-snaplen', confidence: 0.95, severity: 'info' };
const MISSING: Match = { variant: 'octets-missing', confidence: 0.95, severity: 'info' };

/** What the capture does not show, and therefore nobody may say. */
export const partialCapture = defineFlowRule({
  id: 'partial-capture',
  scope: 'flow',
  title: 'Flows captured only in part',
  severity: 'info',
  explains:
    'Part of these flows is not in the capture: it began while they were open, shows one direction only, cut the frames short, or missed frames. What is seen stands; that something did not happen cannot be said of them, so other rules do not judge what they would need the missing part for.',
  alsoLooksLike: [
    'A connection whose SYN took another way.',
    'A lone reset or acknowledgment behind the end of an older connection.',
  ],
  toConfirm: [
    'Capture again, in both directions, with whole frames, begun before the connections are opened.',
  ],
  remedies: [
    {
      title: 'Capture again',
      steps: [
        'Start the capture first, then let the problem happen.',
        'Capture whole frames: -s 0 in tcpdump, no packet slicing elsewhere.',
        'Capture on the interface of the balancer towards the server, or on the server, so that both directions pass.',
        'Watch the count of dropped packets at the end; a filter on host and port keeps it at 0.',
      ],
      source: SOURCES.tcpdumpManual,
    },
  ],
  sources: [SOURCES.wiresharkTcpAnalysis, SOURCES.tcpdumpManual],
  matches: {
    'mid-flow': MID_FLOW,
    'one-direction': ONE_DIRECTION,
    'cut-by-snaplen': CUT,
    'octets-missing': MISSING,
  },
  judgesCapture: true,
  requires: [
    'synSeen',
    'clientWasCaptured',
    'serverWasCaptured',
    'clientSegments',
    'clientSynCount',
    'clientRstCount',
    'cutBySnaplen',
    'clientOctetsMissing',
    'serverOctetsMissing',
  ],
  evidence: {
    note: 'what-was-captured',
    frames: ['firstFrame', 'lastFrame'],
    numbers: ['clientSegments', 'serverSegments', 'clientPayloadBytes', 'serverPayloadBytes'],
  },
  check(flow) {
    if (isOneDirection(flow)) return ONE_DIRECTION;
    if (!flow.synSeen) return MID_FLOW;
    if (flow.cutBySnaplen) return CUT;
    return flow.clientOctetsMissing || flow.serverOctetsMissing ? MISSING : null;
  },
});

/** A SYN without any answer is whole: there was nothing else. */
function isOneDirection(flow: {
  clientWasCaptured: boolean;
  serverWasCaptured: boolean;
  clientSegments: number;
  clientSynCount: number;
  clientRstCount: number;
}): boolean {
  if (!flow.clientWasCaptured) return true;
  return !flow.serverWasCaptured && flow.clientSegments > flow.clientSynCount + flow.clientRstCount;
}
