/**
 * What is wrong with a filter expression, as data: a code and a place. `view/` makes the sentence.
 */

/** What can be wrong. */
export const FAULTS = [
  'too-long',
  'too-deep',
  'too-many-values',
  'single-sign',
  'quote-open',
  'parenthesis-open',
  'parenthesis-stray',
  'brace-open',
  'term-expected',
  'value-expected',
  'connective-expected',
  'sign-unexpected',
  'unknown-field',
  'reserved-field',
  'comparison-expected',
  'operator-not-allowed',
  'set-expected',
  'range-not-allowed',
  'range-backwards',
  'bad-number',
  'bad-unit',
  'unit-missing',
  'bad-port',
  'bad-address',
  'bad-time',
  'bad-word',
  'bad-pattern',
  'not-kept',
] as const;

/** One of `FAULTS`. */
export type FaultCode = (typeof FAULTS)[number];

/** A fault in an expression. */
export interface FilterFault {
  readonly code: FaultCode;
  /** Offset of the first character that is wrong, and one past the last; both within the text, or at its end. */
  readonly start: number;
  readonly end: number;
  /** The text at fault, as typed; empty where something is missing. */
  readonly given: string;
  /** The field it is about, by its name; null where it is about none. */
  readonly field: string | null;
  /** What may stand here instead: the nearest field or word; null where nothing is near. Put in place of the range. */
  readonly nearest: string | null;
  /** What is allowed here: words, operators, units. */
  readonly allowed: readonly string[];
  /** Further detail, an id such as `back-reference`; empty where there is none. */
  readonly detail: string;
}

/** Carries a fault from deep inside to `compileFilter`, which alone catches it. */
export class FaultFound extends Error {
  override readonly name = 'FaultFound';
  readonly fault: FilterFault;

  constructor(fault: FilterFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** A piece of the text: offsets of its first character and one past its last. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

type Details = Partial<Pick<FilterFault, 'given' | 'field' | 'nearest' | 'allowed' | 'detail'>>;

/** The exception for a fault at a place. */
export function faultAt(code: FaultCode, { start, end }: Place, details: Details = {}): FaultFound {
  const { given = '', field = null, nearest = null, allowed = [], detail = '' } = details;
  return new FaultFound({ code, start, end, given, field, nearest, allowed, detail });
}
