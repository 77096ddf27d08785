/**
 * Flows without payload that the client ends by FIN: what a TCP health check looks like. How the server answers that
 * FIN is what the report on Alteon and IIS 7.0 is about (`knowledge/alteon-solutions.ts`).
 */
import type { FlowFacts } from '../../survey/flow-facts.js';
import type { ResetForm } from '../probe-series.js';
import type { Unjudged } from '../rule.js';
import { FOREIGN_RESET_FACTS, isForeignReset } from './foreign-reset.js';

/** Facts that the form of an empty flow follows from. */
export const EMPTY_FLOW_FACTS = [
  ...FOREIGN_RESET_FACTS,
  'synSeen',
  'synAckSeen',
  'clientSentData',
  'serverSentData',
  'clientWasCaptured',
  'serverWasCaptured',
  'clientSentFin',
  'serverSentFin',
  'clientFinFirst',
  'rstBy',
  'rstByBoth',
  'rstHasAck',
  'rstAcksAll',
  'rstSequenceExpected',
  'rstSoonAfterFin',
  'clientOctetsMissing',
  'serverOctetsMissing',
] as const;

/** The flow as `emptyFlowForm` sees it. */
export type EmptyFlowFacts = Pick<FlowFacts, (typeof EMPTY_FLOW_FACTS)[number]>;

/** How an empty flow that the client closed ended; null when it is none. */
export type EmptyFlowForm = 'graceful' | ResetForm | Unjudged | null;

/** The form of a flow without payload whose client sent the first FIN. */
export function emptyFlowForm(flow: EmptyFlowFacts): EmptyFlowForm {
  if (!flow.clientSentFin || flow.clientSentData || flow.serverSentData) return null;
  const form = flow.rstBy === null ? closedForm(flow) : resetForm(flow);
  if (form === null) return null;
  const isForeign = flow.rstBy !== null && isForeignReset(flow);
  return whyUnjudged(flow) ?? (isForeign ? 'foreign-reset' : form);
}

/** Without the server's segments nothing can be said; with them, both FINs and the client's first. */
function closedForm(flow: EmptyFlowFacts): EmptyFlowForm {
  if (!flow.serverWasCaptured) return 'one-direction';
  return flow.serverSentFin && flow.clientFinFirst ? 'graceful' : null;
}

function resetForm(flow: EmptyFlowFacts): EmptyFlowForm {
  if (flow.rstBy !== 'server' || flow.rstByBoth || flow.serverSentFin) return null;
  if (!flow.rstSoonAfterFin) return null;
  if (!flow.rstHasAck) return flow.rstSequenceExpected ? 'no-ack' : null;
  // A reset that does not acknowledge the FIN was sent before the FIN arrived: it answers something else.
  if (!flow.rstAcksAll) return null;
  return flow.rstSequenceExpected ? 'ack' : 'sequence-differs';
}

/** Payload may have gone by before the capture began, or beside it. */
function whyUnjudged(flow: EmptyFlowFacts): Unjudged | null {
  if (!flow.serverWasCaptured || !flow.clientWasCaptured) return 'one-direction';
  if (!flow.synSeen || !flow.synAckSeen) return 'mid-flow';
  return flow.clientOctetsMissing || flow.serverOctetsMissing ? 'octets-missing' : null;
}
