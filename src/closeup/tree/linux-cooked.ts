import { type FieldRow, type HeaderTable, integerOf, type Names, readTable } from './fields.js';
import { ETHERTYPE_NAMES, HARDWARE_NAMES } from './numbers.js';
import type { HeaderReader, HeaderReading, Place } from './place.js';

/** Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html */
const PACKET_TYPES: Names = new Map([
  [0, 'to us'],
  [1, 'broadcast'],
  [2, 'multicast'],
  [3, 'to somebody else'],
  [4, 'sent by us'],
]);

const V1: HeaderTable = {
  field: 'sll',
  name: 'Linux cooked',
  length: 16,
  fields: [
    { field: 'sll.pkttype', name: 'Packet type', at: 0, width: 2, names: PACKET_TYPES },
    { field: 'sll.hatype', name: 'Hardware type', at: 2, width: 2, names: HARDWARE_NAMES },
    { field: 'sll.halen', name: 'Address length', at: 4, width: 2, unit: 'octets' },
    { field: 'sll.etype', name: 'Protocol', at: 14, width: 2, kind: 'hex', names: ETHERTYPE_NAMES },
  ],
};

/** Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html */
const V2: HeaderTable = {
  field: 'sll',
  name: 'Linux cooked v2',
  length: 20,
  fields: [
    { field: 'sll.etype', name: 'Protocol', at: 0, width: 2, kind: 'hex', names: ETHERTYPE_NAMES },
    { field: 'sll.ifindex', name: 'Interface index', at: 4, width: 4 },
    { field: 'sll.hatype', name: 'Hardware type', at: 8, width: 2, names: HARDWARE_NAMES },
    { field: 'sll.pkttype', name: 'Packet type', at: 10, width: 1, names: PACKET_TYPES },
    { field: 'sll.halen', name: 'Address length', at: 11, width: 1, unit: 'octets' },
  ],
};

/** Octets for the address in either version. */
const ADDRESS_ROOM = 8;
const ETHERNET_ADDRESS = 6;

/** Reads the cooked header of Linux's "any" device. */
export const readLinuxCookedV1: HeaderReader = (place) => readCooked(place, V1, 6);

/** Reads its second version. */
export const readLinuxCookedV2: HeaderReader = (place) => readCooked(place, V2, 12);

function readCooked(place: Place, table: HeaderTable, addressAt: number): HeaderReading {
  const length = integerOf(readTable(place, table), 'sll.halen');
  const fields = [...table.fields, ...(length === null ? [] : addressRows(addressAt, length))];
  const node = readTable(place, { ...table, fields: fields.toSorted((a, b) => a.at - b.at) });
  const type = integerOf(node, 'sll.etype');
  return { node, next: type === null ? null : { registry: 'ethertype', number: type } };
}

function addressRows(at: number, length: number): FieldRow[] {
  const width = Math.min(length, ADDRESS_ROOM);
  const isEthernet = width === ETHERNET_ADDRESS;
  const unused = ADDRESS_ROOM - width;
  return [
    ...(width === 0
      ? []
      : [
          {
            field: isEthernet ? 'sll.src.eth' : 'sll.src.other',
            name: 'Source',
            at,
            width,
            kind: isEthernet ? 'ethernet' : 'octets',
          } as const,
        ]),
    ...(unused === 0
      ? []
      : [{ field: 'sll.unused', name: 'Unused', at: at + width, width: unused, kind: 'octets' } as const]),
  ];
}
