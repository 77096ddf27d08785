import { say } from '../safe-text.js';
import type { RuleSentences } from '../sentences.js';

/** Probes that never finish the handshake. */
export const halfOpenProbe: RuleSentences<'half-open-probe'> = {
  title: 'Half-open checks: the client resets in place of completing the handshake',
  statements: {
    'reset-after-syn-ack': (it) =>
      say`On ${it.flows} ${it.client} answered the SYN, ACK of ${it.server} with RST. The server is not to blame, and no log of IIS has these connections.`,
  },
  ask: 'Nobody, unless these checks are unwanted: this is how half-open monitors work.',
};

/** Probes that the client aborts. */
export const clientAbortProbe: RuleSentences<'client-abort-probe'> = {
  title: 'The client resets its own empty connections',
  statements: {
    'after-handshake': (it) =>
      say`On ${it.flows} ${it.client} completed the handshake with ${it.server} and reset the connection itself without sending anything. The server did nothing wrong.`,
    'in-place-of-ack': (it) =>
      say`On ${it.flows} ${it.client} answered the SYN, ACK of ${it.server} with RST, ACK, as the plain check of HAProxy does. The server did nothing wrong.`,
  },
  ask: 'Nobody, unless these checks are unwanted: this is how some monitors close a connection.',
};
