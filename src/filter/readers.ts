/**
 * How fields get their values. Nothing here makes an object, but for texts that are not kept as such.
 */
import { ExchangeText } from '../http/exchange-row.js';
import type { ExchangeFacts } from '../survey/exchange-facts.js';
import type { FlowFacts } from '../survey/flow-facts.js';
import type { EndpointTest, Reader } from './field.js';
import type { FilterSubject } from './subject.js';
import type { WordTable } from './words.js';

/** One number of the flow; NaN where it has none. */
export function number(read: (flow: FlowFacts) => number): Reader {
  return { of: 'number', read: ({ flow }) => read(flow) };
}

/** A count that is 0 when the thing was not seen: then the flow has no value. */
export function known(read: (flow: FlowFacts) => number): Reader {
  return { of: 'number', read: ({ flow }) => read(flow) || Number.NaN };
}

/** True or false. */
export function flag(read: (flow: FlowFacts) => boolean): Reader {
  return { of: 'boolean', read: ({ flow }) => read(flow) };
}

/** One of a list of words. */
export function word(words: WordTable, read: (flow: FlowFacts) => string): Reader {
  return { of: 'word', words, read: ({ flow }) => read(flow) };
}

/** The value of a bit in the segments of a flow: 1 where a segment has it, 0 where one has not. */
export function bit(countOf: (flow: FlowFacts) => number): Reader {
  const some = ({ flow }: FilterSubject, test: (value: number) => boolean) => {
    const count = countOf(flow);
    const others = flow.clientSegments + flow.serverSegments - count;
    return (count > 0 && test(1)) || (others > 0 && test(0));
  };
  return { of: 'numbers', some };
}

/** The client, the server, or both. */
export function ends(...sides: readonly ('client' | 'server')[]): Reader {
  const [client, server] = [sides.includes('client'), sides.includes('server')];
  const some = ({ flow }: FilterSubject, test: EndpointTest) =>
    (client && test(flow.clientAddress, flow.isIpv6, flow.clientPort)) ||
    (server && test(flow.serverAddress, flow.isIpv6, flow.serverPort));
  return { of: 'endpoints', some };
}

/** Ends by what frames say, of flows of one IP version (4 or 6) or both (0): sources, destinations, or either. */
export function frameEnds(role: 'source' | 'destination' | 'any', version: 0 | 4 | 6): Reader {
  const some = ({ flow }: FilterSubject, test: EndpointTest) => {
    const { isIpv6 } = flow;
    if (version !== 0 && isIpv6 !== (version === 6)) return false;
    const hasClient = isSideSeen(flow, role, true);
    if (hasClient && test(flow.clientAddress, isIpv6, flow.clientPort)) return true;
    return isSideSeen(flow, role, false) && test(flow.serverAddress, isIpv6, flow.serverPort);
  };
  return { of: 'endpoints', some };
}

/** Ports in that role. */
export function framePorts(role: 'source' | 'destination' | 'any'): Reader {
  const some = ({ flow }: FilterSubject, test: (value: number) => boolean) =>
    (isSideSeen(flow, role, true) && test(flow.clientPort)) ||
    (isSideSeen(flow, role, false) && test(flow.serverPort));
  return { of: 'numbers', some };
}

/** A side is a source when it sent a segment, a destination when the other did. */
function isSideSeen(flow: FlowFacts, role: 'source' | 'destination' | 'any', isClient: boolean): boolean {
  if (role === 'any') return true;
  const isClientSending = (role === 'source') === isClient;
  return (isClientSending ? flow.clientSegments : flow.serverSegments) > 0;
}

/** A number of every exchange that has it; NaN where one has not. */
export function exchangeNumbers(read: (exchange: ExchangeFacts) => number): Reader {
  const some = ({ flow, exchange }: FilterSubject, test: (value: number) => boolean) => {
    for (let at = flow.firstExchange; at >= 0; at = exchange.at(at).nextExchange) {
      const value = read(exchange.at(at));
      if (!Number.isNaN(value) && test(value)) return true;
    }
    return false;
  };
  return { of: 'numbers', some };
}

/** Status codes of all responses, interim ones too. */
export function statuses(): Reader {
  const some = ({ flow, exchange }: FilterSubject, test: (value: number) => boolean) => {
    for (let at = flow.firstExchange; at >= 0; at = exchange.at(at).nextExchange) {
      const { status } = exchange.at(at);
      if (status !== 0 && test(status)) return true;
      if (exchange.interim.some(test)) return true;
    }
    return false;
  };
  return { of: 'numbers', some };
}

/** How many exchanges of the flow pass. */
export function exchangeCount(counts: (exchange: ExchangeFacts) => boolean): Reader {
  const read = ({ flow, exchange }: FilterSubject) => {
    let count = 0;
    for (let at = flow.firstExchange; at >= 0; at = exchange.at(at).nextExchange) {
      if (counts(exchange.at(at))) count++;
    }
    return count;
  };
  return { of: 'number', read };
}

/** A text of every exchange that has it. */
export function exchangeTexts(which: keyof typeof ExchangeText): Reader {
  const place = ExchangeText[which];
  const some = ({ flow, survey }: FilterSubject, test: (id: number) => boolean) => {
    const { exchanges } = survey;
    for (let at = flow.firstExchange; at >= 0; at = exchanges.next(at) - 1) {
      const id = exchanges.text(at, place);
      if (id !== 0 && test(id)) return true;
    }
    return false;
  };
  return { of: 'pooled-texts', some };
}
