/** The facts of surveys as plain values, to be compared. */
import { ExchangeFacts } from '../../src/survey/exchange-facts.js';
import { FlowFacts } from '../../src/survey/flow-facts.js';
import type { Survey } from '../../src/survey/survey.js';

/** The facts of one flow of a survey. */
export function flowFacts(survey: Survey, flow = 0): FlowFacts {
  return new FlowFacts(survey).at(flow);
}

/** A cursor for every exchange of a flow, in order. */
export function exchangesOf(survey: Survey, flow = 0): ExchangeFacts[] {
  const exchanges: ExchangeFacts[] = [];
  let exchange = flowFacts(survey, flow).firstExchange;
  while (exchange >= 0) {
    const facts = new ExchangeFacts(survey.exchanges, survey.texts).at(exchange);
    exchanges.push(facts);
    exchange = facts.nextExchange;
  }
  return exchanges;
}

/** An exchange as one line: `GET / → 200`, with `…` behind what is not complete and `?` for what was not captured. */
export function exchangeLine(facts: ExchangeFacts): string {
  const { method, target, status, responseFrame } = facts;
  const interim = facts.interim.map((code) => `${code} `).join('');
  const request = method === null ? '?' : `${method} ${target}`;
  const requestEnd = method === null || facts.requestComplete ? '' : '…';
  const response = responseFrame === 0 ? '?' : `${status}`;
  const responseEnd = responseFrame === 0 || facts.responseComplete ? '' : '…';
  return `${request}${requestEnd} → ${interim}${response}${responseEnd}`;
}

/** The lines of all exchanges of a flow. */
export function exchangeLines(survey: Survey, flow = 0): string[] {
  return exchangesOf(survey, flow).map(exchangeLine);
}

/** Everything that is known of all flows and their exchanges, as JSON. */
export function allFacts(survey: Survey): string {
  const flows = [];
  for (let flow = survey.flows.firstKept; flow < survey.flows.length; flow++) {
    const facts = flowFacts(survey, flow);
    flows.push({ ...gettersOf(facts), exchanges: exchangesOf(survey, flow).map(gettersOf) });
  }
  const { frames, segments, payloadBytes, firstTimeNs, lastTimeNs } = survey;
  const problems = survey.problems.list();
  return JSON.stringify(
    { frames, segments, payloadBytes, firstTimeNs, lastTimeNs, problems, flows },
    null,
    1,
  );
}

/** The values of all getters of a cursor. */
export function gettersOf(cursor: object): Record<string, unknown> {
  const descriptors = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(cursor));
  const values: Record<string, unknown> = {};
  for (const [name, { get }] of Object.entries(descriptors)) {
    const value: unknown = get?.call(cursor);
    if (get !== undefined) values[name] = typeof value === 'number' && Number.isNaN(value) ? 'NaN' : value;
  }
  return values;
}
