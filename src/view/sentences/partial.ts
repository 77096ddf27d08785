import { say } from '../safe-text.js';
import type { RuleSentences } from '../sentences.js';

/** What the capture does not show. */
export const partialCapture: RuleSentences<'partial-capture'> = {
  title: 'The capture does not show all of these connections',
  statements: {
    'mid-flow': (it) =>
      say`The capture began after ${it.flows} to ${it.server} had: what was sent before is unknown, and some rules could not judge them.`,
    'one-direction': (it) =>
      say`Only one direction of ${it.flows} to ${it.server} was captured: who ended them cannot be said.`,
    'cut-by-snaplen': (it) =>
      say`The snapshot length cut payload of ${it.flows} to ${it.server}: HTTP in them could not be read to the end.`,
    'octets-missing': (it) =>
      say`Octets of ${it.flows} to ${it.server} were acknowledged and never captured: the capture lost frames.`,
  },
  ask: 'Whoever captures: begin before the connections are opened, both directions, whole frames (tcpdump -s 0), a large buffer (tcpdump -B).',
};
