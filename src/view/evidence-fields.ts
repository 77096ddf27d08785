/** Which fields of a frame make it evidence: a table by the note that says what the frames show. */
import { RST } from '../decode/tcp.js';
import type { EvidenceNote } from '../rules/sentence-ids.js';

/** Fields of every frame of the evidence, and those that count in a reset only. */
interface TellingFields {
  readonly always: readonly string[];
  readonly ofReset: readonly string[];
}

/** Who sent the reset, and what it acknowledges. */
const OF_RESET = ['ip.ttl', 'ipv6.hlim', 'tcp.ack', 'tcp.ack_raw'];
const FLAGS: TellingFields = { always: ['tcp.flags'], ofReset: OF_RESET };
const REQUEST = ['http.request.method', 'http.request.uri', 'http.host'];

const FIELDS: Readonly<Record<EvidenceNote, TellingFields>> = {
  'fin-then-server-reset': FLAGS,
  'probe-reset': FLAGS,
  'probe-closed': FLAGS,
  'half-open-probe': FLAGS,
  'client-abort': FLAGS,
  'httpsys-503-page': {
    always: [
      ...REQUEST,
      'http.response.code',
      'http.server',
      'http.connection',
      'http.content_length_header',
    ],
    ofReset: [],
  },
  'request-then-reset': { always: REQUEST, ofReset: ['tcp.flags', ...OF_RESET] },
  'syn-then-reset': {
    always: ['tcp.flags', 'icmp.type', 'icmp.code', 'icmpv6.type', 'icmpv6.code'],
    ofReset: OF_RESET,
  },
  'syn-without-answer': FLAGS,
  'request-into-closed-connection': { always: ['tcp.flags', ...REQUEST], ofReset: OF_RESET },
  'what-was-captured': { always: [], ofReset: [] },
};

/** The telling fields of a frame. @param flags TCP flags of the frame */
export function evidenceFields(note: string, flags: number): readonly string[] {
  if (!Object.hasOwn(FIELDS, note)) throw new Error(`Expected fields for note ${note}`);
  const { always, ofReset } = FIELDS[note as EvidenceNote];
  return (flags & RST) === 0 ? always : [...always, ...ofReset];
}
