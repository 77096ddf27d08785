import type { Diagnostician } from '../diagnosis/diagnose.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { flowRecords } from '../report/flow-record.js';
import { flowLines } from '../report/flows.js';
import { jsonReport } from '../report/json.js';
import { markdownReport } from '../report/markdown.js';
import { textReport } from '../report/text.js';
import { RULES } from '../rules/index.js';
import type { Survey } from '../survey/survey.js';
import type { ExportRequest } from '../tui/effect.js';
import type { Message } from '../tui/shared.js';
import { type Secrets, safeText } from '../view/safe-text.js';
import type { CliError } from './io.js';
import { packageVersion } from './version.js';
import { FileExists } from './write-output.js';

/** What is written of. */
export interface ExportSource {
  readonly survey: Survey;
  readonly judge: Diagnostician;
  readonly diagnosis: Diagnosis;
  readonly secrets: Secrets;
}

const REPORTS = {
  'report-text': textReport,
  'report-markdown': markdownReport,
  'report-json': jsonReport,
} as const;

/** Why nothing was written, for the dialog: a file that is in the way can be replaced. */
export function exportRefused(error: CliError): Message {
  const message = { text: safeText(error.message, 400), tone: 'error' } as const;
  return error instanceof FileExists ? { ...message, canReplace: true } : message;
}

/** What the export dialog asked for, as text; null for what cannot be written. */
export function exportParts(
  { content, flows }: ExportRequest,
  { survey, judge, diagnosis, secrets }: ExportSource,
): Iterable<string> | null {
  if (content === 'capture') return null;
  const wanted = flows === null ? null : new Set(flows);
  const isWanted = (flow: number) => wanted?.has(flow) ?? true;
  if (content === 'flows-json') {
    return flowLines(flowRecords(survey, (flow) => judge.findingsOfFlow(flow), secrets, isWanted));
  }
  const told = wanted === null ? diagnosis : judge.only(`${wanted.size} flows`, isWanted);
  return [REPORTS[content](told, { version: packageVersion(), secrets, rules: RULES })];
}
