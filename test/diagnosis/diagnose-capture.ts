import { openCapture } from '../../src/capture/open-capture.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.js';
import type { Rule } from '../../src/rules/rule.js';
import { Survey, type SurveyOptions } from '../../src/survey/survey.js';

/** A diagnosis with what it was made from. */
export interface Diagnosed {
  readonly diagnosis: Diagnosis;
  readonly diagnostician: Diagnostician;
  readonly survey: Survey;
}

/** Reads a capture and diagnoses it, as a report does. */
export async function diagnoseCapture(
  path: string,
  options: SurveyOptions = {},
  rules?: readonly Rule[],
): Promise<Diagnosed> {
  const survey = new Survey({ ...options, onEvict: (_, first, end) => diagnostician.consume(first, end) });
  const diagnostician = new Diagnostician(survey, rules);
  const reader = await openCapture(path, { timeBase: survey.timeBase, hash: false });
  await survey.read(reader, 0);
  await reader.close();
  survey.finish();
  return { diagnosis: diagnostician.finish({ files: [] }), diagnostician, survey };
}
