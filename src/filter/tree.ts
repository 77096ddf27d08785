/**
 * Filter expressions as trees, before anybody asked what the fields mean.
 */
import type { Place } from './fault.js';

/** The operators, as they are printed. */
export const OPERATORS = [
  '==',
  '!=',
  '===',
  '!==',
  '<',
  '<=',
  '>',
  '>=',
  '~',
  '!~',
  'contains',
  'matches',
  'in',
  'not in',
] as const;

/** One of `OPERATORS`. */
export type Operator = (typeof OPERATORS)[number];

/** One value as typed. */
export interface Scalar extends Place {
  readonly text: string;
  /** It stood in quotes. */
  readonly isQuoted: boolean;
}

/** A value, or two with `..` between them. */
export interface Value {
  readonly from: Scalar;
  readonly to: Scalar | null;
}

/** A part of an expression. */
export type Node =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Node[] }
  | { readonly kind: 'not'; readonly term: Node }
  | {
      readonly kind: 'comparison';
      readonly field: Scalar;
      readonly operator: Operator;
      readonly operatorPlace: Place;
      readonly values: readonly Value[];
    }
  /** A field alone. */
  | { readonly kind: 'field'; readonly field: Scalar }
  /** A text that is looked for anywhere. */
  | { readonly kind: 'text'; readonly text: Scalar };
