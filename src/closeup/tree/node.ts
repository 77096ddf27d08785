import type { ProblemCode } from '../../decode/problem.js';

/** What came of computing a checksum again. */
export type ChecksumOutcome =
  | 'ok'
  | 'wrong'
  /** Octets that it covers were not captured, or its pseudo-header is not known. */
  | 'not-checkable'
  /** Holds the sum of the pseudo-header alone: the network card was to do the rest after the capture. */
  | 'pseudo-header-only'
  /** Zero where zero is wrong: left to the network card as a whole. */
  | 'zero'
  /** Zero where zero says that there is none (UDP over IPv4). */
  | 'not-used';

/** The value of a field. */
export type TreeValue =
  | {
      readonly type: 'integer';
      readonly value: number;
      /** Hex digits in which people expect to see it; null for a decimal number. */
      readonly hexDigits: number | null;
      /** `octets`, `ms`, `s`; null for a bare number. */
      readonly unit: string | null;
      /** What the number stands for, by the registry of the standard; null where not known. */
      readonly meaning: string | null;
    }
  | { readonly type: 'flag'; readonly isSet: boolean }
  | {
      readonly type: 'flags';
      readonly value: number;
      readonly hexDigits: number;
      /** Names of the bits that are set. */
      readonly set: readonly string[];
    }
  | {
      readonly type: 'address';
      readonly family: 'ethernet' | 'ipv4' | 'ipv6';
      readonly text: string;
    }
  /** The octets of the node's range themselves. */
  | { readonly type: 'octets' }
  /** One character per octet, as in the packet: not safe for a terminal. */
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'checksum';
      readonly value: number;
      readonly hexDigits: number;
      readonly outcome: ChecksumOutcome;
      /** The right one, where it could be computed; else null. */
      readonly expected: number | null;
    };

/** Something odd about a node, as a code. */
export type TreeProblem =
  /** The header or the field goes on behind the octets that are there. */
  | { readonly code: 'cut'; readonly missingBytes: number }
  /** A length inside an option or a header that cannot be. */
  | { readonly code: 'length-invalid' }
  /** What the decoder of the survey counted at this header. */
  | { readonly code: ProblemCode };

/** A header, a field of it, or octets between them. */
export interface TreeNode {
  /** Abbreviation as in Wireshark's display filters: `ip.ttl`; `cut` for the mark of a cut, which Wireshark has not. */
  readonly field: string;
  /** Name of the field in English, a word or two of our own. */
  readonly name: string;
  /** Null for a node that only holds others, and for a header. */
  readonly value: TreeValue | null;
  /** First octet of the node, counted from the first of the frame. */
  readonly at: number;
  /** Octets; 0 for a value that stands in no octet of its own, such as the length of the payload. */
  readonly length: number;
  /** In the order of their octets; all inside this node's octets. */
  readonly children: readonly TreeNode[];
  readonly problems: readonly TreeProblem[];
}

const NOTHING: readonly never[] = [];

/** A node without children and problems. */
export function leaf(
  field: string,
  name: string,
  value: TreeValue | null,
  at: number,
  length: number,
): TreeNode {
  return { field, name, value, at, length, children: NOTHING, problems: NOTHING };
}

/** A decimal number. */
export function integer(value: number, unit: string | null = null): TreeValue {
  return { type: 'integer', value, hexDigits: null, unit, meaning: null };
}

/** The octets of the node's own range. */
export const OCTETS: TreeValue = { type: 'octets' };
