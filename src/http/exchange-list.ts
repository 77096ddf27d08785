import type { FlowRow } from '../tcp/flow-row.js';
import type { ExchangeRows } from './exchange-row.js';
import type { StreamRows } from './stream-row.js';

/** Adds an exchange at the end of a flow's list. The cursor of `streams` is on the flow's row. */
export function appendExchange(row: FlowRow, streams: StreamRows, exchanges: ExchangeRows): number {
  const exchange = exchanges.add(row.flow);
  const last = streams.lastExchange();
  if (last !== 0) exchanges.setNext(last - 1, exchange + 1);
  else if (row.firstExchange === 0) row.firstExchange = exchange + 1;
  else exchanges.setNext(lastOf(exchanges, row.firstExchange - 1), exchange + 1);
  streams.setLastExchange(exchange + 1);
  return exchange;
}

/** Of a flow that went on after its stream row was given back: the end of its list. */
function lastOf(exchanges: ExchangeRows, first: number): number {
  let last = first;
  while (exchanges.next(last) !== 0) last = exchanges.next(last) - 1;
  return last;
}
