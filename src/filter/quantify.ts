/**
 * From a test of one value to a predicate of a flow that may have several: any of them, or all.
 */
import type { FilterSubject, Predicate } from './subject.js';
import type { Operator } from './tree.js';

/** What is asked of one value. */
export type Asked = 'in' | '<' | '<=' | '>' | '>=' | '~' | 'contains' | 'matches';

/** How the values together must answer. Where there is no value, every answer is no. */
export type Quantifier = 'any' | 'none' | 'all' | 'not-all';

/** What an operator asks. Those that say no ask all values, as in Wireshark 4; `!==` is for any that differs. */
export const MEANINGS: Readonly<
  Record<Operator, { readonly asked: Asked; readonly quantifier: Quantifier }>
> = {
  '==': { asked: 'in', quantifier: 'any' },
  '!=': { asked: 'in', quantifier: 'none' },
  '===': { asked: 'in', quantifier: 'all' },
  '!==': { asked: 'in', quantifier: 'not-all' },
  '<': { asked: '<', quantifier: 'any' },
  '<=': { asked: '<=', quantifier: 'any' },
  '>': { asked: '>', quantifier: 'any' },
  '>=': { asked: '>=', quantifier: 'any' },
  '~': { asked: '~', quantifier: 'any' },
  '!~': { asked: '~', quantifier: 'none' },
  contains: { asked: 'contains', quantifier: 'any' },
  matches: { asked: 'matches', quantifier: 'any' },
  in: { asked: 'in', quantifier: 'any' },
  'not in': { asked: 'in', quantifier: 'none' },
};

/** The predicate for a field with one value, which may be NaN for none. */
export function ofOne<Value>(
  read: (subject: FilterSubject) => Value,
  test: (value: Value) => boolean,
  quantifier: Quantifier,
): Predicate {
  if (quantifier === 'any' || quantifier === 'all') return (subject) => test(read(subject));
  return (subject) => {
    const value = read(subject);
    return !Number.isNaN(value) && !test(value);
  };
}

/** The predicate for a field with any number of values. */
export function ofMany<Test extends (...value: never[]) => boolean>(
  some: (subject: FilterSubject, test: Test) => boolean,
  test: Test,
  quantifier: Quantifier,
): Predicate {
  const anything = (() => true) as unknown as Test;
  const fails = ((...value: never[]) => !test(...value)) as unknown as Test;
  switch (quantifier) {
    case 'any':
      return (subject) => some(subject, test);
    case 'none':
      return (subject) => !some(subject, test) && some(subject, anything);
    case 'all':
      return (subject) => !some(subject, fails) && some(subject, anything);
    case 'not-all':
      return (subject) => some(subject, fails);
  }
}
