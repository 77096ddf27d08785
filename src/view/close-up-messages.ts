import type { CloseUp } from '../closeup/close-up.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import { plain } from './number.js';
import { packetText, type SafeText, type Secrets, say } from './safe-text.js';

/** The HTTP messages of a flow in words, by the frame in which their head was complete. */
export function messagesByFrame(
  { survey }: CloseUp,
  secrets: Secrets,
): ReadonlyMap<number, readonly SafeText[]> {
  const messages = new Map<number, SafeText[]>();
  const add = (frame: number, text: SafeText) => {
    if (frame > 0) messages.set(frame, [...(messages.get(frame) ?? []), text]);
  };
  const facts = new ExchangeFacts(survey.exchanges, survey.texts);
  let exchange = new FlowFacts(survey).at(0).firstExchange;
  for (; exchange >= 0; exchange = facts.nextExchange) {
    facts.at(exchange);
    const request = say`${packetText(facts.method ?? '?', secrets, 20)} ${packetText(facts.target ?? '?', secrets, 60)}`;
    add(facts.requestFrame, request);
    const reason = facts.reason === null ? '' : ` ${facts.reason}`;
    add(facts.responseFrame, say`${plain(facts.status)}${packetText(reason, secrets, 40)}`);
  }
  return messages;
}
