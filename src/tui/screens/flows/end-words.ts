/** Who ended a flow and how, in at most seven cells: C is the client, S the server. */
import type { Teardown } from '../../../tcp/teardown.js';
import { ownText, type SafeText } from '../../../view/safe-text.js';

const WORDS: Readonly<Record<Teardown, string>> = {
  open: 'open',
  'half-closed-by-client': 'C half',
  'half-closed-by-server': 'S half',
  'orderly-client-first': 'C FIN',
  'orderly-server-first': 'S FIN',
  unanswered: 'silence',
  refused: 'refused',
  'half-open-probe': 'C RST',
  'mid-flow-start': 'open',
  'reset-by-client-before-data': 'C RST',
  'reset-by-client-after-client-fin': 'C RST',
  'reset-by-client-after-server-fin': 'C RST',
  'reset-by-client-after-both-fins': 'C RST',
  'reset-by-client-request-unanswered': 'C RST',
  'reset-by-client-mid-response': 'C RST',
  'reset-by-client-after-response': 'C RST',
  'reset-by-client-after-data': 'C RST',
  'reset-by-server-before-data': 'S RST',
  'reset-by-server-after-client-fin': 'S RST',
  'reset-by-server-after-server-fin': 'S RST',
  'reset-by-server-after-both-fins': 'S RST',
  'reset-by-server-request-unanswered': 'S RST',
  'reset-by-server-mid-response': 'S RST',
  'reset-by-server-after-response': 'S RST',
  'reset-by-server-after-data': 'S RST',
};

/** `S RST`, `C FIN`, `open`. */
export function endText(teardown: Teardown): SafeText {
  return ownText(WORDS[teardown]);
}
