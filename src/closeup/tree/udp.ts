import { checksumNode } from './checksum.js';
import { type HeaderTable, headerNode, integerOf, readFields } from './fields.js';
import type { HeaderReader } from './place.js';

/** Source: RFC 768. */
const UDP: HeaderTable = {
  field: 'udp',
  name: 'UDP',
  length: 8,
  fields: [
    { field: 'udp.srcport', name: 'Source port', at: 0, width: 2 },
    { field: 'udp.dstport', name: 'Destination port', at: 2, width: 2 },
    { field: 'udp.length', name: 'Length', at: 4, width: 2, unit: 'octets' },
  ],
};

const CHECKSUM_OFFSET = 6;
const UDP_PROTOCOL = 17;

/** Reads a UDP header. The place ends with the IP packet. */
export const readUdp: HeaderReader = (place, around) => {
  const fields = readFields(place, place.at, UDP.fields);
  const bare = headerNode(place, UDP, UDP.length, fields);
  const covered = {
    field: 'udp.checksum',
    offset: CHECKSUM_OFFSET,
    length: integerOf(bare, 'udp.length') ?? 0,
    protocol: UDP_PROTOCOL,
  };
  const checksum = checksumNode(place, around, covered);
  const node = headerNode(place, UDP, UDP.length, checksum === null ? fields : [...fields, checksum]);
  const port = integerOf(node, 'udp.dstport');
  return { node, next: port === null ? null : { registry: 'udp-port', number: port } };
};
