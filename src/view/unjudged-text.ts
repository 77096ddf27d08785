import type { Unjudged } from '../rules/rule.js';
import { ownText, type SafeText } from './safe-text.js';

/** Why a rule could not look: the end of "We could not look: ...". */
const REASONS: Readonly<Record<Unjudged, string>> = {
  'no-tcp': 'there is no TCP in the capture',
  'no-http': 'no HTTP was recognised',
  'mid-flow': 'the capture began after the connection had',
  'one-direction': 'only one direction of the connection was captured',
  'answer-not-captured':
    'no answer to the SYN was captured, and the SYN was not repeated for long enough to say that none came',
  tls: 'the connection is encrypted (TLS), so HTTP cannot be seen',
  http2: 'the connection speaks HTTP/2, whose requests are not decoded',
  'cut-by-snaplen': 'the snapshot length cut what the rule has to read',
  'octets-missing': 'octets that were sent are missing from the capture',
  'foreign-reset':
    'the reset was probably made by a device between client and server (another hop limit, a code of a NetScaler, a text such as F5 writes into it, or segments of its sender behind it)',
  'frames-dropped': 'frames were dropped while the capture was taken',
  'too-few-flows': 'there are too few connections to see a rhythm',
  'no-match': 'no flow matches the filter',
};

/** What would lift the obstacle, for the person who can capture again. */
const REMEDIES: Readonly<Record<Unjudged, string | null>> = {
  'no-tcp': 'Capture on the interface that carries the traffic.',
  'no-http': null,
  'mid-flow': 'Begin the capture before the connections are opened.',
  'one-direction': 'Capture both directions: a mirror port of both, or on the host itself.',
  'answer-not-captured':
    'Capture on the host whose answer is missing: does the SYN arrive there, and does an answer leave?',
  tls: 'Capture behind the point where TLS ends, or on the server side of the balancer.',
  http2: 'Capture where HTTP/1 is spoken, such as the server side of the balancer.',
  'cut-by-snaplen': 'Capture whole frames (tcpdump -s 0).',
  'octets-missing': 'Capture with a larger buffer (tcpdump -B) so that no frame is lost.',
  'foreign-reset':
    'Capture on the other side of that device, or on the host whose address the reset carries: if it did not send the reset, the device did.',
  'frames-dropped': 'Capture with a larger buffer, or with a filter that lets less through.',
  'too-few-flows': 'Capture for at least ten intervals of the health check.',
  'no-match': null,
};

/** The reason as a clause, without a full stop. */
export function unjudgedReason(reason: Unjudged): SafeText {
  return ownText(REASONS[reason]);
}

/** What to do about the reason; null where nothing can be done. */
export function unjudgedRemedy(reason: Unjudged): SafeText | null {
  const remedy = REMEDIES[reason];
  return remedy === null ? null : ownText(remedy);
}
