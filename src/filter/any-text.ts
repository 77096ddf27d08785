/**
 * A word without a field: a flow matches when any of its texts contains it, whatever the case.
 */
import { ExchangeText } from '../http/exchange-row.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import { endpointTextTest } from './endpoint-test.js';
import type { EndpointTest } from './field.js';
import { ends, exchangeTexts, statuses } from './readers.js';
import type { Binding, FilterSubject } from './subject.js';
import { containsAnyCase, pooledTest, type TextTest } from './text-test.js';

const TEXTS = (Object.keys(ExchangeText) as (keyof typeof ExchangeText)[]).map(exchangeTexts);
const ENDS = ends('client', 'server');
const STATUSES = statuses();

/** The binding of a text: addresses with ports, texts and status codes of HTTP, teardown class, ids of rules. */
export function compileAnyText(text: string): Binding {
  const test = containsAnyCase(text);
  return ({ survey }) => {
    const isInText = pooledTest(test, survey);
    const isInEnd = isPartOfOne(text)
      ? addressOrPortTest(test, survey)
      : endpointTextTest(test, true, survey);
    const isInStatus = (status: number) => test(String(status));
    return (subject) =>
      someEnd(subject, isInEnd) ||
      test(subject.flow.teardown) ||
      someText(subject, isInText) ||
      someNumber(subject, isInStatus) ||
      subject.findings.some(({ rule }) => test(rule));
  };
}

/** Without `:` and brackets a text lies within an address or within a port, never across. */
function isPartOfOne(text: string): boolean {
  return !/[:[\]]/.test(text);
}

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** Each port is looked at once, and each address. */
function addressOrPortTest(test: TextTest, survey: SurveyRows): EndpointTest {
  const ports = new Uint8Array(0x1_0000);
  const isInAddress = endpointTextTest(test, false, survey);
  const addresses = [new Map<number, boolean>(), new Map<number, boolean>()] as const;
  return (address, isIpv6, port) => {
    if (ports[port] === UNKNOWN) ports[port] = test(String(port)) ? YES : NO;
    if (ports[port] === YES) return true;
    const known = addresses[isIpv6 ? 1 : 0];
    let verdict = known.get(address);
    if (verdict === undefined) {
      verdict = isInAddress(address, isIpv6, port);
      known.set(address, verdict);
    }
    return verdict;
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
