import { u32, u32le } from '../../bytes/read.js';
import { headerNode, type Names } from './fields.js';
import { leaf } from './node.js';
import type { HeaderReader } from './place.js';

/** Address families. AF_INET6 differs between systems. Source: https://www.tcpdump.org/linktypes/LINKTYPE_NULL.html */
const FAMILIES: Names = new Map([
  [2, 'IPv4'],
  [10, 'IPv6'],
  [23, 'IPv6'],
  [24, 'IPv6'],
  [28, 'IPv6'],
  [30, 'IPv6'],
]);

const HEADER_LENGTH = 4;
const LARGEST_FAMILY = 0xffff;

/** Reads the family in the byte order of the machine that captured: the one in which it is a small number. */
export const readNullLoopback: HeaderReader = (place) => {
  const { bytes, at, end } = place;
  if (end - at < HEADER_LENGTH) return { node: node([]), next: null };
  const little = u32le(bytes, at);
  const value = little <= LARGEST_FAMILY ? little : u32(bytes, at);
  const meaning = FAMILIES.get(value) ?? null;
  const family = { type: 'integer', value, hexDigits: null, unit: null, meaning } as const;
  return { node: node([leaf('null.family', 'Family', family, at, HEADER_LENGTH)]), next: null };

  function node(fields: Parameters<typeof headerNode>[3]) {
    return headerNode(place, { field: 'null', name: 'Null/loopback' }, HEADER_LENGTH, fields);
  }
};
