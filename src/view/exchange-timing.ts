/** How long the parts of an HTTP exchange took. */
import type { CloseUp } from '../closeup/close-up.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';

/** A part of an exchange, in the order of time. */
export interface ExchangePhase {
  readonly name: 'connect' | 'request' | 'wait' | 'response' | 'close';
  readonly ns: number;
}

/** An exchange: its number from 1, its frames, its phases. Parts that were not captured are left out. */
export interface ExchangeTiming {
  readonly number: number;
  /** 0 where the message was not captured. */
  readonly requestFrame: number;
  readonly responseFrame: number;
  readonly phases: readonly ExchangePhase[];
}

/** The exchanges of a flow. The handshake counts to the first of them, the close to the last. */
export function exchangeTimings({ survey }: Pick<CloseUp, 'survey'>): ExchangeTiming[] {
  const flow = new FlowFacts(survey).at(0);
  const facts = new ExchangeFacts(survey.exchanges, survey.texts);
  const timings: ExchangeTiming[] = [];
  for (let exchange = flow.firstExchange; exchange >= 0; exchange = facts.nextExchange) {
    facts.at(exchange);
    const phases: ExchangePhase[] = [];
    const add = (name: ExchangePhase['name'], ns: number | null) => {
      if (ns !== null && ns >= 0) phases.push({ name, ns });
    };
    if (timings.length === 0 && flow.handshakeUs > 0) add('connect', flow.handshakeUs * 1e3);
    if (facts.requestComplete) add('request', facts.requestEndTimeNs - facts.requestTimeNs);
    const { thinkTimeUs } = facts;
    add('wait', thinkTimeUs === null ? null : thinkTimeUs * 1e3);
    if (facts.responseComplete) {
      add('response', facts.responseEndTimeNs - facts.responseTimeNs);
      const isLast = facts.nextExchange < 0;
      if (isLast && flow.teardown !== 'open') add('close', flow.lastTimeNs - facts.responseEndTimeNs);
    }
    const { requestFrame, responseFrame } = facts;
    timings.push({ number: timings.length + 1, requestFrame, responseFrame, phases });
  }
  return timings;
}
