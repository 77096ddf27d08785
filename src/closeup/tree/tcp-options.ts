import type { FieldRow, Names } from './fields.js';
import { leaf, OCTETS, type TreeNode } from './node.js';
import { type OptionRow, type OptionTable, readOptions } from './options.js';
import type { Place } from './place.js';

/** Source: IANA "MPTCP Option Subtypes" (RFC 8684). */
const MPTCP_SUBTYPES: Names = new Map([
  [0, 'MP_CAPABLE'],
  [1, 'MP_JOIN'],
  [2, 'DSS'],
  [3, 'ADD_ADDR'],
  [4, 'REMOVE_ADDR'],
  [5, 'MP_PRIO'],
  [6, 'MP_FAIL'],
  [7, 'MP_FASTCLOSE'],
  [8, 'MP_TCPRST'],
]);

/** An option that is a name and, maybe, one or more numbers. */
const option = (word: string, name: string, ...fields: readonly FieldRow[]): OptionRow => ({
  field: `tcp.options.${word}`,
  name,
  fields,
});
const octets = (field: string, name: string): Pick<OptionRow, 'rest'> => ({
  rest: [`tcp.options.${field}`, name],
});

const EXPERIMENT: OptionRow = {
  ...option('experimental', 'Experiment', {
    field: 'tcp.options.experimental.exid',
    name: 'Experiment id',
    at: 2,
    width: 2,
    kind: 'hex',
  }),
  ...octets('experimental.data', 'Data'),
};

/** Source: IANA "TCP Option Kind Numbers". */
const OPTIONS: OptionTable = {
  kind: 'tcp.option_kind',
  length: 'tcp.option_len',
  unknown: { ...option('unknown', 'Unknown option'), ...octets('unknown.payload', 'Data') },
  rows: new Map<number, OptionRow>([
    [0, option('eol', 'End of options')],
    [1, option('nop', 'No operation')],
    [
      2,
      option('mss', 'Maximum segment size', {
        field: 'tcp.options.mss_val',
        name: 'MSS',
        at: 2,
        width: 2,
        unit: 'octets',
      }),
    ],
    [
      3,
      option('wscale', 'Window scale', {
        field: 'tcp.options.wscale.shift',
        name: 'Shift',
        at: 2,
        width: 1,
      }),
    ],
    [4, option('sack_perm', 'SACK permitted')],
    [
      5,
      {
        ...option('sack', 'SACK'),
        repeated: [
          { field: 'tcp.options.sack_le', name: 'Left edge', at: 0, width: 4 },
          { field: 'tcp.options.sack_re', name: 'Right edge', at: 4, width: 4 },
        ],
      },
    ],
    [
      8,
      option(
        'timestamp',
        'Timestamps',
        { field: 'tcp.options.timestamp.tsval', name: 'Value', at: 2, width: 4 },
        { field: 'tcp.options.timestamp.tsecr', name: 'Echo reply', at: 6, width: 4 },
      ),
    ],
    [19, { ...option('md5', 'MD5 signature'), ...octets('md5.digest', 'Digest') }],
    [
      28,
      option(
        'user_to',
        'User timeout',
        {
          field: 'tcp.options.user_to_granularity',
          name: 'In minutes',
          at: 2,
          width: 2,
          mask: 0x8000,
          kind: 'flag',
        },
        { field: 'tcp.options.user_to_val', name: 'Timeout', at: 2, width: 2, mask: 0x7fff },
      ),
    ],
    [
      29,
      {
        ...option(
          'ao',
          'Authentication',
          { field: 'tcp.options.ao.keyid', name: 'Key id', at: 2, width: 1 },
          { field: 'tcp.options.ao.rnextkeyid', name: 'Next key id', at: 3, width: 1 },
        ),
        ...octets('ao.mac', 'Code'),
      },
    ],
    [
      30,
      option('mptcp', 'Multipath TCP', {
        field: 'tcp.options.mptcp.subtype',
        name: 'Subtype',
        at: 2,
        width: 1,
        mask: 0xf0,
        names: MPTCP_SUBTYPES,
      }),
    ],
    [34, { ...option('tfo', 'Fast open'), ...octets('tfo.cookie', 'Cookie') }],
    [76, option('rvbd.probe', 'Riverbed probe')],
    [78, option('rvbd.trpy', 'Riverbed transparency')],
    [253, EXPERIMENT],
    [254, EXPERIMENT],
  ]),
};

/** The options of a TCP header, which stand in `[at, end)`: nothing, or one node that holds them. */
export function readTcpOptions(place: Place, at: number, end: number): TreeNode[] {
  const there = Math.min(end, place.end);
  if (at >= there) return [];
  const children = readOptions(place, at, end, OPTIONS);
  return [{ ...leaf('tcp.options', 'Options', OCTETS, at, there - at), children }];
}
