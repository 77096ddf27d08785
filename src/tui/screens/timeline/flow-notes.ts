/** What findings say of every flow, as bits: looked up once per capture and set of muted rules, read at every zoom. */
import type { Finding } from '../../../diagnosis/diagnosis.js';
import { RULES } from '../../../rules/index.js';
import type { SurveyRows } from '../../../survey/survey-rows.js';
import type { Shared } from '../../shared.js';
import { isFailure } from '../summary/failure.js';

/** Bits of a flow. */
export const FlowNote = { Failed: 1, Probe: 2, FailedProbe: 4 } as const;

/** The bits of the flows that are kept. */
export interface FlowNotes {
  readonly survey: SurveyRows;
  readonly muted: ReadonlySet<string>;
  /** Number of the flow of the first octet. */
  readonly firstFlow: number;
  readonly bits: Uint8Array;
}

/** Rules whose flows are probes. A reset that answers a FIN is no probe by itself: its series has a rule of its own. */
const PROBE_RULES: ReadonlySet<string> = new Set(
  RULES.filter(({ id, findsProbes }) => findsProbes === true && id !== 'fin-answered-by-reset').map(
    ({ id }) => id,
  ),
);

/** Looks up the findings of all flows. */
export function notesOf(
  survey: SurveyRows,
  { findingsOf, mutedRules }: Pick<Shared, 'findingsOf' | 'mutedRules'>,
): FlowNotes {
  const { firstKept, length } = survey.flows;
  const bits = new Uint8Array(length - firstKept);
  for (let flow = firstKept; flow < length; flow++) {
    const findings = findingsOf(flow);
    if (findings.length > 0) bits[flow - firstKept] = bitsOf(findings, mutedRules);
  }
  return { survey, muted: mutedRules, firstFlow: firstKept, bits };
}

function bitsOf(findings: readonly Finding[], muted: ReadonlySet<string>): number {
  let bits = 0;
  for (const finding of findings) {
    const hasFailed = isFailure(finding, muted);
    if (hasFailed) bits |= FlowNote.Failed;
    if (!PROBE_RULES.has(finding.rule) || muted.has(finding.rule)) continue;
    bits |= hasFailed ? FlowNote.Probe | FlowNote.FailedProbe : FlowNote.Probe;
  }
  return bits;
}
