import { type HeaderTable, readTable } from './fields.js';
import { leaf, type TreeNode } from './node.js';
import type { HeaderReader } from './place.js';

/** One entry of a label stack. Source: RFC 3032 section 2.1. */
const MPLS: HeaderTable = {
  field: 'mpls',
  name: 'MPLS',
  length: 4,
  fields: [
    { field: 'mpls.label', name: 'Label', at: 0, width: 4, mask: 0xfffff000 },
    { field: 'mpls.exp', name: 'Traffic class', at: 0, width: 4, mask: 0x00000e00 },
    { field: 'mpls.bottom', name: 'Bottom of stack', at: 0, width: 4, mask: 0x00000100, kind: 'flag' },
    { field: 'mpls.ttl', name: 'TTL', at: 0, width: 4, mask: 0x000000ff },
  ],
};

const BOTTOM_OF_STACK = 0x01;
const MOST_LABELS = 64;

/** Reads a label stack down to its bottom: an entry that is not alone is a node of its own. */
export const readMpls: HeaderReader = (place) => {
  const entries: TreeNode[] = [];
  for (let at = place.at; entries.length < MOST_LABELS; at += MPLS.length) {
    const entry = readTable({ ...place, at }, MPLS);
    entries.push(entry);
    if (entry.length < MPLS.length) break;
    if (((place.bytes[at + 2] as number) & BOTTOM_OF_STACK) !== 0) break;
  }
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) return { node: first, next: null };
  const length = entries.reduce((sum, entry) => sum + entry.length, 0);
  return { node: { ...leaf('mpls', 'MPLS', null, place.at, length), children: entries }, next: null };
};
