import { type HeaderTable, headerNode, integerOf, readFields } from './fields.js';
import { readExtensions } from './ipv6-extensions.js';
import { ECN_NAMES, IP_PROTOCOL_NAMES } from './numbers.js';
import type { HeaderReader } from './place.js';

/** Source: RFC 8200 section 3. */
const IPV6: HeaderTable = {
  field: 'ipv6',
  name: 'IPv6',
  length: 40,
  fields: [
    { field: 'ipv6.version', name: 'Version', at: 0, width: 1, mask: 0xf0 },
    {
      field: 'ipv6.tclass',
      name: 'Traffic class',
      at: 0,
      width: 4,
      mask: 0x0ff00000,
      kind: 'hex',
      children: [
        { field: 'ipv6.tclass.dscp', name: 'Code point', at: 0, width: 4, mask: 0x0fc00000 },
        { field: 'ipv6.tclass.ecn', name: 'ECN', at: 0, width: 4, mask: 0x00300000, names: ECN_NAMES },
      ],
    },
    { field: 'ipv6.flow', name: 'Flow label', at: 1, width: 3, mask: 0x000fffff, kind: 'hex' },
    { field: 'ipv6.plen', name: 'Payload length', at: 4, width: 2, unit: 'octets' },
    { field: 'ipv6.nxt', name: 'Next header', at: 6, width: 1, names: IP_PROTOCOL_NAMES },
    { field: 'ipv6.hlim', name: 'Hop limit', at: 7, width: 1 },
    { field: 'ipv6.src', name: 'Source', at: 8, width: 16, kind: 'ipv6' },
    { field: 'ipv6.dst', name: 'Destination', at: 24, width: 16, kind: 'ipv6' },
  ],
};

/** Reads an IPv6 header and the extension headers behind it, which count as part of it. */
export const readIpv6: HeaderReader = (place) => {
  const fixed = headerNode(place, IPV6, IPV6.length, readFields(place, place.at, IPV6.fields));
  const first = integerOf(fixed, 'ipv6.nxt');
  if (first === null || fixed.length < IPV6.length) return { node: fixed, next: null };
  const { nodes, nextHeader, end } = readExtensions(place, place.at + IPV6.length, first);
  const node = { ...fixed, length: end - place.at, children: [...fixed.children, ...nodes] };
  return { node, next: nextHeader === null ? null : { registry: 'ip-protocol', number: nextHeader } };
};
