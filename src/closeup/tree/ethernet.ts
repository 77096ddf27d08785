import { type FieldRow, type HeaderTable, integerOf, readTable } from './fields.js';
import { ETHERTYPE_NAMES } from './numbers.js';
import type { HeaderReader } from './place.js';

/** Below this the field is a length and an LLC header follows. Source: IEEE 802.3 clause 3.2.6. */
const SMALLEST_ETHERTYPE = 0x0600;

const TYPE: FieldRow = {
  field: 'eth.type',
  name: 'Type',
  at: 12,
  width: 2,
  kind: 'hex',
  names: ETHERTYPE_NAMES,
};
const LENGTH: FieldRow = { field: 'eth.len', name: 'Length', at: 12, width: 2, unit: 'octets' };

const ADDRESSES: readonly FieldRow[] = [
  { field: 'eth.dst', name: 'Destination', at: 0, width: 6, kind: 'ethernet' },
  { field: 'eth.src', name: 'Source', at: 6, width: 6, kind: 'ethernet' },
];

/** Source: IEEE 802.3 clause 3. */
const ETHERNET: HeaderTable = { field: 'eth', name: 'Ethernet', length: 14, fields: [...ADDRESSES, TYPE] };
const IEEE_802_3: HeaderTable = { ...ETHERNET, name: 'IEEE 802.3', fields: [...ADDRESSES, LENGTH] };

/** Reads an Ethernet header. */
export const readEthernet: HeaderReader = (place) => {
  const node = readTable(place, ETHERNET);
  const type = integerOf(node, 'eth.type');
  if (type === null) return { node, next: null };
  if (type < SMALLEST_ETHERTYPE) return { node: readTable(place, IEEE_802_3), next: null };
  return { node, next: { registry: 'ethertype', number: type } };
};
