import { u16 } from '../../bytes/read.js';
import { type FieldRow, headerNode, readFields } from './fields.js';
import { leaf, OCTETS, type TreeNode } from './node.js';
import { IP_PROTOCOL_NAMES } from './numbers.js';
import type { Place } from './place.js';

const FRAGMENT = 44;

/** Offset or more-fragments bit set: a fragment, whose content is not read. Source: RFC 8200 section 4.5. */
const FRAGMENT_BITS = 0xfff9;

const SHORTEST_LENGTH = 8;
/** As many as the decoder of the survey steps over. */
const MOST_EXTENSIONS = 16;

const next = (protocol: string): FieldRow => ({
  field: `${protocol}.nxt`,
  name: 'Next header',
  at: 0,
  width: 1,
  names: IP_PROTOCOL_NAMES,
});
const length = (protocol: string): FieldRow => ({
  field: `${protocol}.len`,
  name: 'Length',
  at: 1,
  width: 1,
});

interface Extension {
  readonly field: string;
  readonly name: string;
  readonly fields: readonly FieldRow[];
}

/** Extension headers by their number. Source: IANA "IPv6 Extension Header Types", RFC 8200 section 4. */
const EXTENSIONS: ReadonlyMap<number, Extension> = new Map([
  [0, extension('ipv6.hopopts', 'Hop-by-hop options')],
  [
    43,
    extension(
      'ipv6.routing',
      'Routing',
      { field: 'ipv6.routing.type', name: 'Type', at: 2, width: 1 },
      { field: 'ipv6.routing.segleft', name: 'Segments left', at: 3, width: 1 },
    ),
  ],
  [
    FRAGMENT,
    {
      field: 'ipv6.fraghdr',
      name: 'Fragment',
      fields: [
        next('ipv6.fraghdr'),
        {
          field: 'ipv6.fraghdr.offset',
          name: 'Offset',
          at: 2,
          width: 2,
          mask: 0xfff8,
          scale: 8,
          unit: 'octets',
        },
        { field: 'ipv6.fraghdr.more', name: 'More fragments', at: 2, width: 2, mask: 0x0001, kind: 'flag' },
        { field: 'ipv6.fraghdr.ident', name: 'Id', at: 4, width: 4, kind: 'hex' },
      ],
    },
  ],
  [60, extension('ipv6.dstopts', 'Destination options')],
  [135, extension('mip6', 'Mobility')],
  [139, extension('hip', 'Host identity')],
  [140, extension('shim6', 'Shim6')],
]);

function extension(field: string, name: string, ...fields: readonly FieldRow[]): Extension {
  return { field, name, fields: [next(field), length(field), ...fields] };
}

/** Extension headers that were read. */
interface Extensions {
  readonly nodes: readonly TreeNode[];
  /** Protocol of what follows; null where it is not known or a fragment. */
  readonly nextHeader: number | null;
  /** One past the last octet read. */
  readonly end: number;
}

/** Reads extension headers from `at` on; `first` is the number of the first one. */
export function readExtensions(place: Place, at: number, first: number): Extensions {
  const nodes: TreeNode[] = [];
  let [number, end] = [first, at];
  for (let count = 0; count < MOST_EXTENSIONS; count++) {
    const found = EXTENSIONS.get(number);
    if (found === undefined) return { nodes, nextHeader: number, end };
    const node = readExtension({ ...place, at: end }, number, found);
    nodes.push(node);
    const isCut = node.children.some(({ field }) => field === 'cut');
    const isFragment = number === FRAGMENT && !isCut && (u16(place.bytes, end + 2) & FRAGMENT_BITS) !== 0;
    const nextNumber = place.bytes[end] as number;
    end += node.length;
    if (isCut || isFragment) return { nodes, nextHeader: null, end };
    number = nextNumber;
  }
  return { nodes, nextHeader: null, end };
}

function readExtension(place: Place, number: number, { field, name, fields }: Extension): TreeNode {
  const { bytes, at, end } = place;
  const isWhole = end - at >= SHORTEST_LENGTH;
  const size =
    number === FRAGMENT || !isWhole ? SHORTEST_LENGTH : ((bytes[at + 1] as number) + 1) * SHORTEST_LENGTH;
  const children = readFields(place, at, fields);
  const readTo = Math.max(at, ...children.map((child) => child.at + child.length));
  if (at + size > end || readTo === at + size) return headerNode(place, { field, name }, size, children);
  const rest = leaf(`${field}.data`, 'Data', OCTETS, readTo, at + size - readTo);
  return headerNode(place, { field, name }, size, [...children, rest]);
}
