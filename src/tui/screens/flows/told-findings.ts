/** The findings of a flow that are told: those of muted rules are left out. */
import type { Finding } from '../../../diagnosis/diagnosis.js';
import type { Shared } from '../../shared.js';

/** A finding with its number in the diagnosis, from 1; 0 while there is none. */
export interface NumberedFinding {
  readonly finding: Finding;
  readonly number: number;
}

/** Whether something was found in a flow. Makes nothing where nothing was. */
export function hasToldFinding(flow: number, { findingsOf, mutedRules }: Shared): boolean {
  const findings = findingsOf(flow);
  return findings.length > 0 && findings.some(({ rule }) => !mutedRules.has(rule));
}

/** The told findings of a flow, in the order of the diagnosis: worst first. */
export function toldFindings(flow: number, shared: Shared): NumberedFinding[] {
  const { capture, findingsOf, mutedRules } = shared;
  const all = capture.kind === 'ready' ? capture.diagnosis.findings : [];
  return findingsOf(flow)
    .filter(({ rule }) => !mutedRules.has(rule))
    .map((finding) => ({ finding, number: all.findIndex(({ id }) => id === finding.id) + 1 }))
    .sort((a, b) => a.number - b.number);
}
