/** Lists of options as IPv4 and TCP have them: a kind, then for all but two a length that counts both. */
import { type FieldRow, readFields } from './fields.js';
import { integer, leaf, OCTETS, type TreeNode } from './node.js';
import type { Place } from './place.js';

/** One kind of option. */
export interface OptionRow {
  readonly field: string;
  readonly name: string;
  /** Its content, counted from its first octet. */
  readonly fields?: readonly FieldRow[];
  /** Groups of fields that follow each other to the end of the option, behind `fields`. */
  readonly repeated?: readonly FieldRow[];
  /** Name and field of what is left. */
  readonly rest?: readonly [field: string, name: string];
}

/** The options of a protocol. */
export interface OptionTable {
  readonly kind: string;
  readonly length: string;
  readonly rows: ReadonlyMap<number, OptionRow>;
  readonly unknown: OptionRow;
}

const END_OF_LIST = 0;
const NO_OPERATION = 1;

/** The options in `[at, end)`, as far as they were captured. What stands behind the end of the list is padding. */
export function readOptions(place: Place, at: number, end: number, table: OptionTable): TreeNode[] {
  const limit = Math.min(end, place.end);
  const nodes: TreeNode[] = [];
  let next = at;
  while (next < limit) {
    const kind = place.bytes[next] as number;
    const isSingle = kind === END_OF_LIST || kind === NO_OPERATION;
    const length = isSingle ? 1 : lengthAt(place.bytes, next, limit);
    // The length itself was not captured: the header's own mark of a cut stands for it.
    if (length === null) break;
    if (!isSingle && (length < 2 || next + length > end)) {
      nodes.push(invalidOption(next, limit, kind, length, table));
      break;
    }
    if (next + length > limit) break;
    nodes.push(readOption({ ...place, end: next + length }, next, kind, table));
    next += length;
    // Behind the end of the list stands nothing; some fill the words with more ends of it.
    if (kind !== END_OF_LIST || (next < limit && place.bytes[next] === END_OF_LIST)) continue;
    if (next < limit) nodes.push(leaf('padding', 'Padding', OCTETS, next, limit - next));
    break;
  }
  return nodes;
}

function lengthAt(bytes: Uint8Array, at: number, limit: number): number | null {
  return at + 1 < limit ? (bytes[at + 1] as number) : null;
}

/** Nothing behind an impossible length can be told apart: it is octets to the end of the header. */
function invalidOption(
  at: number,
  limit: number,
  kind: number,
  length: number,
  table: OptionTable,
): TreeNode {
  const row = table.rows.get(kind) ?? table.unknown;
  return {
    ...leaf(row.field, row.name, OCTETS, at, limit - at),
    children: kindAndLength(table, at, kind, length),
    problems: [{ code: 'length-invalid' }],
  };
}

function kindAndLength(table: OptionTable, at: number, kind: number, length: number): TreeNode[] {
  const kindNode = leaf(table.kind, 'Kind', integer(kind), at, 1);
  return kind === END_OF_LIST || kind === NO_OPERATION
    ? [kindNode]
    : [kindNode, leaf(table.length, 'Length', integer(length, 'octets'), at + 1, 1)];
}

/** @param place ends with the option. */
function readOption(place: Place, at: number, kind: number, table: OptionTable): TreeNode {
  const row = table.rows.get(kind) ?? table.unknown;
  const length = place.end - at;
  const children = [
    ...kindAndLength(table, at, kind, length),
    ...readFields(place, at, row.fields ?? []),
    ...readRepeated(place, at, row),
  ];
  const readTo = Math.max(...children.map((child) => child.at + child.length));
  if (readTo < place.end) {
    const [field, name] = row.rest ?? [`${row.field}.data`, 'Data'];
    children.push(leaf(field, name, OCTETS, readTo, place.end - readTo));
  }
  return { ...leaf(row.field, row.name, null, at, length), children };
}

function readRepeated(place: Place, at: number, { fields = [], repeated }: OptionRow): TreeNode[] {
  if (repeated === undefined) return [];
  const size = endOf(repeated);
  const nodes: TreeNode[] = [];
  for (let from = at + Math.max(2, endOf(fields)); from + size <= place.end; from += size) {
    nodes.push(...readFields(place, from, repeated));
  }
  return nodes;
}

/** Octets up to behind the last field. */
function endOf(fields: readonly FieldRow[]): number {
  return Math.max(0, ...fields.map((row) => row.at + row.width));
}
