import { u16 } from '../../bytes/read.js';
import { type FieldRow, type HeaderTable, headerNode, integerOf, readFields, readTable } from './fields.js';
import { ETHERTYPE_NAMES } from './numbers.js';
import type { HeaderReader } from './place.js';

const greFlag = (word: string, name: string, mask: number): FieldRow => ({
  field: `gre.flags.${word}`,
  name,
  at: 0,
  width: 2,
  mask,
  kind: 'flag',
});

/** Source: RFC 2784 section 2, RFC 2890 section 2, RFC 2637 section 4.1 (acknowledgment, version 1). */
const GRE: HeaderTable = {
  field: 'gre',
  name: 'GRE',
  length: 4,
  fields: [
    {
      field: 'gre.flags_and_version',
      name: 'Flags',
      at: 0,
      width: 2,
      kind: 'flags',
      children: [
        greFlag('checksum', 'checksum', 0x8000),
        greFlag('routing', 'routing', 0x4000),
        greFlag('key', 'key', 0x2000),
        greFlag('sequence_number', 'sequence', 0x1000),
        { field: 'gre.flags.version', name: 'version', at: 0, width: 2, mask: 0x0007 },
      ],
    },
    { field: 'gre.proto', name: 'Protocol', at: 2, width: 2, kind: 'hex', names: ETHERTYPE_NAMES },
  ],
};

/** Optional words in their order, each with the flag that says it is there, per version. */
const GRE_WORDS: readonly (readonly [flag: number, row: Omit<FieldRow, 'at'>, version: number | null])[] = [
  [0xc000, { field: 'gre.checksum', name: 'Checksum', width: 2, kind: 'hex' }, 0],
  [0x2000, { field: 'gre.key', name: 'Key', width: 4, kind: 'hex' }, null],
  [0x1000, { field: 'gre.sequence_number', name: 'Sequence number', width: 4 }, null],
  [0x0080, { field: 'gre.ack_number', name: 'Acknowledgment number', width: 4 }, 1],
];

/** Reads a GRE header with its optional words, as far as they have a fixed size: not source routes (RFC 1701). */
export const readGre: HeaderReader = (place) => {
  const fixed = readTable(place, GRE);
  const proto = integerOf(fixed, 'gre.proto');
  if (proto === null) return { node: fixed, next: null };
  const flags = u16(place.bytes, place.at);
  const version = flags % 8;
  const rows: FieldRow[] = [];
  for (const [flag, row, only] of GRE_WORDS) {
    if ((flags & flag) === 0 || (only !== null && only !== version)) continue;
    rows.push({ ...row, at: GRE.length + 4 * rows.length });
  }
  const fields = readFields(place, place.at, [...GRE.fields, ...rows]);
  const node = headerNode(place, GRE, GRE.length + 4 * rows.length, fields);
  return { node, next: { registry: 'ethertype', number: proto } };
};
