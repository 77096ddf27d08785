import type { Finding } from '../../../diagnosis/diagnosis.js';
import type { FlowFacts } from '../../../survey/flow-facts.js';

/** Whether a finding counts as a failure: notes on probes that went well, or on the capture itself, do not. */
export function isFailure({ severity, rule }: Finding, muted: ReadonlySet<string>): boolean {
  return severity !== 'info' && !muted.has(rule);
}

/** Whether a flow counts as failed: by a finding, or because the server's reset left a request without an answer. */
export function isFailedFlow(
  flow: Pick<FlowFacts, 'rstBy' | 'teardown'>,
  findings: readonly Finding[],
  muted: ReadonlySet<string>,
): boolean {
  if (findings.some((finding) => isFailure(finding, muted))) return true;
  // Whoever mutes what was found in a flow does not want it counted by another name.
  if (findings.some(({ rule }) => muted.has(rule))) return false;
  return flow.rstBy === 'server' && flow.teardown === 'reset-by-server-request-unanswered';
}
