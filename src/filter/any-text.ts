/**
 * A word without a field: a flow matches when any of its texts contains it, whatever the case.
 */
import { ExchangeText } from '../http/exchange-row.js';
import { endpointTextTest } from './endpoint-test.js';
import type { EndpointTest } from './field.js';
import { ends, exchangeTexts, statuses } from './readers.js';
import type { Binding, FilterSubject } from './subject.js';
import { containsAnyCase, pooledTest } from './text-test.js';

const TEXTS = (Object.keys(ExchangeText) as (keyof typeof ExchangeText)[]).map(exchangeTexts);
const ENDS = ends('client', 'server');
const STATUSES = statuses();

/** The binding of a text: addresses with ports, texts and status codes of HTTP, teardown class, ids of rules. */
export function compileAnyText(text: string): Binding {
  const test = containsAnyCase(text);
  return (survey) => {
    const isInText = pooledTest(test, survey);
    const isInEnd = endpointTextTest(test, true, survey);
    const isInStatus = (status: number) => test(String(status));
    return (subject) =>
      someEnd(subject, isInEnd) ||
      test(subject.flow.teardown) ||
      someText(subject, isInText) ||
      someNumber(subject, isInStatus) ||
      subject.findings.some(({ rule }) => test(rule));
  };
}

function someEnd(subject: FilterSubject, test: EndpointTest): boolean {
  return ENDS.of === 'endpoints' && ENDS.some(subject, test);
}

function someText(subject: FilterSubject, test: (id: number) => boolean): boolean {
  if (subject.flow.firstExchange < 0) return false;
  return TEXTS.some((reader) => reader.of === 'pooled-texts' && reader.some(subject, test));
}

function someNumber(subject: FilterSubject, test: (status: number) => boolean): boolean {
  return STATUSES.of === 'numbers' && STATUSES.some(subject, test);
}
