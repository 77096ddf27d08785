/**
 * Fields of TCP: how a flow ended, and what went wrong on its way.
 */
import type { Field } from './field.js';
import { flag, known, number, word } from './readers.js';
import { END_WORDS, STATE_WORDS } from './words.js';

const US = 1000;

/** How it ended. */
export const TEARDOWN_FIELDS: readonly Field[] = [
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
    doc: "Zeek's history letters; upper case is the client, lower case the server, so ~ minds the case here.",
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

/** What its segments were like. */
export const HEALTH_FIELDS: readonly Field[] = [
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
    aliases: [],
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
