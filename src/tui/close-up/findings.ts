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

/** `E1 of #1`: a piece of evidence, and the worst finding of the capture that rests on the same frames. */
export function evidenceName(
  { label, finding, evidence }: NumberedEvidence,
  flow: number,
  shared: Shared,
): SafeText {
  const frames = evidence.frames.join();
  const inCapture = findingsOfFlow(flow, shared);
  const ofCapture =
    inCapture.find((one) => one.evidence.some((it) => it.flow === flow && it.frames.join() === frames)) ??
    inCapture.find(({ rule }) => rule === finding.rule);
  const rank = rankText(ofCapture ?? finding, shared);
  return ownText(rank === '' ? label : `${label} of ${rank}`);
}
