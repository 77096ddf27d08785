/**
 * What was typed behind an operator → what a test needs. Throws `FaultFound` where it is none of it.
 */
import { RULES } from '../rules/index.js';
import { SEVERITIES } from '../rules/rule.js';
import { type AddressValue, addressValue, endpointValue } from './address-value.js';
import { type FaultCode, type FaultFound, faultAt, type Place } from './fault.js';
import type { Field } from './field.js';
import { nearestOf } from './nearest.js';
import type { Bounds } from './number-test.js';
import { numberValue, UNITS } from './number-value.js';
import { isBackwards, type TimeValue, timeValue } from './time-value.js';
import type { Scalar, Value } from './tree.js';
import { type WordTable, wordsMeant, wordsToType } from './words.js';

/** What `==` of a field of truth takes. */
export const TRUTHS: readonly string[] = ['1', '0', 'true', 'false'];
/** What `finding:` takes beside numbers and ids of findings. */
export const FINDING_WORDS: readonly string[] = ['any', ...RULES.map(({ id }) => id)];

/** The values of a field that knows no ranges. */
export function scalarsOf(field: Field, values: readonly Value[]): Scalar[] {
  return values.map(({ from, to }) => {
    if (to !== null)
      throw faultAt('range-not-allowed', { start: from.start, end: to.end }, { field: field.name });
    return from;
  });
}

/** Numbers, octets, durations in nanoseconds, ports. */
export function numberBounds(field: Field, values: readonly Value[]): Bounds[] {
  return values.map((value) => boundsOf(value, (scalar) => numberOf(field, scalar)));
}

function numberOf(field: Field, scalar: Scalar): number {
  if (field.type === 'bit') return truthOf(field, scalar) ? 1 : 0;
  const number = numberValue(scalar.text, field.type);
  if (typeof number === 'number') return number;
  const units = UNITS[field.type];
  throw wrong(number, field, scalar, units === undefined ? [] : Object.keys(units));
}

/** Worse is greater. */
export function severityBounds(field: Field, values: readonly Value[]): Bounds[] {
  return values.map((value) =>
    boundsOf(value, (scalar) => {
      const severity = SEVERITIES.find((name) => name === scalar.text.toLowerCase());
      if (severity === undefined) throw wrong('bad-word', field, scalar, SEVERITIES);
      return severityRank(severity);
    }),
  );
}

/** Rank of a severity. */
export function severityRank(severity: (typeof SEVERITIES)[number]): number {
  return SEVERITIES.length - SEVERITIES.indexOf(severity);
}

function boundsOf({ from, to }: Value, numberOf: (scalar: Scalar) => number): Bounds {
  const first = numberOf(from);
  const last = to === null ? first : numberOf(to);
  if (to !== null && first > last) throw faultAt('range-backwards', between(from, to));
  return { from: first, to: last };
}

/** Times, both of a range of one kind. */
export function timeSpans(
  field: Field,
  values: readonly Value[],
): { from: TimeValue; to: TimeValue | null }[] {
  return values.map(({ from, to }) => {
    const first = timeOf(field, from);
    const last = to === null ? null : timeOf(field, to);
    if (to !== null && last !== null) {
      if (last.isOfDay !== first.isOfDay) throw wrong('bad-time', field, to, [], 'mixed');
      if (isBackwards(first, last)) throw faultAt('range-backwards', between(from, to));
    }
    return { from: first, to: last };
  });
}

function timeOf(field: Field, scalar: Scalar): TimeValue {
  const time = timeValue(scalar.text);
  if (time === null) throw wrong('bad-time', field, scalar);
  return time;
}

/** Addresses, with ports where the field has them. */
export function addressesOf(field: Field, values: readonly Value[]): AddressValue[] {
  return scalarsOf(field, values).map((scalar) => {
    const address = field.type === 'endpoint' ? endpointValue(scalar.text) : addressValue(scalar.text);
    if (typeof address === 'string') throw wrong('bad-address', field, scalar, [], address);
    return address;
  });
}

/** Words out of a list. */
export function wordsOf(field: Field, table: WordTable, values: readonly Value[]): ReadonlySet<string> {
  return new Set(
    scalarsOf(field, values).flatMap((scalar) => {
      const meant = wordsMeant(table, scalar.text);
      if (meant === null) throw wrong('bad-word', field, scalar, wordsToType(table));
      return meant;
    }),
  );
}

/** Findings by their number, rule or id, in lower case. */
export function findingsOf(field: Field, values: readonly Value[]): ReadonlySet<string> {
  return new Set(
    scalarsOf(field, values).map((scalar) => {
      const text = scalar.text.toLowerCase();
      const isKnown = /^[1-9]\d*$/.test(text) || /^f-[a-z0-9-]+$/.test(text) || FINDING_WORDS.includes(text);
      if (!isKnown) throw wrong('bad-word', field, scalar, FINDING_WORDS);
      return text;
    }),
  );
}

/** True or false, of one value. */
export function truthValue(field: Field, values: readonly Value[]): boolean {
  const [first] = scalarsOf(field, values);
  return first !== undefined && truthOf(field, first);
}

function truthOf(field: Field, scalar: Scalar): boolean {
  const place = TRUTHS.indexOf(scalar.text.toLowerCase());
  if (place < 0) throw wrong('bad-word', field, scalar, TRUTHS);
  return place % 2 === 0;
}

function between(from: Scalar, to: Scalar): Place {
  return { start: from.start, end: to.end };
}

function wrong(
  code: FaultCode,
  field: Field,
  scalar: Scalar,
  allowed: readonly string[] = [],
  detail = '',
): FaultFound {
  const nearest = code === 'bad-word' ? nearestOf(scalar.text, allowed) : null;
  return faultAt(code, scalar, { given: scalar.text, field: field.name, nearest, allowed, detail });
}
