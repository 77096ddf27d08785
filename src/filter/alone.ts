/**
 * A field without a comparison: whether the flow has it.
 */
import { faultAt, type Place } from './fault.js';
import { aloneOf, type Field, OPERATORS_OF } from './field.js';
import type { Binding, Predicate } from './subject.js';

/** The binding of a field that stands alone. Throws `FaultFound` for one that every flow has. */
export function compileAlone(field: Field, place: Place): Binding {
  const asks = aloneOf(field);
  if (asks === 'refused')
    throw faultAt('comparison-expected', place, { field: field.name, allowed: OPERATORS_OF[field.type] });
  const predicate = hasValue(field, asks === 'not-zero');
  return () => predicate;
}

const ANY = () => true;

function hasValue({ reader }: Field, isMoreThanZero: boolean): Predicate {
  switch (reader.of) {
    case 'number': {
      const { read } = reader;
      return isMoreThanZero ? (subject) => read(subject) > 0 : (subject) => !Number.isNaN(read(subject));
    }
    case 'numbers':
      return (subject) => reader.some(subject, ANY);
    case 'endpoints':
      return (subject) => reader.some(subject, ANY);
    case 'pooled-texts':
      return (subject) => reader.some(subject, ANY);
    case 'text':
      return (subject) => reader.read(subject) !== '';
    case 'boolean':
      return (subject) => reader.read(subject);
    case 'findings':
    case 'severity':
      return (subject) => subject.findings.length > 0;
    case 'word':
    case 'frames':
      return ANY;
  }
}
