/**
 * The generic reader: a table of fields and octets in, nodes out. A header is data; only what no table can say is code.
 */
import { ipv4Text, ipv6Text } from '../../diagnosis/address-text.js';
import { leaf, type TreeNode, type TreeValue } from './node.js';
import type { Place } from './place.js';

/** Names of numbers. */
export type Names = ReadonlyMap<number, string>;

/** A field of a header. */
export interface FieldRow {
  /** Wireshark's abbreviation. */
  readonly field: string;
  readonly name: string;
  /** Octets from the start of the header. */
  readonly at: number;
  /** Octets in which it stands. */
  readonly width: number;
  /** Bits of these octets that belong to it, of an integer or flags of at most 4 octets; all where absent. */
  readonly mask?: number;
  /** `integer` where absent. */
  readonly kind?: 'integer' | 'hex' | 'flag' | 'flags' | 'ethernet' | 'ipv4' | 'ipv6' | 'octets';
  /** What one unit of the number stands for: 4 for a length in words. 1 where absent. */
  readonly scale?: number;
  readonly unit?: string;
  /** Meanings of an integer. */
  readonly names?: Names;
  /** Parts of the field; for `flags` those of kind `flag` name the bits. */
  readonly children?: readonly FieldRow[];
}

/** A header whose fixed part is a table. */
export interface HeaderTable {
  /** Abbreviation of the protocol. */
  readonly field: string;
  readonly name: string;
  /** Octets of the fixed part. */
  readonly length: number;
  readonly fields: readonly FieldRow[];
}

/** The fields that lie wholly in the captured octets of a header that begins at `at`, in the order of the table. */
export function readFields(place: Place, at: number, rows: readonly FieldRow[]): TreeNode[] {
  return rows
    .filter((row) => at + row.at + row.width <= place.end)
    .map((row) => readField(place, at + row.at, at, row));
}

function readField(place: Place, at: number, headerAt: number, row: FieldRow): TreeNode {
  const children = row.children === undefined ? [] : readFields(place, headerAt, row.children);
  return { ...leaf(row.field, row.name, readValue(place.bytes, at, row, children), at, row.width), children };
}

function readValue(bytes: Uint8Array, at: number, row: FieldRow, children: readonly TreeNode[]): TreeValue {
  const { kind = 'integer' } = row;
  if (kind === 'octets') return { type: 'octets' };
  if (kind === 'ethernet' || kind === 'ipv4' || kind === 'ipv6') {
    return { type: 'address', family: kind, text: addressText(kind, bytes.subarray(at, at + row.width)) };
  }
  const value = masked(unsignedAt(bytes, at, row.width), row.mask);
  if (kind === 'flag') return { type: 'flag', isSet: value !== 0 };
  const hexDigits = digitsOf(row);
  if (kind === 'flags') return { type: 'flags', value, hexDigits, set: namesOfSet(children) };
  return {
    type: 'integer',
    value: value * (row.scale ?? 1),
    hexDigits: kind === 'hex' ? hexDigits : null,
    unit: row.unit ?? null,
    meaning: row.names?.get(value) ?? null,
  };
}

function namesOfSet(children: readonly TreeNode[]): string[] {
  return children.filter(({ value }) => value?.type === 'flag' && value.isSet).map(({ name }) => name);
}

function addressText(family: 'ethernet' | 'ipv4' | 'ipv6', octets: Uint8Array): string {
  if (family === 'ipv6') return ipv6Text(octets);
  if (family === 'ipv4') return ipv4Text(unsignedAt(octets, 0, 4));
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(':');
}

/** Unsigned integer of at most 6 octets in network order. */
export function unsignedAt(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[at + i] as number);
  return value;
}

/** The bits of the mask, moved to the right end. */
function masked(value: number, mask: number | undefined): number {
  if (mask === undefined) return value;
  const lowestBit = (mask & -mask) >>> 0;
  return ((value & mask) >>> 0) / lowestBit;
}

function digitsOf({ width, mask }: FieldRow): number {
  return mask === undefined ? width * 2 : masked(mask, mask).toString(16).length;
}

/**
 * The node of a header that is `length` octets long: its fields and, where it was not captured as a whole, a mark that says
 * so behind the last field that is there.
 */
export function headerNode(
  { at, end }: Place,
  { field, name }: Pick<HeaderTable, 'field' | 'name'>,
  length: number,
  fields: readonly TreeNode[],
): TreeNode {
  const there = Math.max(0, Math.min(length, end - at));
  const children = there < length ? [...fields, cutNode(fields, at, at + there, length - there)] : fields;
  return { ...leaf(field, name, null, at, there), children };
}

/** Marks that octets are missing: stands on what is left behind the last whole field. */
export function cutNode(
  fields: readonly TreeNode[],
  at: number,
  end: number,
  missingBytes: number,
): TreeNode {
  const from = Math.max(at, ...fields.map((node) => node.at + node.length));
  return { ...leaf('cut', 'cut', null, from, end - from), problems: [{ code: 'cut', missingBytes }] };
}

/** Reads a header that is nothing but its table. */
export function readTable(place: Place, table: HeaderTable): TreeNode {
  return headerNode(place, table, table.length, readFields(place, place.at, table.fields));
}

/** The integer of the field in a header that was read; null when it was cut off. */
export function integerOf(node: TreeNode, field: string): number | null {
  const value = node.children.find((child) => child.field === field)?.value;
  return value?.type === 'integer' ? value.value : null;
}
