import { checksumNode } from './checksum.js';
import { type FieldRow, type HeaderTable, headerNode, integerOf, type Names, readFields } from './fields.js';
import type { Around, HeaderReading, Place } from './place.js';

/** Source: IANA "ICMP Type Numbers". */
const TYPES: Names = new Map([
  [0, 'echo reply'],
  [3, 'destination unreachable'],
  [4, 'source quench'],
  [5, 'redirect'],
  [8, 'echo request'],
  [9, 'router advertisement'],
  [10, 'router solicitation'],
  [11, 'time exceeded'],
  [12, 'parameter problem'],
  [13, 'timestamp'],
  [14, 'timestamp reply'],
  [15, 'information request'],
  [16, 'information reply'],
  [17, 'address mask request'],
  [18, 'address mask reply'],
]);

/** Source: IANA "ICMPv6 type Numbers". */
const V6_TYPES: Names = new Map([
  [1, 'destination unreachable'],
  [2, 'packet too big'],
  [3, 'time exceeded'],
  [4, 'parameter problem'],
  [128, 'echo request'],
  [129, 'echo reply'],
  [130, 'multicast listener query'],
  [131, 'multicast listener report'],
  [132, 'multicast listener done'],
  [133, 'router solicitation'],
  [134, 'router advertisement'],
  [135, 'neighbor solicitation'],
  [136, 'neighbor advertisement'],
  [137, 'redirect'],
  [143, 'multicast listener report v2'],
]);

const ECHO = (ident: string, sequence: string): FieldRow[] => [
  { field: ident, name: 'Id', at: 4, width: 2 },
  { field: sequence, name: 'Sequence number', at: 6, width: 2 },
];
const V4_ECHO = ECHO('icmp.ident', 'icmp.seq');
const V6_ECHO = ECHO('icmpv6.echo.identifier', 'icmpv6.echo.sequence_number');
const TARGET: FieldRow = {
  field: 'icmpv6.nd.ns.target_address',
  name: 'Target',
  at: 8,
  width: 16,
  kind: 'ipv6',
};

/** What stands behind the checksum, per type, or per type and code. Source: RFC 792, RFC 950, RFC 1191. */
const FIELDS: ReadonlyMap<string, readonly FieldRow[]> = new Map<string, readonly FieldRow[]>([
  ['0', V4_ECHO],
  ['3/4', [{ field: 'icmp.mtu', name: 'MTU of next hop', at: 6, width: 2, unit: 'octets' }]],
  ['5', [{ field: 'icmp.redir_gw', name: 'Gateway', at: 4, width: 4, kind: 'ipv4' }]],
  ['8', V4_ECHO],
  ['13', V4_ECHO],
  ['14', V4_ECHO],
  ['15', V4_ECHO],
  ['16', V4_ECHO],
  ['17', V4_ECHO],
  ['18', V4_ECHO],
]);

/** Source: RFC 4443, RFC 4861. */
const V6_FIELDS: ReadonlyMap<string, readonly FieldRow[]> = new Map<string, readonly FieldRow[]>([
  ['2', [{ field: 'icmpv6.mtu', name: 'MTU', at: 4, width: 4, unit: 'octets' }]],
  ['4', [{ field: 'icmpv6.pointer', name: 'Pointer', at: 4, width: 4 }]],
  ['128', V6_ECHO],
  ['129', V6_ECHO],
  ['135', [TARGET]],
  ['136', [{ ...TARGET, field: 'icmpv6.nd.na.target_address' }]],
]);

/** Types that quote the packet they are about. */
const QUOTING: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
const V6_QUOTING: ReadonlySet<number> = new Set([1, 2, 3, 4]);

interface Version {
  readonly field: 'icmp' | 'icmpv6';
  readonly name: string;
  readonly types: Names;
  readonly fields: ReadonlyMap<string, readonly FieldRow[]>;
  readonly quoting: ReadonlySet<number>;
  /** IP protocol of the pseudo-header. */
  readonly pseudoProtocol: number | null;
}

const V4: Version = {
  field: 'icmp',
  name: 'ICMP',
  types: TYPES,
  fields: FIELDS,
  quoting: QUOTING,
  pseudoProtocol: null,
};
const V6: Version = {
  field: 'icmpv6',
  name: 'ICMPv6',
  types: V6_TYPES,
  fields: V6_FIELDS,
  quoting: V6_QUOTING,
  pseudoProtocol: 58,
};

const CHECKSUM_OFFSET = 2;
const HEADER_LENGTH = 8;

/** Reads the header of an ICMP message. */
export function readIcmp(place: Place, around: Around): HeaderReading {
  return read(place, around, V4, 4);
}

/** Reads the header of an ICMPv6 message. */
export function readIcmpv6(place: Place, around: Around): HeaderReading {
  return read(place, around, V6, 6);
}

function read(place: Place, around: Around, version: Version, ip: 4 | 6): HeaderReading {
  const { field, fields, quoting, pseudoProtocol } = version;
  const table = tableOf(version);
  const fixed = readFields(place, place.at, table.fields);
  const bare = headerNode(place, table, 0, fixed);
  const type = integerOf(bare, `${field}.type`) ?? -1;
  const code = integerOf(bare, `${field}.code`) ?? -1;
  const rows = fields.get(`${type}/${code}`) ?? fields.get(`${type}`) ?? [];
  const content = readFields(place, place.at, rows);
  const checksum = checksumNode(place, around, {
    field: `${field}.checksum`,
    offset: CHECKSUM_OFFSET,
    length: place.wireEnd - place.at,
    protocol: pseudoProtocol,
  });
  const children = [...fixed, ...(checksum === null ? [] : [checksum]), ...content];
  const length = Math.max(HEADER_LENGTH, ...content.map((node) => node.at + node.length - place.at));
  const node = headerNode(place, version, length, children);
  const isQuoting = quoting.has(type) && node.length === length;
  return { node, next: null, ...(isQuoting ? { quotes: ip } : {}) };
}

function tableOf({ field, name, types }: Version): HeaderTable {
  return {
    field,
    name,
    length: HEADER_LENGTH,
    fields: [
      { field: `${field}.type`, name: 'Type', at: 0, width: 1, names: types },
      { field: `${field}.code`, name: 'Code', at: 1, width: 1 },
    ],
  };
}
