import { type HeaderTable, headerNode, integerOf, readTable } from './fields.js';
import { leaf, OCTETS } from './node.js';
import { ETHERTYPE_NAMES } from './numbers.js';
import type { HeaderReader } from './place.js';

/** Source: RFC 8926 section 3.4. */
const GENEVE: HeaderTable = {
  field: 'geneve',
  name: 'GENEVE',
  length: 8,
  fields: [
    { field: 'geneve.version', name: 'Version', at: 0, width: 1, mask: 0xc0 },
    {
      field: 'geneve.option.length',
      name: 'Options length',
      at: 0,
      width: 1,
      mask: 0x3f,
      scale: 4,
      unit: 'octets',
    },
    { field: 'geneve.flags', name: 'Flags', at: 1, width: 1, kind: 'hex' },
    { field: 'geneve.proto_type', name: 'Protocol', at: 2, width: 2, kind: 'hex', names: ETHERTYPE_NAMES },
    { field: 'geneve.vni', name: 'Network id', at: 4, width: 3 },
    { field: 'geneve.reserved', name: 'Reserved', at: 7, width: 1, kind: 'hex' },
  ],
};

/** Reads a GENEVE header; its options as octets. */
export const readGeneve: HeaderReader = (place) => {
  const fixed = readTable(place, GENEVE);
  const options = integerOf(fixed, 'geneve.option.length') ?? 0;
  const proto = integerOf(fixed, 'geneve.proto_type');
  if (fixed.length < GENEVE.length) return { node: fixed, next: null };
  const optionsAt = place.at + GENEVE.length;
  const isWhole = options > 0 && optionsAt + options <= place.end;
  const optionNodes = isWhole ? [leaf('geneve.options', 'Options', OCTETS, optionsAt, options)] : [];
  const node = headerNode(place, GENEVE, GENEVE.length + options, [...fixed.children, ...optionNodes]);
  return { node, next: proto === null ? null : { registry: 'ethertype', number: proto } };
};
