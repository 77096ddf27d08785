/**
 * Tests of numbers.
 */

/** Two numbers with all between them; equal ones for a single number. */
export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** Whether a number passes. */
export type NumberTest = (value: number) => boolean;

/** How a number is compared; `in` is equality too. */
export type NumberOperator = 'in' | '<' | '<=' | '>' | '>=';

/** The test for an operator and its values: one, or several for `in`. */
export function numberTest(operator: NumberOperator, values: readonly Bounds[]): NumberTest {
  const [first] = values;
  if (first === undefined) return () => false;
  const { from, to } = first;
  switch (operator) {
    case '<':
      return (value) => value < from;
    case '<=':
      return (value) => value <= from;
    case '>':
      return (value) => value > from;
    case '>=':
      return (value) => value >= from;
    case 'in':
      if (values.length > 1) return (value) => values.some((it) => value >= it.from && value <= it.to);
      return from === to ? (value) => value === from : (value) => value >= from && value <= to;
  }
}

/** The same for a span of numbers of which any may pass. */
export function spanTest(
  operator: NumberOperator,
  values: readonly Bounds[],
): (first: number, last: number) => boolean {
  const [only] = values;
  if (only === undefined) return () => false;
  const { from } = only;
  switch (operator) {
    case '<':
      return (first) => first < from;
    case '<=':
      return (first) => first <= from;
    case '>':
      return (_, last) => last > from;
    case '>=':
      return (_, last) => last >= from;
    case 'in':
      return (first, last) => values.some((it) => first <= it.to && last >= it.from);
  }
}
