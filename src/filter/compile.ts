/**
 * Trees → predicates. Everything that can be wrong is found here, before a capture is there; what a capture is needed for
 * waits in a `Binding`. Predicates are closures made once, so that a flow costs a few calls.
 */
import { compileAlone } from './alone.js';
import { compileAnyText } from './any-text.js';
import { compileComparison } from './comparison.js';
import { faultAt } from './fault.js';
import type { Field } from './field.js';
import { fieldNames, fieldOf, RESERVED_FIELDS } from './fields.js';
import { nearestOf } from './nearest.js';
import type { Binding, Predicate } from './subject.js';
import type { Node, Scalar } from './tree.js';

/** The binding of a tree. Throws `FaultFound`. */
export function compileNode(node: Node): Binding {
  switch (node.kind) {
    case 'and':
      return all(node.terms.map(compileNode));
    case 'or':
      return any(node.terms.map(compileNode));
    case 'not':
      return not(compileNode(node.term));
    case 'comparison':
      return compileComparison(knownField(node.field), node);
    case 'field':
      return compileAlone(knownField(node.field), node.field);
    case 'text':
      refuseStrangeField(node.text);
      return compileAnyText(node.text.text);
  }
}

function all(bindings: readonly Binding[]): Binding {
  return (capture) => {
    const predicates = bindings.map((bind) => bind(capture));
    return (subject) => {
      for (let i = 0; i < predicates.length; i++) if (!(predicates[i] as Predicate)(subject)) return false;
      return true;
    };
  };
}

function any(bindings: readonly Binding[]): Binding {
  return (capture) => {
    const predicates = bindings.map((bind) => bind(capture));
    return (subject) => {
      for (let i = 0; i < predicates.length; i++) if ((predicates[i] as Predicate)(subject)) return true;
      return false;
    };
  };
}

function not(binding: Binding): Binding {
  return (capture) => {
    const predicate = binding(capture);
    return (subject) => !predicate(subject);
  };
}

function knownField(typed: Scalar): Field {
  const field = fieldOf(typed.text);
  if (field !== undefined) return field;
  if (RESERVED_FIELDS.includes(typed.text)) throw faultAt('reserved-field', typed, { given: typed.text });
  throw unknownField(typed);
}

/** Wireshark knows some thousand fields: one that is not ours would be looked for as a text, and never be found. */
const LOOKS_LIKE_A_FIELD = /^(?:ip|ipv6|tcp|http|frame|eth|tls|http2|udp|dns)\.[a-z_][a-z0-9_.]*$/i;

function refuseStrangeField(text: Scalar): void {
  if (text.isQuoted) return;
  if (RESERVED_FIELDS.includes(text.text.toLowerCase()))
    throw faultAt('reserved-field', text, { given: text.text });
  if (LOOKS_LIKE_A_FIELD.test(text.text)) throw unknownField(text);
}

function unknownField(typed: Scalar) {
  return faultAt('unknown-field', typed, {
    given: typed.text,
    nearest: nearestOf(typed.text, fieldNames()),
  });
}
