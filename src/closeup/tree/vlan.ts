import { type HeaderTable, integerOf, readTable } from './fields.js';
import { ETHERTYPE_NAMES } from './numbers.js';
import type { HeaderReader } from './place.js';

/** Behind its EtherType. Source: IEEE 802.1Q clause 9. */
const VLAN: HeaderTable = {
  field: 'vlan',
  name: 'VLAN',
  length: 4,
  fields: [
    { field: 'vlan.priority', name: 'Priority', at: 0, width: 2, mask: 0xe000 },
    { field: 'vlan.dei', name: 'Drop eligible', at: 0, width: 2, mask: 0x1000, kind: 'flag' },
    { field: 'vlan.id', name: 'Id', at: 0, width: 2, mask: 0x0fff },
    { field: 'vlan.etype', name: 'Type', at: 2, width: 2, kind: 'hex', names: ETHERTYPE_NAMES },
  ],
};

/** Reads one VLAN tag; QinQ is one behind the other. */
export const readVlan: HeaderReader = (place) => {
  const node = readTable(place, VLAN);
  const type = integerOf(node, 'vlan.etype');
  return { node, next: type === null ? null : { registry: 'ethertype', number: type } };
};
