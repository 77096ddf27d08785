/** What should have come in place of what a rule finds: a table of one clause a rule. */
import type { Finding } from '../diagnosis/diagnosis.js';
import type { RuleId } from '../rules/sentence-ids.js';
import { ownText, type SafeText } from './safe-text.js';

const CLOSE = 'ACK of the server, then its own FIN, which the client acknowledges (RFC 9293 section 3.6)';

const EXPECTED: Readonly<Record<RuleId, string>> = {
  'fin-answered-by-reset': CLOSE,
  'health-check-reset': CLOSE,
  'graceful-health-check': 'just this: FIN answered by FIN',
  'half-open-probe': 'ACK of the client, which completes the handshake (RFC 9293 section 3.5)',
  'client-abort-probe': 'FIN of the client to close the connection (RFC 9293 section 3.6)',
  'httpsys-503': 'a response of the application: the request should have reached its worker process',
  'request-answered-by-reset': 'a response, be it an error (RFC 9110 section 3.4)',
  'connection-refused': 'SYN, ACK of the server (RFC 9293 section 3.5)',
  'syn-unanswered': 'SYN, ACK of the server, or at least RST',
  'keep-alive-race': 'a response; after the close of the server the request belongs on a new connection',
  'partial-capture': 'both directions from the SYN on, with all octets',
};

/** What the protocol, or the service, leads to expect where the finding was made. */
export function expectedText({ rule }: Finding): SafeText {
  if (!Object.hasOwn(EXPECTED, rule)) throw new Error(`Expected a clause for rule ${rule}`);
  return ownText(EXPECTED[rule as RuleId]);
}
