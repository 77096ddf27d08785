import { sequenceDelta } from '../../bytes/sequence.js';
import { checksumNode } from './checksum.js';
import { type FieldRow, type HeaderTable, headerNode, readFields } from './fields.js';
import { integer, leaf, type TreeNode } from './node.js';
import type { Around, HeaderReader, Place } from './place.js';
import { readTcpOptions } from './tcp-options.js';

const flag = (word: string, name: string, at: number, mask: number): FieldRow => ({
  field: `tcp.flags.${word}`,
  name,
  at,
  width: 1,
  mask,
  kind: 'flag',
});

/** Source: RFC 9293 section 3.1; AE from draft-ietf-tcpm-accurate-ecn. */
const TCP: HeaderTable = {
  field: 'tcp',
  name: 'TCP',
  length: 20,
  fields: [
    { field: 'tcp.srcport', name: 'Source port', at: 0, width: 2 },
    { field: 'tcp.dstport', name: 'Destination port', at: 2, width: 2 },
    { field: 'tcp.seq_raw', name: 'Sequence number (raw)', at: 4, width: 4 },
    { field: 'tcp.ack_raw', name: 'Acknowledgment number (raw)', at: 8, width: 4 },
    { field: 'tcp.hdr_len', name: 'Header length', at: 12, width: 1, mask: 0xf0, scale: 4, unit: 'octets' },
    {
      field: 'tcp.flags',
      name: 'Flags',
      at: 12,
      width: 2,
      mask: 0x0fff,
      kind: 'flags',
      // In the order in which flags are named: SYN, ACK.
      children: [
        { field: 'tcp.flags.res', name: 'reserved', at: 12, width: 1, mask: 0x0e },
        flag('ae', 'AE', 12, 0x01),
        flag('cwr', 'CWR', 13, 0x80),
        flag('ece', 'ECE', 13, 0x40),
        flag('fin', 'FIN', 13, 0x01),
        flag('syn', 'SYN', 13, 0x02),
        flag('reset', 'RST', 13, 0x04),
        flag('push', 'PSH', 13, 0x08),
        flag('ack', 'ACK', 13, 0x10),
        flag('urg', 'URG', 13, 0x20),
      ],
    },
    { field: 'tcp.window_size_value', name: 'Window (not scaled)', at: 14, width: 2 },
    { field: 'tcp.urgent_pointer', name: 'Urgent pointer', at: 18, width: 2 },
  ],
};

const SEQUENCE_OFFSET = 4;
const ACKNOWLEDGMENT_OFFSET = 8;
const DATA_OFFSET = 12;
const CHECKSUM_OFFSET = 16;
const ACK_BIT = 0x10;
const TCP_PROTOCOL = 6;

/** Reads a TCP header with its options. The place ends with the IP packet. */
export const readTcp: HeaderReader = (place, around) => {
  const { at, end, wireEnd, bytes } = place;
  const announced = at + DATA_OFFSET < end ? Math.floor((bytes[at + DATA_OFFSET] as number) / 16) * 4 : 0;
  // What the decoder of the survey calls invalid has no payload and no options.
  const isInvalid = announced < TCP.length || at + announced > wireEnd;
  const length = isInvalid ? TCP.length : announced;
  const covered = {
    field: 'tcp.checksum',
    offset: CHECKSUM_OFFSET,
    length: wireEnd - at,
    protocol: TCP_PROTOCOL,
  };
  const checksum = checksumNode(place, around, covered);
  const children: TreeNode[] = [
    ...readFields(place, at, TCP.fields),
    ...relativeNumbers(place, around),
    ...(checksum === null ? [] : [checksum]),
    ...readTcpOptions(place, at + TCP.length, at + length),
  ].toSorted((a, b) => a.at - b.at);
  const node = headerNode(place, TCP, length, children);
  if (at + TCP.length > end) return { node, next: null };
  const payloadBytes = isInvalid ? 0 : wireEnd - at - announced;
  const payload = leaf('tcp.len', 'Payload', integer(payloadBytes, 'octets'), at + node.length, 0);
  return { node: { ...node, children: [...node.children, payload] }, next: null };
};

/** Sequence and acknowledgment number counted from those of the SYNs, where the caller knows them. */
function relativeNumbers({ bytes, at, end }: Place, { bases }: Around): TreeNode[] {
  if (bases === null || at + TCP.length > end) return [];
  const numbers = new DataView(bytes.buffer, bytes.byteOffset + at, TCP.length);
  const relative = (field: string, name: string, offset: number, base: number | null): TreeNode[] => {
    if (base === null) return [];
    return [leaf(field, name, integer(sequenceDelta(base, numbers.getUint32(offset))), at + offset, 4)];
  };
  const hasAck = ((bytes[at + 13] as number) & ACK_BIT) !== 0;
  return [
    ...relative('tcp.seq', 'Sequence number', SEQUENCE_OFFSET, bases.sender),
    ...(hasAck ? relative('tcp.ack', 'Acknowledgment number', ACKNOWLEDGMENT_OFFSET, bases.receiver) : []),
  ];
}
