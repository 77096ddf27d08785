/**
 * What a field of the filter language is: a row of `fields.ts`.
 */
import type { Finding } from '../diagnosis/diagnosis.js';
import type { FilterSubject } from './subject.js';
import type { Operator } from './tree.js';
import type { WordTable } from './words.js';

/** Whether one of the values that a flow has passes a test. */
type Some<Value> = (subject: FilterSubject, test: (value: Value) => boolean) => boolean;

/** An end of a flow as a test sees it. */
export type EndpointTest = (address: number, isIpv6: boolean, port: number) => boolean;

/** How the values of a field are got. Readers of one value answer NaN where there is none. */
export type Reader =
  | { readonly of: 'number'; readonly read: (subject: FilterSubject) => number }
  | { readonly of: 'numbers'; readonly some: Some<number> }
  | {
      readonly of: 'frames';
      readonly first: (subject: FilterSubject) => number;
      readonly last: (subject: FilterSubject) => number;
    }
  | {
      readonly of: 'endpoints';
      readonly some: (subject: FilterSubject, test: EndpointTest) => boolean;
    }
  /** Ids of texts in the pool of the survey. */
  | { readonly of: 'pooled-texts'; readonly some: Some<number> }
  | { readonly of: 'text'; readonly read: (subject: FilterSubject) => string }
  | {
      readonly of: 'word';
      readonly read: (subject: FilterSubject) => string;
      readonly words: WordTable;
    }
  | { readonly of: 'boolean'; readonly read: (subject: FilterSubject) => boolean }
  | { readonly of: 'findings'; readonly wordsOf: (finding: Finding, number: number) => readonly string[] }
  | { readonly of: 'severity' };

/** What a field holds. */
export const FIELD_TYPES = [
  'number',
  'octets',
  'duration',
  'time',
  'frames',
  'port',
  'endpoint',
  'address',
  'text',
  'word',
  'severity',
  'finding',
  'boolean',
  'bit',
] as const;

/** One of `FIELD_TYPES`. */
export type FieldType = (typeof FIELD_TYPES)[number];

/** What a field alone, without a comparison, asks. */
type Alone = 'not-zero' | 'exists' | 'refused';

/** A field. */
export interface Field {
  readonly name: string;
  /** Other names for the same: those with a dot before are Wireshark's. */
  readonly aliases: readonly string[];
  readonly type: FieldType;
  /** A sentence or two for people. */
  readonly doc: string;
  /** An expression that uses it. */
  readonly example: string;
  readonly reader: Reader;
  /** What the field alone asks, where its type does not say. */
  readonly alone?: Alone;
  /** Only whether it is above zero is known. */
  readonly isOnlyPresence?: boolean;
}

const EQUALITY = ['==', '!='] as const;
const ORDER = ['<', '<=', '>', '>='] as const;
const SETS = ['in', 'not in'] as const;
const ALL_AND_ANY = ['===', '!=='] as const;
const TEXTS = ['~', '!~', 'contains', 'matches'] as const;

/** The operators that a type understands. */
export const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  number: [...EQUALITY, ...ORDER, ...SETS, ...ALL_AND_ANY],
  octets: [...EQUALITY, ...ORDER, ...SETS],
  duration: [...EQUALITY, ...ORDER, ...SETS],
  time: [...EQUALITY, ...ORDER, ...SETS],
  frames: [...EQUALITY, ...ORDER, ...SETS],
  port: [...EQUALITY, ...ORDER, ...SETS, ...ALL_AND_ANY],
  endpoint: [...EQUALITY, ...SETS, ...TEXTS],
  address: [...EQUALITY, ...SETS, ...ALL_AND_ANY, ...TEXTS],
  text: [...EQUALITY, ...SETS, ...ALL_AND_ANY, ...TEXTS],
  word: [...EQUALITY, ...SETS, ...TEXTS],
  severity: [...EQUALITY, ...ORDER, ...SETS],
  finding: [...EQUALITY, ...SETS],
  boolean: [...EQUALITY],
  bit: [...EQUALITY],
};

const ALONE_OF: Readonly<Record<FieldType, Alone>> = {
  number: 'not-zero',
  octets: 'not-zero',
  duration: 'exists',
  time: 'refused',
  frames: 'refused',
  port: 'refused',
  endpoint: 'refused',
  address: 'exists',
  text: 'exists',
  word: 'refused',
  severity: 'exists',
  finding: 'exists',
  boolean: 'not-zero',
  bit: 'refused',
};

/** What a field alone asks. */
export function aloneOf(field: Field): Alone {
  return field.alone ?? ALONE_OF[field.type];
}
