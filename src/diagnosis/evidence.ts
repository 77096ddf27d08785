/**
 * The frames of one flow that show a finding, as the rule names them.
 */
import type { Rule, ShownFacts } from '../rules/rule.js';
import type { ExchangeFactName, ExchangeFacts } from '../survey/exchange-facts.js';
import type { FlowFactName, FlowFacts } from '../survey/flow-facts.js';
import type { Evidence } from './diagnosis.js';

type Numbers = Record<string, number | string | null>;

/** Evidence in the flow on which the cursors are. */
export function evidenceOf(rule: Rule, flow: FlowFacts, exchange: ExchangeFacts): Evidence {
  const frames: number[] = [];
  const numbers: Numbers = {};
  if (rule.scope === 'exchange') addShown(rule.evidence, exchange, frames, numbers);
  else {
    addShown(rule.evidence, flow, frames, numbers);
    if (rule.evidence.withLastRequest === true) addLastRequest(flow, exchange, frames, numbers);
  }
  const ordered = [...new Set(frames)].sort((a, b) => a - b);
  return { flow: flow.flow, frames: ordered, note: rule.evidence.note, numbers };
}

function addShown<Fact extends FlowFactName | ExchangeFactName>(
  shown: ShownFacts<Fact>,
  facts: Readonly<Record<Fact, unknown>>,
  frames: number[],
  numbers: Numbers,
): void {
  for (const name of shown.frames) {
    const frame = facts[name];
    if (typeof frame === 'number' && frame > 0) frames.push(frame);
  }
  for (const name of shown.numbers) numbers[name] = plainValue(facts[name]);
}

function addLastRequest(flow: FlowFacts, exchange: ExchangeFacts, frames: number[], numbers: Numbers): void {
  let last = flow.firstExchange;
  if (last < 0) return;
  for (let next = exchange.at(last).nextExchange; next >= 0; next = exchange.at(last).nextExchange)
    last = next;
  exchange.at(last);
  for (const frame of [exchange.requestFrame, exchange.requestEndFrame]) if (frame > 0) frames.push(frame);
  numbers.method = exchange.method;
  numbers.target = exchange.target;
  numbers.host = exchange.host;
}

/** JSON has no NaN: what is not known is null. */
export function plainValue(value: unknown): number | string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? value : null;
}
