/**
 * `field operator values` → a binding, by what the field's reader gives.
 */
import type { Finding } from '../diagnosis/diagnosis.js';
import { endpointTest, endpointTextTest } from './endpoint-test.js';
import { faultAt } from './fault.js';
import { type Field, OPERATORS_OF, type Reader } from './field.js';
import { type NumberOperator, numberTest, spanTest } from './number-test.js';
import { type Asked, MEANINGS, ofMany, ofOne, type Quantifier } from './quantify.js';
import type { Binding, FilterSubject, Predicate } from './subject.js';
import { pooledTest, type TextOperator, type TextTest, textTest } from './text-test.js';
import { timeTest } from './time-value.js';
import type { Node } from './tree.js';
import {
  addressesOf,
  findingsOf,
  numberBounds,
  scalarsOf,
  severityBounds,
  severityRank,
  timeSpans,
  truthValue,
  wordsOf,
} from './values.js';
import type { WordTable } from './words.js';

/** A comparison as typed. */
type Comparison = Extract<Node, { kind: 'comparison' }>;

/** A comparison whose operator the field understands. */
interface Understood {
  readonly field: Field;
  readonly values: Comparison['values'];
  readonly asked: Asked;
  readonly quantifier: Quantifier;
}

/** The binding of a comparison. Throws `FaultFound`. */
export function compileComparison(field: Field, comparison: Comparison): Binding {
  const { operator, operatorPlace, values } = comparison;
  const allowed = OPERATORS_OF[field.type];
  if (!allowed.includes(operator))
    throw faultAt('operator-not-allowed', operatorPlace, { given: operator, field: field.name, allowed });
  if (operator !== 'in' && operator !== 'not in') refuseSet(field, comparison);
  if (field.isOnlyPresence === true) refuseAllButPresence(field, comparison);
  return bindingOf(field.reader, { field, values, ...MEANINGS[operator] });
}

function bindingOf(reader: Reader, how: Understood): Binding {
  switch (reader.of) {
    case 'number':
      return how.field.type === 'time'
        ? timeBinding(reader.read, how)
        : always(numberPredicate(reader.read, how));
    case 'numbers':
      return always(ofMany(reader.some, numberTestOf(how), how.quantifier));
    case 'frames':
      return always(framesPredicate(reader, how));
    case 'endpoints':
      return endpointBinding(reader, how);
    case 'pooled-texts': {
      const test = textTestOf(how);
      return ({ survey }) => ofMany(reader.some, pooledTest(test, survey), how.quantifier);
    }
    case 'text':
      return always(ofOne(reader.read, textTestOf(how, true), how.quantifier));
    case 'word':
      return always(ofOne(reader.read, wordTestOf(reader.words, how), how.quantifier));
    case 'boolean': {
      const wanted = truthValue(how.field, how.values) === (how.quantifier === 'any');
      return always((subject) => reader.read(subject) === wanted);
    }
    case 'severity':
      return always(severityPredicate(how));
    case 'findings':
      return findingBinding(reader, how);
  }
}

function always(predicate: Predicate): Binding {
  return () => predicate;
}

/** `status=={500, 503}` and `status==500..599` leave open what is meant where a flow has several values. */
function refuseSet(field: Field, { operatorPlace, values, operator }: Comparison): void {
  const [first] = values;
  if (values.length === 1 && first?.to === null) return;
  const nearest = operator === '!=' ? ' not in ' : operator === '==' ? ' in ' : null;
  throw faultAt('set-expected', operatorPlace, { given: operator, field: field.name, nearest });
}

function refuseAllButPresence(field: Field, { operator, operatorPlace, values }: Comparison): void {
  const typed = `${operator}${values.map(({ from }) => from.text).join()}`;
  if (['>0', '>=1', '!==0'].includes(typed)) return;
  const end = Math.max(operatorPlace.end, ...values.map(({ from, to }) => (to ?? from).end));
  throw faultAt('not-kept', { start: operatorPlace.start, end }, { field: field.name, allowed: ['>0'] });
}

function orderOf({ asked }: Understood): NumberOperator {
  if (asked === '~' || asked === 'contains' || asked === 'matches')
    throw new RangeError(`Expected an operator of numbers, got ${asked}`);
  return asked;
}

function numberTestOf(how: Understood): (value: number) => boolean {
  return numberTest(orderOf(how), numberBounds(how.field, how.values));
}

function numberPredicate(read: (subject: FilterSubject) => number, how: Understood): Predicate {
  return ofOne(read, numberTestOf(how), how.quantifier);
}

function timeBinding(read: (subject: FilterSubject) => number, how: Understood): Binding {
  const spans = timeSpans(how.field, how.values);
  const operator = orderOf(how);
  return ({ survey }) => {
    const { epochSeconds } = survey.timeBase;
    const tests = spans.map(({ from, to }) => timeTest(operator, from, to, epochSeconds));
    return ofOne(read, (timeNs) => tests.some((test) => test(timeNs)), how.quantifier);
  };
}

function framesPredicate({ first, last }: Extract<Reader, { of: 'frames' }>, how: Understood): Predicate {
  const test = spanTest(orderOf(how), numberBounds(how.field, how.values));
  const isNegated = how.quantifier === 'none';
  return (subject) => test(first(subject), last(subject)) !== isNegated;
}

function endpointBinding({ some }: Extract<Reader, { of: 'endpoints' }>, how: Understood): Binding {
  const { field, values, asked, quantifier } = how;
  if (asked === 'in') {
    const wanted = addressesOf(field, values);
    return ({ survey }) => ofMany(some, endpointTest(wanted, survey), quantifier);
  }
  const test = textTestOf(how);
  const withPort = field.type === 'endpoint';
  return ({ survey }) => ofMany(some, endpointTextTest(test, withPort, survey), quantifier);
}

function textTestOf({ field, values, asked }: Understood, isCaseKept = false): TextTest {
  return textTest(asked as TextOperator, scalarsOf(field, values), field.name, isCaseKept);
}

function wordTestOf(words: WordTable, how: Understood): TextTest {
  if (how.asked !== 'in') return textTestOf(how);
  const wanted = wordsOf(how.field, words, how.values);
  return (word) => wanted.has(word);
}

function severityPredicate(how: Understood): Predicate {
  const test = numberTest(orderOf(how), severityBounds(how.field, how.values));
  const some = ({ findings }: FilterSubject, ask: (rank: number) => boolean) =>
    findings.some(({ severity }) => ask(severityRank(severity)));
  return ofMany(some, test, how.quantifier);
}

/** Which findings are meant is known with the capture, so that a flow costs no more than a look at its own. */
function findingBinding({ wordsOf }: Extract<Reader, { of: 'findings' }>, how: Understood): Binding {
  const words = findingsOf(how.field, how.values);
  const some = (subject: FilterSubject, ask: (finding: Finding) => boolean) => subject.findings.some(ask);
  return ({ findings }) => {
    const isMeant = (finding: Finding, index: number) =>
      wordsOf(finding, index + 1).some((word) => words.has(word));
    const meant = new Set(findings.filter(isMeant));
    return ofMany(some, (finding: Finding) => meant.has(finding), how.quantifier);
  };
}
