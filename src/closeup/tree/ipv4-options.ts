import type { FieldRow } from './fields.js';
import type { TreeNode } from './node.js';
import { type OptionRow, type OptionTable, readOptions } from './options.js';
import type { Place } from './place.js';

const POINTER: FieldRow = { field: 'ip.opt.ptr', name: 'Pointer', at: 2, width: 1 };
const ADDRESS: FieldRow = { field: 'ip.opt.addr', name: 'Address', at: 0, width: 4, kind: 'ipv4' };

const route = (name: string): OptionRow => ({
  field: 'ip.opt',
  name,
  fields: [POINTER],
  repeated: [ADDRESS],
});
const named = (name: string): OptionRow => ({ field: 'ip.opt', name });

/** Source: IANA "IP Option Numbers", RFC 791 section 3.1, RFC 2113. */
const OPTIONS: OptionTable = {
  kind: 'ip.opt.type',
  length: 'ip.opt.len',
  unknown: named('Unknown option'),
  rows: new Map<number, OptionRow>([
    [0, named('End of options')],
    [1, named('No operation')],
    [7, route('Record route')],
    [
      68,
      {
        field: 'ip.opt',
        name: 'Timestamp',
        fields: [
          POINTER,
          { field: 'ip.opt.overflow', name: 'Overflow', at: 3, width: 1, mask: 0xf0 },
          { field: 'ip.opt.flag', name: 'Flag', at: 3, width: 1, mask: 0x0f },
        ],
      },
    ],
    [130, named('Security')],
    [131, route('Loose source route')],
    [134, named('Commercial security')],
    [136, named('Stream id')],
    [137, route('Strict source route')],
    [
      148,
      {
        field: 'ip.opt',
        name: 'Router alert',
        fields: [{ field: 'ip.opt.ra', name: 'Router alert', at: 2, width: 2 }],
      },
    ],
  ]),
};

/** The options of an IPv4 header, which stand in `[at, end)`. */
export function readIpv4Options(place: Place, at: number, end: number): TreeNode[] {
  return readOptions(place, at, end, OPTIONS);
}
