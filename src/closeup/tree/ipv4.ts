import { checksumNode } from './checksum.js';
import { type HeaderTable, headerNode, integerOf, readFields } from './fields.js';
import { readIpv4Options } from './ipv4-options.js';
import type { TreeNode } from './node.js';
import { ECN_NAMES, IP_PROTOCOL_NAMES } from './numbers.js';
import type { HeaderReader } from './place.js';

/** Source: RFC 791 section 3.1, RFC 2474 (DSCP). */
const IPV4: HeaderTable = {
  field: 'ip',
  name: 'IPv4',
  length: 20,
  fields: [
    { field: 'ip.version', name: 'Version', at: 0, width: 1, mask: 0xf0 },
    { field: 'ip.hdr_len', name: 'Header length', at: 0, width: 1, mask: 0x0f, scale: 4, unit: 'octets' },
    {
      field: 'ip.dsfield',
      name: 'Differentiated services',
      at: 1,
      width: 1,
      kind: 'hex',
      children: [
        { field: 'ip.dsfield.dscp', name: 'Code point', at: 1, width: 1, mask: 0xfc },
        { field: 'ip.dsfield.ecn', name: 'ECN', at: 1, width: 1, mask: 0x03, names: ECN_NAMES },
      ],
    },
    { field: 'ip.len', name: 'Total length', at: 2, width: 2, unit: 'octets' },
    { field: 'ip.id', name: 'Id', at: 4, width: 2, kind: 'hex' },
    {
      field: 'ip.flags',
      name: 'Flags',
      at: 6,
      width: 1,
      mask: 0xe0,
      kind: 'flags',
      children: [
        { field: 'ip.flags.rb', name: 'reserved', at: 6, width: 1, mask: 0x80, kind: 'flag' },
        { field: 'ip.flags.df', name: 'DF', at: 6, width: 1, mask: 0x40, kind: 'flag' },
        { field: 'ip.flags.mf', name: 'MF', at: 6, width: 1, mask: 0x20, kind: 'flag' },
      ],
    },
    {
      field: 'ip.frag_offset',
      name: 'Fragment offset',
      at: 6,
      width: 2,
      mask: 0x1fff,
      scale: 8,
      unit: 'octets',
    },
    { field: 'ip.ttl', name: 'TTL', at: 8, width: 1 },
    { field: 'ip.proto', name: 'Protocol', at: 9, width: 1, names: IP_PROTOCOL_NAMES },
    { field: 'ip.src', name: 'Source', at: 12, width: 4, kind: 'ipv4' },
    { field: 'ip.dst', name: 'Destination', at: 16, width: 4, kind: 'ipv4' },
  ],
};

const CHECKSUM_OFFSET = 10;

/** Reads an IPv4 header with its options. */
export const readIpv4: HeaderReader = (place, around) => {
  const fixed = readFields(place, place.at, IPV4.fields);
  const announced = integerOf({ ...headerNode(place, IPV4, 0, []), children: fixed }, 'ip.hdr_len') ?? 0;
  const length = Math.max(announced, IPV4.length);
  const covered = { field: 'ip.checksum', offset: CHECKSUM_OFFSET, length, protocol: null };
  const checksum = checksumNode(place, around, covered);
  const options = readIpv4Options(place, place.at + IPV4.length, place.at + length);
  const children: TreeNode[] = [...fixed, ...(checksum === null ? [] : [checksum]), ...options];
  const node = headerNode(
    place,
    IPV4,
    length,
    children.toSorted((a, b) => a.at - b.at),
  );
  const protocol = integerOf(node, 'ip.proto');
  return { node, next: protocol === null ? null : { registry: 'ip-protocol', number: protocol } };
};
