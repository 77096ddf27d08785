import { openCapture } from '../../src/capture/open-capture.js';
import { Survey } from '../../src/survey/survey.js';

/** Surveys a capture to its end. Throws `CaptureError` where it cannot be read. */
export async function surveyOfFile(path: string): Promise<Survey> {
  const survey = new Survey();
  const reader = await openCapture(path, { timeBase: survey.timeBase, hash: false });
  await survey.read(reader, 0);
  await reader.close();
  survey.finish();
  return survey;
}
