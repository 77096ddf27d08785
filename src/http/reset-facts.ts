import { FlowFlag } from '../tcp/flow-flag.js';
import type { FlowRow } from '../tcp/flow-row.js';
import { ExchangeFlag, type ExchangeRows } from './exchange-row.js';
import { type StreamRows, StreamState } from './stream-row.js';

/** Records in the row of a flow with payload what was outstanding when its first RST came. */
export function noteReset(row: FlowRow, streams: StreamRows, exchanges: ExchangeRows): void {
  streams.moveTo(row.stream);
  const client = row.clientSide;
  const unanswered = streams.firstUnanswered();
  const isResponding = streams.exchange(1 - client) !== 0 || streams.state(1 - client) === StreamState.Head;
  const isComplete = unanswered !== 0 && exchanges.has(unanswered - 1, ExchangeFlag.RequestComplete);
  if (isResponding) row.set(FlowFlag.ResponseUnfinishedAtRst);
  else if (isComplete) row.set(FlowFlag.RequestOutstandingAtRst);
  else if (unanswered === 0 && streams.responsesComplete() > 0) row.set(FlowFlag.ResponseCompleteAtRst);
  const state = streams.state(client);
  const isRequesting = state >= StreamState.Head && state <= StreamState.Trailer;
  if (isRequesting) row.set(FlowFlag.RequestUnfinishedAtRst);
}
