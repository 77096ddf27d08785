import { ownText, say } from '../safe-text.js';
import type { NoteSentences } from '../sentences.js';
import { withPart } from './parts.js';

/** What the frames of each kind of evidence show. */
export const NOTES: NoteSentences = {
  'fin-then-server-reset': (it) =>
    say`handshake, FIN of the client, RST of the server${withPart(it.us('finToRstUs'), (us) => say` ${us} later`)}`,
  'probe-reset': (it) =>
    say`a probe: handshake, FIN of the client, RST of the server${withPart(it.us('finToRstUs'), (us) => say` ${us} later`)}`,
  'probe-closed': () => ownText('a probe: handshake, FIN of the client, FIN of the server'),
  'half-open-probe': () => ownText('SYN, the SYN, ACK of the server, RST of the client'),
  'client-abort': () => ownText('SYN, the SYN, ACK of the server, RST of the client'),
  'httpsys-503-page': (it) =>
    say`the request${withPart(it.quoted('target'), (target) => say` for ${target}`)}${withPart(it.quoted('host'), (host) => say` of host ${host}`)}, and the 503`,
  'request-then-reset': (it) =>
    say`the request${withPart(it.quoted('target'), (target) => say` for ${target}`)}, and the RST in place of a response${withPart(it.us('payloadToRstUs'), (us) => say` ${us} later`)}`,
  'syn-then-reset': (it) => {
    const error = it.icmp('icmpMeaning');
    return error === null
      ? ownText('SYN of the client, RST of the server')
      : say`SYN of the client, and the ICMP error about it: ${error}`;
  },
  'syn-without-answer': (it) =>
    ownText(
      it.number('clientSynCount') === 1
        ? 'SYN of the client, never answered'
        : 'SYN of the client, repeated and never answered',
    ),
  'request-into-closed-connection': () =>
    ownText('the close by the server, the request sent after it, RST of the server'),
  'what-was-captured': () => ownText('what was captured of the connection'),
};
