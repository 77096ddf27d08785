/** The findings of a flow that are told: those of muted rules are left out. */
import type { Finding } from '../../../diagnosis/diagnosis.js';
import type { Shared } from '../../shared.js';

/** A finding with its number in the diagnosis, from 1; 0 while there is none. */
export interface NumberedFinding {
  readonly finding: Finding;
  readonly number: number;
}

/**
 * The next row, in steps of 1 or -1, whose flow has a told finding; -1 for none. May look at a million flows: nothing is made for
 * one in which nothing was found.
 */
export function rowWithFinding(
  from: number,
  step: 1 | -1,
  { findingsOf, mutedRules, flows }: Shared,
): number {
  const numbers = flows.flows;
  for (let row = from + step; row >= 0 && row < numbers.length; row += step) {
    const findings = findingsOf(numbers[row] as number);
    if (findings.length > 0 && findings.some(({ rule }) => !mutedRules.has(rule))) return row;
  }
  return -1;
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
