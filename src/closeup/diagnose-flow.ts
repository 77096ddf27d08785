import { Diagnostician } from '../diagnosis/diagnose.js';
import type { Finding } from '../diagnosis/diagnosis.js';
import { RULES } from '../rules/index.js';
import type { Survey } from '../survey/survey.js';

/** Rules that look at one flow or one exchange: a series needs the others. */
const FLOW_RULES = RULES.filter(({ scope }) => scope !== 'series');

/**
 * What the rules find in the only flow of a survey, told under its number in the capture. A rule that weighs a service by
 * all its flows knows only this one here.
 */
export function diagnoseFlow(survey: Survey, flow: number): Finding[] {
  const { findings } = new Diagnostician(survey, FLOW_RULES).finish({ files: [] });
  return findings.map((finding) => ({
    ...finding,
    flows: [flow],
    evidence: finding.evidence.map((evidence) => ({ ...evidence, flow })),
  }));
}
