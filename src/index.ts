/**
 * The library: captures in, a diagnosis out, and documents of it.
 *
 *     paths → readCaptures → Survey → diagnose → Diagnosis → textReport | markdownReport | jsonReport
 *                               └──→ flowRecords, FlowFacts
 *
 * What is exported here is the public surface and follows semantic versioning; nothing else can be imported. Reading throws
 * `CaptureError`; the rest throws nothing because of what is in a capture. `openCapture` and `Survey` are the same steps one
 * by one, for frames that come from elsewhere or rows that must not be kept.
 *
 * @example The report of a capture, as `tcpdx report` prints it
 * ```ts
 * import { diagnose, packageVersion, RULES, readCaptures, textReport } from 'tcpdx';
 *
 * const { survey, files, problems } = await readCaptures(['captures/iis7-health-check.pcap'], {
 *   hash: true,
 *   onProgress: () => {},
 * });
 * const diagnosis = diagnose(survey, { files, readerProblems: [problems] });
 * for (const { rule, server, flowCount } of diagnosis.findings) console.log(rule, server?.address, flowCount);
 * console.log(textReport(diagnosis, { version: packageVersion(), secrets: 'masked', rules: RULES }));
 * ```
 *
 * @example Frames one by one, then flows one by one. A reader has to have the time base of its survey: with another one times have no date
 * ```ts
 * import { Diagnostician, flowRecords, openCapture, Survey } from 'tcpdx';
 *
 * const survey = new Survey();
 * const reader = await openCapture('captures/iis7-health-check.pcap', { timeBase: survey.timeBase, hash: false });
 * do {
 *   while (reader.next()) survey.take(reader.frame);
 * } while (await reader.fill());
 * await reader.close();
 * survey.finish();
 * const doctor = new Diagnostician(survey);
 * doctor.finish({ files: [], readerProblems: [reader.problems] });
 * for (const { flow, client, firstTime, findings } of flowRecords(survey, (flow) => doctor.findingsOfFlow(flow), 'masked')) {
 *   console.log(flow, client, firstTime, findings.join(' '));
 * }
 * ```
 *
 * @packageDocumentation
 */
export { TimeBase } from './bytes/time.js';
export { CaptureError, type CaptureErrorCode } from './capture/capture-error.js';
export { orderByFirstFrame } from './capture/capture-set.js';
export type {
  CaptureComment,
  CaptureFormat,
  CaptureInterface,
  EarlyEnd,
  Frame,
  FrameReader,
  ProblemCounts,
} from './capture/frame-reader.js';
export { type OpenOptions, openCapture } from './capture/open-capture.js';
export type { ReaderProblem } from './capture/reader-problem.js';
export { type ReadCaptures, type ReadOptions, readCaptures, type StoredInput } from './cli/read-captures.js';
export { packageVersion } from './cli/version.js';
export { type DiagnosisInput, Diagnostician, diagnose } from './diagnosis/diagnose.js';
export type {
  CaptureFacts,
  CrossCheck,
  Diagnosis,
  Endpoint,
  Evidence,
  FileFacts,
  Finding,
  Lookalikes,
  RuleOutcome,
  Totals,
} from './diagnosis/diagnosis.js';
export type { KnownRule, ReportContext } from './report/context.js';
export { type FindingsOfFlow, type FlowRecord, flowRecords } from './report/flow-record.js';
export { flowLines, flowTable } from './report/flows.js';
export { jsonReport } from './report/json.js';
export { markdownReport } from './report/markdown.js';
export { textReport } from './report/text.js';
export { RULES } from './rules/index.js';
export {
  type Match,
  type Remedy,
  type Rule,
  type RuleMeaning,
  SEVERITIES,
  type Severity,
  type Source,
  type Unjudged,
} from './rules/rule.js';
export { ExchangeFacts } from './survey/exchange-facts.js';
export { FlowFacts } from './survey/flow-facts.js';
export { Survey, type SurveyLimits, type SurveyOptions } from './survey/survey.js';
export type { SurveyRows } from './survey/survey-rows.js';
