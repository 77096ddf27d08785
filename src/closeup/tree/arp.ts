import { type FieldRow, type HeaderTable, headerNode, integerOf, readFields, readTable } from './fields.js';
import { ETHERTYPE_NAMES, HARDWARE_NAMES } from './numbers.js';
import type { HeaderReader } from './place.js';

/** Source: RFC 826, RFC 903, IANA "ARP Parameters". */
const ARP: HeaderTable = {
  field: 'arp',
  name: 'ARP',
  length: 8,
  fields: [
    { field: 'arp.hw.type', name: 'Hardware type', at: 0, width: 2, names: HARDWARE_NAMES },
    { field: 'arp.proto.type', name: 'Protocol type', at: 2, width: 2, kind: 'hex', names: ETHERTYPE_NAMES },
    { field: 'arp.hw.size', name: 'Hardware size', at: 4, width: 1, unit: 'octets' },
    { field: 'arp.proto.size', name: 'Protocol size', at: 5, width: 1, unit: 'octets' },
    {
      field: 'arp.opcode',
      name: 'Operation',
      at: 6,
      width: 2,
      names: new Map([
        [1, 'request'],
        [2, 'reply'],
        [3, 'reverse request'],
        [4, 'reverse reply'],
      ]),
    },
  ],
};

const ETHERNET_SIZE = 6;
const IPV4_SIZE = 4;

/** Reads an ARP message; its addresses by their sizes. */
export const readArp: HeaderReader = (place) => {
  const fixed = readTable(place, ARP);
  const hardware = integerOf(fixed, 'arp.hw.size');
  const protocol = integerOf(fixed, 'arp.proto.size');
  if (hardware === null || protocol === null || fixed.length < ARP.length) return { node: fixed, next: null };
  const rows = [...ARP.fields, ...addresses(hardware, protocol)];
  const length = ARP.length + 2 * (hardware + protocol);
  return { node: headerNode(place, ARP, length, readFields(place, place.at, rows)), next: null };
};

function addresses(hardware: number, protocol: number): FieldRow[] {
  const side = (word: string, name: string, at: number): FieldRow[] => [
    hardware === ETHERNET_SIZE
      ? { field: `arp.${word}.hw_mac`, name: `${name} Ethernet`, at, width: 6, kind: 'ethernet' }
      : { field: `arp.${word}.hw`, name: `${name} hardware`, at, width: hardware, kind: 'octets' },
    protocol === IPV4_SIZE
      ? { field: `arp.${word}.proto_ipv4`, name: `${name} IPv4`, at: at + hardware, width: 4, kind: 'ipv4' }
      : {
          field: `arp.${word}.proto`,
          name: `${name} protocol`,
          at: at + hardware,
          width: protocol,
          kind: 'octets',
        },
  ];
  return [
    ...side('src', 'Sender', ARP.length),
    ...side('dst', 'Target', ARP.length + hardware + protocol),
  ].filter(({ width }) => width > 0);
}
