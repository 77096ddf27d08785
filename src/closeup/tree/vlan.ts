import { type FieldRow, type HeaderTable, integerOf, readTable } from './fields.js';
import { ETHERTYPE_NAMES } from './numbers.js';
import type { HeaderReader } from './place.js';

const TYPE: FieldRow = {
  field: 'vlan.etype',
  name: 'Type',
  at: 2,
  width: 2,
  kind: 'hex',
  names: ETHERTYPE_NAMES,
};

/** Behind its EtherType. Source: IEEE 802.1Q clause 9. */
const VLAN: HeaderTable = {
  field: 'vlan',
  name: 'VLAN',
  length: 4,
  fields: [
    { field: 'vlan.priority', name: 'Priority', at: 0, width: 2, mask: 0xe000 },
    { field: 'vlan.dei', name: 'Drop eligible', at: 0, width: 2, mask: 0x1000, kind: 'flag' },
    { field: 'vlan.id', name: 'Id', at: 0, width: 2, mask: 0x0fff },
    TYPE,
  ],
};

/** The outer tag of a provider has names of its own in Wireshark. Source: IEEE 802.1ad. */
const SERVICE_TAG = 0x88a8;
const PROVIDER_VLAN: HeaderTable = {
  ...VLAN,
  field: 'ieee8021ad',
  name: 'Provider VLAN',
  fields: [
    { field: 'ieee8021ad.priority', name: 'Priority', at: 0, width: 1, mask: 0xe0 },
    { field: 'ieee8021ad.dei', name: 'Drop eligible', at: 0, width: 1, mask: 0x10, kind: 'flag' },
    { field: 'ieee8021ad.id', name: 'Id', at: 0, width: 2, mask: 0x0fff },
    TYPE,
  ],
};

/** Reads one VLAN tag; QinQ is one behind the other. */
export const readVlan: HeaderReader = (place, { announced }) => {
  const node = readTable(place, announced?.number === SERVICE_TAG ? PROVIDER_VLAN : VLAN);
  const type = integerOf(node, 'vlan.etype');
  return { node, next: type === null ? null : { registry: 'ethertype', number: type } };
};
