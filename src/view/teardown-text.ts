import type { FlowFacts } from '../survey/flow-facts.js';
import type { Teardown } from '../tcp/teardown.js';
import { foreignResetSentence } from './foreign-reset-text.js';
import { count } from './number.js';
import { join, ownText, type SafeText, say } from './safe-text.js';

/** What each teardown class says. */
const TEARDOWN_SENTENCES: Readonly<Record<Teardown, string>> = {
  open: 'The connection was still open when the capture ended.',
  'half-closed-by-client': 'The client closed its side (FIN); the server had not when the capture ended.',
  'half-closed-by-server': 'The server closed its side (FIN); the client had not when the capture ended.',
  'orderly-client-first': 'Both sides closed with FIN, the client first.',
  'orderly-server-first': 'Both sides closed with FIN, the server first.',
  unanswered: 'Nothing answered the SYN of the client.',
  refused: 'The SYN of the client was answered by RST: the connection was refused.',
  'half-open-probe': 'The client answered SYN, ACK with RST: a half-open check.',
  'mid-flow-start': 'The capture began after the connection had, and saw no end of it.',
  'reset-by-client-before-data': 'The client reset the connection before any data.',
  'reset-by-client-after-client-fin': 'The client reset the connection after its own FIN.',
  'reset-by-client-after-server-fin': 'The client reset the connection after the FIN of the server.',
  'reset-by-client-after-both-fins': 'The client reset the connection after both sides had sent FIN.',
  'reset-by-client-request-unanswered': 'The client reset the connection while its request was unanswered.',
  'reset-by-client-mid-response': 'The client reset the connection in the middle of a response.',
  'reset-by-client-after-response': 'The client reset the connection after a complete response.',
  'reset-by-client-after-data': 'The client reset the connection after data had been sent.',
  'reset-by-server-before-data': 'The server reset the connection before any data.',
  'reset-by-server-after-client-fin': 'The server answered the FIN of the client with RST.',
  'reset-by-server-after-server-fin': 'The server reset the connection after its own FIN.',
  'reset-by-server-after-both-fins': 'The server reset the connection after both sides had sent FIN.',
  'reset-by-server-request-unanswered': 'The server answered the request with RST.',
  'reset-by-server-mid-response': 'The server reset the connection in the middle of its response.',
  'reset-by-server-after-response': 'The server reset the connection after a complete response.',
  'reset-by-server-after-data': 'The server reset the connection after data had been sent.',
};

/**
 * The sentence of a teardown class.
 * @param icmpErrors ICMP errors about the flow: they answer too, and are no segments
 */
export function teardownSentence(teardown: Teardown, icmpErrors: number): SafeText {
  if (teardown === 'unanswered' && icmpErrors > 0)
    return ownText('No segment answered the SYN of the client: only ICMP errors did.');
  return ownText(TEARDOWN_SENTENCES[teardown]);
}

/** How a flow ended: its teardown class, unless something between client and server probably ended it. */
export function endSentence(facts: FlowFacts): SafeText {
  return foreignResetSentence(facts) ?? teardownSentence(facts.teardown, facts.icmpErrors);
}

/** Classes by which something went wrong, or may have: the worst first. */
const TROUBLES: readonly Teardown[] = [
  'reset-by-server-request-unanswered',
  'reset-by-server-mid-response',
  'refused',
  'unanswered',
  'reset-by-server-before-data',
  'reset-by-server-after-client-fin',
  'reset-by-server-after-data',
  'reset-by-client-request-unanswered',
  'reset-by-client-mid-response',
];

/** `refused x 2, orderly-client-first x 1,204`: the classes that occur, trouble first, then the most frequent. */
export function teardownCounts(counts: Readonly<Partial<Record<Teardown, number>>>): SafeText {
  const rank = (teardown: string) => {
    const place = TROUBLES.indexOf(teardown as Teardown);
    return place < 0 ? TROUBLES.length : place;
  };
  const rows = Object.entries(counts).sort(([a, m], [b, n]) => rank(a) - rank(b) || n - m);
  return join(
    rows.map(([teardown, times]) => say`${ownText(teardown)} x ${count(times)}`),
    ', ',
  );
}
