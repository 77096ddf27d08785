import { type HeaderTable, readTable } from './fields.js';
import type { HeaderReader } from './place.js';

/** Source: RFC 7348 section 5. */
const VXLAN: HeaderTable = {
  field: 'vxlan',
  name: 'VXLAN',
  length: 8,
  fields: [
    { field: 'vxlan.flags', name: 'Flags', at: 0, width: 2, kind: 'hex' },
    { field: 'vxlan.gbp', name: 'Group policy', at: 2, width: 2 },
    { field: 'vxlan.vni', name: 'Network id', at: 4, width: 3 },
    { field: 'vxlan.reserved8', name: 'Reserved', at: 7, width: 1 },
  ],
};

/** Reads a VXLAN header. */
export const readVxlan: HeaderReader = (place) => ({ node: readTable(place, VXLAN), next: null });
