/** Findings of a flow as the screens tell them: without those that were muted, each under its number in the diagnosis. */
import type { CloseUp } from '../../closeup/close-up.js';
import type { Finding } from '../../diagnosis/diagnosis.js';
import { type NumberedEvidence, numberedEvidence } from '../../view/ladder-rows.js';
import { ownText, type SafeText } from '../../view/safe-text.js';
import type { Shared } from '../shared.js';

/** The findings of a flow in the whole capture, worst first. */
export function findingsOfFlow(flow: number, { findingsOf, mutedRules }: Shared): Finding[] {
  return findingsOf(flow).filter(({ rule }) => !mutedRules.has(rule));
}

/** The evidence that the flow has for findings of its own and of the whole capture. */
export function evidenceOfFlow(closeUp: CloseUp, shared: Shared): NumberedEvidence[] {
  const findings = closeUp.findings.filter(({ rule }) => !shared.mutedRules.has(rule));
  return numberedEvidence({ ...closeUp, findings }, findingsOfFlow(closeUp.flow, shared));
}

/** `#1`: the place of a finding in the diagnosis; empty while there is none. */
export function rankText({ id }: Finding, { capture }: Shared): SafeText {
  const index = capture.kind === 'ready' ? capture.diagnosis.findings.findIndex((one) => one.id === id) : -1;
  return ownText(index < 0 ? '' : `#${index + 1}`);
}

/**
 * The next flow of the list with a finding, or the one before; null when there is none.
 * @param step 1 or -1
 */
export function neighbourWithFinding(flow: number, step: 1 | -1, shared: Shared): number | null {
  const { flows } = shared.flows;
  const here = flows.indexOf(flow);
  const start = here < 0 && step < 0 ? flows.length : here;
  for (let at = start + step; at >= 0 && at < flows.length; at += step) {
    const candidate = flows[at] as number;
    if (findingsOfFlow(candidate, shared).length > 0) return candidate;
  }
  return null;
}
