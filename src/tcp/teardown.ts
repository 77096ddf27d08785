import { FlowFlag, sideFlag } from './flow-flag.js';
import type { FlowRow } from './flow-row.js';

/**
 * How a flow ended, one class per flow. Text of each class is in `view/`.
 *
 * Of a reset flow the class says who sent the first RST and how far the conversation had come; what HTTP knows of it
 * (a request without response, a response cut short) comes first, the order of FINs second.
 */
export const TEARDOWNS = [
  'open',
  'half-closed-by-client',
  'half-closed-by-server',
  'orderly-client-first',
  'orderly-server-first',
  'unanswered',
  'refused',
  'half-open-probe',
  'mid-flow-start',
  'reset-by-client-before-data',
  'reset-by-client-after-client-fin',
  'reset-by-client-after-server-fin',
  'reset-by-client-after-both-fins',
  'reset-by-client-request-unanswered',
  'reset-by-client-mid-response',
  'reset-by-client-after-response',
  'reset-by-client-after-data',
  'reset-by-server-before-data',
  'reset-by-server-after-client-fin',
  'reset-by-server-after-server-fin',
  'reset-by-server-after-both-fins',
  'reset-by-server-request-unanswered',
  'reset-by-server-mid-response',
  'reset-by-server-after-response',
  'reset-by-server-after-data',
] as const;

/** One of `TEARDOWNS`. */
export type Teardown = (typeof TEARDOWNS)[number];

type Phase =
  | 'before-data'
  | 'after-client-fin'
  | 'after-server-fin'
  | 'after-both-fins'
  | 'request-unanswered'
  | 'mid-response'
  | 'after-response'
  | 'after-data';

/** The classes of reset flows, so that no text is made for a flow. */
const RESETS: Readonly<Record<'client' | 'server', Readonly<Record<Phase, Teardown>>>> = {
  client: {
    'before-data': 'reset-by-client-before-data',
    'after-client-fin': 'reset-by-client-after-client-fin',
    'after-server-fin': 'reset-by-client-after-server-fin',
    'after-both-fins': 'reset-by-client-after-both-fins',
    'request-unanswered': 'reset-by-client-request-unanswered',
    'mid-response': 'reset-by-client-mid-response',
    'after-response': 'reset-by-client-after-response',
    'after-data': 'reset-by-client-after-data',
  },
  server: {
    'before-data': 'reset-by-server-before-data',
    'after-client-fin': 'reset-by-server-after-client-fin',
    'after-server-fin': 'reset-by-server-after-server-fin',
    'after-both-fins': 'reset-by-server-after-both-fins',
    'request-unanswered': 'reset-by-server-request-unanswered',
    'mid-response': 'reset-by-server-mid-response',
    'after-response': 'reset-by-server-after-response',
    'after-data': 'reset-by-server-after-data',
  },
};

/** The teardown class of a flow. */
export function teardownOf(row: FlowRow): Teardown {
  if (row.rstFrame !== 0) return resetTeardown(row);
  const client = row.clientSide;
  const clientFin = row.finFrame(client);
  const serverFin = row.finFrame(1 - client);
  if (clientFin !== 0 && serverFin !== 0)
    return clientFin <= serverFin ? 'orderly-client-first' : 'orderly-server-first';
  if (clientFin !== 0) return 'half-closed-by-client';
  if (serverFin !== 0) return 'half-closed-by-server';
  if (row.has(FlowFlag.SynSeen)) return row.segments(1 - client) === 0 ? 'unanswered' : 'open';
  return row.has(FlowFlag.SynAckSeen) ? 'open' : 'mid-flow-start';
}

function resetTeardown(row: FlowRow): Teardown {
  const client = row.clientSide;
  const isByClient = row.rstSide === client;
  if (!isByClient && isRefusal(row)) return 'refused';
  if (isByClient && isHalfOpenProbe(row)) return 'half-open-probe';
  return RESETS[isByClient ? 'client' : 'server'][phaseOf(row)];
}

/** The server's only answer to a SYN was an RST. */
function isRefusal(row: FlowRow): boolean {
  return (
    row.has(FlowFlag.SynSeen) &&
    !row.has(FlowFlag.SynAckSeen) &&
    row.segments(1 - row.clientSide) === row.rstCount(1 - row.clientSide)
  );
}

/** SYN; SYN, ACK; and the client's RST without ACK in place of an acknowledgment. */
function isHalfOpenProbe(row: FlowRow): boolean {
  return (
    row.has(FlowFlag.SynSeen) &&
    row.has(FlowFlag.SynAckSeen) &&
    !row.has(FlowFlag.HandshakeAckSeen) &&
    !row.has(FlowFlag.RstHasAck) &&
    row.finFrame(0) === 0 &&
    row.finFrame(1) === 0
  );
}

function phaseOf(row: FlowRow): Phase {
  const client = row.clientSide;
  if (row.has(FlowFlag.ResponseUnfinishedAtRst)) return 'mid-response';
  const hadFin = (side: number) => row.finFrame(side) !== 0 && row.finFrame(side) < row.rstFrame;
  const [clientFin, serverFin] = [hadFin(client), hadFin(1 - client)];
  if (clientFin && serverFin) return 'after-both-fins';
  const dataClient = row.has(sideFlag(FlowFlag.DataA, client));
  const dataServer = row.has(sideFlag(FlowFlag.DataA, 1 - client));
  const isUnanswered = row.has(FlowFlag.RequestOutstandingAtRst) || (dataClient && !dataServer);
  if (isUnanswered && !serverFin) return 'request-unanswered';
  if (clientFin) return 'after-client-fin';
  if (serverFin) return 'after-server-fin';
  if (row.has(FlowFlag.ResponseCompleteAtRst)) return 'after-response';
  return dataClient || dataServer ? 'after-data' : 'before-data';
}
