import { EndpointState } from './endpoint-state-names.js';
import type { FlowRow } from './flow-row.js';

/**
 * Zeek's names for how a connection went, from the states of both ends.
 * Source: Zeek documentation, `conn_state` in base/protocols/conn/main.zeek.
 */
export const CONN_STATES = [
  'S0',
  'S1',
  'SF',
  'REJ',
  'S2',
  'S3',
  'RSTO',
  'RSTR',
  'RSTOS0',
  'RSTRH',
  'SH',
  'SHR',
  'OTH',
] as const;

/** One of Zeek's names. */
export type ConnState = (typeof CONN_STATES)[number];

/** A SYN followed by an RST of the same end, and nothing that shows that the other end was there. */
const SYN_THEN_RESET_UNANSWERED = /^\^?S[^HAFGIQ]*R/;

/**
 * Conn state of a flow.
 * @param history the flow's history letters
 */
export function connState(row: FlowRow, history: string): ConnState {
  const clientSide = row.clientSide;
  const client = row.endpointState(clientSide);
  const server = row.endpointState(1 - clientSide);
  const { Inactive, SynSent, SynAckSent, Partial, Established, Closed, Reset } = EndpointState;
  const clientInactive = client === Inactive || client === Partial;
  const serverInactive = server === Inactive || server === Partial;
  if (server === Reset) {
    const nothingSent = row.payloadBytes(0) === 0 && row.payloadBytes(1) === 0;
    if (client === SynSent || client === SynAckSent || (client === Reset && nothingSent)) return 'REJ';
    return clientInactive ? 'RSTRH' : 'RSTR';
  }
  if (client === Reset) {
    if (!serverInactive) return 'RSTO';
    return SYN_THEN_RESET_UNANSWERED.test(history) ? 'RSTOS0' : 'OTH';
  }
  if (client === Closed && server === Closed) return 'SF';
  if (client === Closed) return serverInactive ? 'SH' : 'S2';
  if (server === Closed) return clientInactive ? 'SHR' : 'S3';
  if (client === SynSent && server === Inactive) return 'S0';
  if (client === Established && server === Established) return 'S1';
  return 'OTH';
}
