/**
 * The flow to hold beside one that failed: to the same server, well, and as near in time as there is.
 */
import type { Finding } from '../diagnosis/diagnosis.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { SurveyRows } from '../survey/survey-rows.js';

/** Flows looked at between two yields. */
const FLOWS_PER_STEP = 2048;
/** Exchanges of a flow that are looked at. */
const MOST_EXCHANGES = 64;

/**
 * The number of the nearest healthy flow, null when there is none: one of the same server without a finding that carried a
 * request and its response (status below 400) whole, or was closed in order. One that carries HTTP is held beside one that
 * does, even if another is nearer. Yields between short steps.
 */
export function* healthyNeighbour(
  survey: SurveyRows,
  findingsAt: (flow: number) => readonly Finding[],
  flow: number,
): Generator<undefined, number | null> {
  const { firstKept, length } = survey.flows;
  if (flow < firstKept || flow >= length) return null;
  const facts = new FlowFacts(survey);
  const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
  const { serverAddress, serverPort, isIpv6, isHttp, firstTimeNs } = facts.at(flow);
  let best: { flow: number; isAlike: boolean; distanceNs: number } | null = null;
  for (let number = firstKept; number < length; number++) {
    if (number % FLOWS_PER_STEP === 0) yield;
    if (number === flow) continue;
    facts.at(number);
    const isOfServer =
      facts.serverAddress === serverAddress && facts.serverPort === serverPort && facts.isIpv6 === isIpv6;
    if (!isOfServer) continue;
    const isAlike = facts.isHttp === isHttp;
    const distanceNs = Math.abs(facts.firstTimeNs - firstTimeNs);
    const isBetter = best === null || (isAlike === best.isAlike ? distanceNs < best.distanceNs : isAlike);
    if (isBetter && findingsAt(number).length === 0 && isHealthy(facts, exchange)) {
      best = { flow: number, isAlike, distanceNs };
    }
  }
  return best?.flow ?? null;
}

function isHealthy(flow: FlowFacts, exchange: ExchangeFacts): boolean {
  let isServed = false;
  let at = flow.firstExchange;
  for (let seen = 0; at >= 0 && seen < MOST_EXCHANGES; seen++) {
    const { status, requestComplete, responseComplete } = exchange.at(at);
    if (status >= 400) return false;
    if (requestComplete && responseComplete) isServed = true;
    at = exchange.nextExchange;
  }
  const { teardown } = flow;
  return isServed || teardown === 'orderly-client-first' || teardown === 'orderly-server-first';
}
