/**
 * The fields of the filter language: the one table from which parsing, completion, `tcpdx filter` and docs/filter.md come.
 *
 * A flow matches a comparison when any of its values does; `!=`, `not in` and `!~` ask all of them, as in Wireshark 4.
 */
import { CLIENT_KNOWN_BY } from '../tcp/flow-flag.js';
import type { Field } from './field.js';
import { HTTP_FIELDS } from './fields-http.js';
import { WIRESHARK_FIELDS } from './fields-wireshark.js';
import { ends, flag, known, number, word } from './readers.js';
import { END_WORDS, STATE_WORDS } from './words.js';

const US = 1000;

const FINDING_FIELDS: readonly Field[] = [
  {
    name: 'finding',
    aliases: [],
    type: 'finding',
    doc: 'What was found in the flow: the number of a finding in the report of the whole capture, the id of a rule, the id of a finding (F-…), or any.',
    example: 'finding:any',
    reader: {
      of: 'findings',
      wordsOf: ({ id, rule }, place) => [String(place), rule, id.toLowerCase(), 'any'],
    },
  },
  {
    name: 'sev',
    aliases: ['severity'],
    type: 'severity',
    doc: 'Severity of a finding of the flow. Worse is greater: critical > high > medium > low > info.',
    example: 'sev>=high',
    reader: { of: 'severity' },
  },
];

const END_FIELDS: readonly Field[] = [
  {
    name: 'client',
    aliases: [],
    type: 'endpoint',
    doc: 'The side that sent the SYN: an address, address:port, or a prefix. IPv6 with a port is in brackets.',
    example: 'client in 10.1.0.0/22',
    reader: ends('client'),
  },
  {
    name: 'server',
    aliases: [],
    type: 'endpoint',
    doc: 'The side that answered the SYN, in the same forms.',
    example: 'server==10.0.0.21:80',
    reader: ends('server'),
  },
  {
    name: 'client.port',
    aliases: [],
    type: 'port',
    doc: 'TCP port of the client.',
    example: 'client.port>=49152',
    reader: number((flow) => flow.clientPort),
  },
  {
    name: 'server.port',
    aliases: [],
    type: 'port',
    doc: 'TCP port of the server.',
    example: 'server.port in {80, 8080}',
    reader: number((flow) => flow.serverPort),
  },
  {
    name: 'client.known',
    aliases: [],
    type: 'word',
    doc: 'How it is known who the client is; anything but syn and syn-ack is a guess.',
    example: 'client.known!=syn',
    reader: word({ words: CLIENT_KNOWN_BY, groups: {} }, (flow) => flow.clientKnownBy),
  },
];

const PLACE_FIELDS: readonly Field[] = [
  {
    name: 'flow',
    aliases: ['tcp.stream'],
    type: 'number',
    doc: 'Number of the flow, as Wireshark counts them.',
    example: 'flow==17',
    reader: number((flow) => flow.flow),
    alone: 'refused',
  },
  {
    name: 'frame',
    aliases: ['frame.number'],
    type: 'frames',
    doc: 'Frames from the first to the last of the flow. A frame of another flow in between counts too: which frame is of which flow is not kept.',
    example: 'frame==85',
    reader: { of: 'frames', first: ({ flow }) => flow.firstFrame, last: ({ flow }) => flow.lastFrame },
  },
  {
    name: 't',
    aliases: ['start'],
    type: 'time',
    doc: 'When the flow began, UTC as in reports: a time of day (on any day) or a full time.',
    example: 't in 09:22..09:30',
    reader: number((flow) => flow.firstTimeNs),
  },
  {
    name: 'last',
    aliases: [],
    type: 'time',
    doc: 'When the last segment of the flow was captured, UTC.',
    example: 'last>=2026-11-21T09:23:01Z',
    reader: number((flow) => flow.lastTimeNs),
  },
  {
    name: 'dur',
    aliases: ['duration'],
    type: 'duration',
    doc: 'From the first segment to the last.',
    example: 'dur>1s',
    reader: number((flow) => flow.lastTimeNs - flow.firstTimeNs),
  },
];

const SIZE_FIELDS: readonly Field[] = [
  {
    name: 'pkts',
    aliases: ['packets', 'segments'],
    type: 'number',
    doc: 'TCP segments of both sides.',
    example: 'pkts<6',
    reader: number((flow) => flow.clientSegments + flow.serverSegments),
  },
  {
    name: 'client.pkts',
    aliases: [],
    type: 'number',
    doc: 'Segments that the client sent.',
    example: 'client.pkts>100',
    reader: number((flow) => flow.clientSegments),
  },
  {
    name: 'server.pkts',
    aliases: [],
    type: 'number',
    doc: 'Segments that the server sent.',
    example: 'server.pkts==0',
    reader: number((flow) => flow.serverSegments),
  },
  {
    name: 'bytes',
    aliases: ['octets'],
    type: 'octets',
    doc: 'Octets of payload of both sides, repeats counted again.',
    example: 'bytes==0',
    reader: number((flow) => flow.clientPayloadBytes + flow.serverPayloadBytes),
  },
  {
    name: 'client.bytes',
    aliases: [],
    type: 'octets',
    doc: 'Octets of payload that the client sent.',
    example: 'client.bytes>10KB',
    reader: number((flow) => flow.clientPayloadBytes),
  },
  {
    name: 'server.bytes',
    aliases: [],
    type: 'octets',
    doc: 'Octets of payload that the server sent.',
    example: 'server.bytes>1MB',
    reader: number((flow) => flow.serverPayloadBytes),
  },
];

const TEARDOWN_FIELDS: readonly Field[] = [
  {
    name: 'end',
    aliases: ['teardown'],
    type: 'word',
    doc: 'How the flow ended: a teardown class, the beginning of one with *, or a group: rst (any reset) or fin (FIN and no reset), also by client or by server.',
    example: 'end==rst by server',
    reader: word(END_WORDS, (flow) => flow.teardown),
  },
  {
    name: 'state',
    aliases: [],
    type: 'word',
    doc: "How the connection went, as Zeek's conn_state names it.",
    example: 'state==RSTO',
    reader: word(STATE_WORDS, (flow) => flow.state),
  },
  {
    name: 'history',
    aliases: [],
    type: 'text',
    doc: "Zeek's history letters; upper case is the client, lower case the server, so case matters here.",
    example: 'history~Far',
    reader: { of: 'text', read: ({ flow }) => flow.history },
  },
  {
    name: 'syn',
    aliases: [],
    type: 'number',
    doc: 'SYN segments of both sides.',
    example: 'syn>2',
    reader: number((flow) => flow.clientSynCount + flow.serverSynCount),
  },
  {
    name: 'fin',
    aliases: [],
    type: 'number',
    doc: 'FIN segments of both sides.',
    example: 'fin==1',
    reader: number((flow) => flow.clientFinCount + flow.serverFinCount),
  },
  {
    name: 'rst',
    aliases: [],
    type: 'number',
    doc: 'RST segments of both sides.',
    example: 'rst>1',
    reader: number((flow) => flow.clientRstCount + flow.serverRstCount),
  },
  {
    name: 'rst.window',
    aliases: [],
    type: 'number',
    doc: 'Window field of the first RST. Some appliances put a code there.',
    example: 'rst.window==9700',
    reader: number((flow) => (flow.rstFrame === 0 ? Number.NaN : flow.rstWindow)),
    alone: 'exists',
  },
  {
    name: 'rst.ttl',
    aliases: [],
    type: 'number',
    doc: 'TTL or hop limit of the first RST.',
    example: 'rst.ttl<64',
    reader: number((flow) => (flow.rstFrame === 0 ? Number.NaN : flow.rstHopLimit)),
    alone: 'exists',
  },
  {
    name: 'finrst',
    aliases: [],
    type: 'duration',
    doc: 'From the first FIN to the first RST, where both came in this order.',
    example: 'finrst<10ms',
    reader: number((flow) => flow.finToRstUs * US),
  },
  {
    name: 'idle',
    aliases: [],
    type: 'duration',
    doc: 'Silence before the first FIN or RST.',
    example: 'idle>=120s',
    reader: number((flow) => flow.idleBeforeCloseUs * US),
  },
];

const HEALTH_FIELDS: readonly Field[] = [
  {
    name: 'handshake',
    aliases: [],
    type: 'duration',
    doc: 'From the SYN to the acknowledgment of the SYN, ACK, where all was captured.',
    example: 'handshake>100ms',
    reader: known((flow) => flow.handshakeUs * US),
  },
  {
    name: 'retrans',
    aliases: ['tcp.analysis.retransmission'],
    type: 'number',
    doc: 'Segments of both sides that repeat octets already sent, spurious ones too.',
    example: 'retrans>0',
    reader: number((flow) => flow.clientRetransmissions + flow.serverRetransmissions),
  },
  {
    name: 'reordered',
    aliases: ['tcp.analysis.out_of_order'],
    type: 'number',
    doc: 'Segments captured behind segments that were sent later.',
    example: 'reordered>0',
    reader: number((flow) => flow.clientOutOfOrder + flow.serverOutOfOrder),
  },
  {
    name: 'gaps',
    aliases: ['tcp.analysis.lost_segment'],
    type: 'number',
    doc: 'Segments that came behind a hole in the sequence.',
    example: 'gaps>0',
    reader: number((flow) => flow.gaps),
  },
  {
    name: 'zerowin',
    aliases: ['tcp.analysis.zero_window'],
    type: 'number',
    doc: 'Segments that closed the receive window.',
    example: 'zerowin',
    reader: number((flow) => flow.zeroWindows),
  },
  {
    name: 'keepalive',
    aliases: ['tcp.analysis.keep_alive'],
    type: 'number',
    doc: 'TCP keep-alive probes.',
    example: 'keepalive>0',
    reader: number((flow) => flow.keepAlives),
  },
  {
    name: 'missing',
    aliases: [],
    type: 'boolean',
    doc: 'Octets were acknowledged but never captured.',
    example: 'missing',
    reader: flag((flow) => flow.clientOctetsMissing || flow.serverOctetsMissing),
  },
  {
    name: 'cut',
    aliases: [],
    type: 'boolean',
    doc: 'A snapshot length cut payload of the flow.',
    example: 'cut',
    reader: flag((flow) => flow.cutBySnaplen),
  },
  {
    name: 'oneway',
    aliases: [],
    type: 'boolean',
    doc: 'Only one side was captured, or only one sent anything.',
    example: 'oneway && !end==unanswered',
    reader: flag((flow) => flow.clientSegments === 0 || flow.serverSegments === 0),
  },
  {
    name: 'midflow',
    aliases: [],
    type: 'boolean',
    doc: 'The capture began within the connection: neither its SYN nor its SYN, ACK is there.',
    example: '!midflow',
    reader: flag((flow) => !flow.synSeen && !flow.synAckSeen),
  },
  {
    name: 'reused',
    aliases: [],
    type: 'boolean',
    doc: 'Addresses and ports were those of an earlier flow.',
    example: 'reused',
    reader: flag((flow) => flow.tupleReused),
  },
];

/** All fields, in the order in which they are shown. */
export const FIELDS: readonly Field[] = [
  ...FINDING_FIELDS,
  ...END_FIELDS,
  ...PLACE_FIELDS,
  ...SIZE_FIELDS,
  ...TEARDOWN_FIELDS,
  ...HEALTH_FIELDS,
  ...HTTP_FIELDS,
  ...WIRESHARK_FIELDS,
];

/** Names that belong to the screen, where flows are marked and notes are written. */
export const RESERVED_FIELDS: readonly string[] = ['note', 'marked'];

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field] as const)),
);

/** A field by its name or an alias, in lower case. */
export function fieldOf(name: string): Field | undefined {
  return BY_NAME.get(name);
}

/** Every name by which a field is known. */
export function fieldNames(): string[] {
  return [...BY_NAME.keys()];
}
