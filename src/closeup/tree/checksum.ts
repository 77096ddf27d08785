/**
 * Internet checksums, computed again. Source: RFC 1071; pseudo-headers RFC 9293 section 3.1 and RFC 8200 section 8.1.
 */
import { u16 } from '../../bytes/read.js';
import { onesComplementSum } from '../../decode/checksum.js';
import { leaf, type TreeNode, type TreeValue } from './node.js';
import type { Around, IpAround, Place } from './place.js';

/** Where a checksum stands and what it covers. */
interface Covered {
  readonly field: string;
  /** Octets from the start of the header. */
  readonly offset: number;
  /** Octets covered on the wire, from the start of the header. */
  readonly length: number;
  /** IP protocol of the pseudo-header; null where there is none. */
  readonly protocol: number | null;
}

/** The node of a checksum; null when it was cut off. */
export function checksumNode(place: Place, around: Around, covered: Covered): TreeNode | null {
  const at = place.at + covered.offset;
  if (at + 2 > place.end) return null;
  return leaf(covered.field, 'Checksum', checked(place, around, covered, at), at, 2);
}

function checked(place: Place, around: Around, covered: Covered, fieldAt: number): TreeValue {
  const { ip, isPartial } = around;
  const { bytes, at } = place;
  const { length, protocol } = covered;
  const value = u16(bytes, fieldAt);
  const outcome = (what: 'ok' | 'not-checkable' | 'not-used') => checksum(value, what, null);
  if (protocol === UDP && value === 0 && ip?.version === 4) return outcome('not-used');
  if (isPartial || at + length > place.end || length < covered.offset + 2) return outcome('not-checkable');
  if (protocol !== null && (ip === null || ip.isRouted)) return outcome('not-checkable');
  const withoutLength = protocol === null || ip === null ? 0 : pseudoHeaderSum(bytes, ip, protocol);
  const pseudo = protocol === null ? 0 : onesComplementSum(bytes, 0, 0, withoutLength + length);
  const sum = onesComplementSum(bytes, at, at + length, pseudo);
  if (sum === ALL_ONES) return outcome('ok');
  const computed = ALL_ONES - onesComplementSum(bytes, 0, 0, sum + (ALL_ONES - value));
  const expected = protocol === UDP && computed === 0 ? ALL_ONES : computed;
  if (protocol !== null && (value === pseudo || value === withoutLength)) {
    return checksum(value, 'pseudo-header-only', expected);
  }
  return checksum(value, value === 0 ? 'zero' : 'wrong', expected);
}

const UDP = 17;
const ALL_ONES = 0xffff;

function checksum(
  value: number,
  outcome: Extract<TreeValue, { type: 'checksum' }>['outcome'],
  expected: number | null,
): TreeValue {
  return { type: 'checksum', value, hexDigits: 4, outcome, expected };
}

/** Addresses and protocol; the length of the segment is added by the caller. */
function pseudoHeaderSum(bytes: Uint8Array, ip: IpAround, protocol: number): number {
  const width = ip.version === 4 ? 4 : 16;
  const withSource = onesComplementSum(bytes, ip.sourceAt, ip.sourceAt + width, protocol);
  return onesComplementSum(bytes, ip.destinationAt, ip.destinationAt + width, withSource);
}
