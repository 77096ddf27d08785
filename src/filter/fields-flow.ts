/**
 * Fields of a flow as a whole: what was found in it, its ends, when it was, how much it carried.
 */
import { CLIENT_KNOWN_BY } from '../tcp/flow-flag.js';
import type { Field } from './field.js';
import { ends, number, word } from './readers.js';

/** What was found. */
export const FINDING_FIELDS: readonly Field[] = [
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

/** Who talked to whom. */
export const END_FIELDS: readonly Field[] = [
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

/** Where in the capture. */
export const PLACE_FIELDS: readonly Field[] = [
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

/** How much. */
export const SIZE_FIELDS: readonly Field[] = [
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
