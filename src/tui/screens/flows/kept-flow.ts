/** Whether the row of a flow can be read. */
import type { SurveyRows } from '../../../survey/survey-rows.js';
import type { Shared } from '../../shared.js';

/** The survey that has the row of a flow; null when there is none, or when the row had to be given up. */
export function surveyOf({ capture }: Shared, flow: number | null): SurveyRows | null {
  const survey = capture.kind === 'failed' ? null : capture.survey;
  if (survey === null || flow === null) return null;
  return flow >= survey.flows.firstKept && flow < survey.flows.length ? survey : null;
}
