import type { Diagnosis, Evidence, FileFacts, Finding } from '../diagnosis/diagnosis.js';
import { clientText, confidenceText, serverText, whenText } from '../view/finding-place.js';
import { findingTitle, noteSentence } from '../view/finding-text.js';
import { framePlaces } from '../view/frame-places.js';
import { count, counted, plain } from '../view/number.js';
import { ownText, type SafeText, say } from '../view/safe-text.js';
import { severitySign, severityWord } from '../view/severity.js';
import { flowFilter, frameFilter } from '../view/wireshark-filter.js';
import { type KnownRule, type ReportContext, ruleOf } from './context.js';
import { type Block, facts, heading, list, paragraph, table } from './document.js';
import {
  clientOf,
  type Fold,
  foldFindings,
  foldStatement,
  isByClient,
  serversOf,
  together,
} from './finding-folds.js';
import { ruleKnowledge } from './rule-blocks.js';

/** Findings that are told in full, those that are told together as one; the summary has a line for more of them. */
const MOST_FINDINGS = 50;

/** Flows of a finding whose frames are listed. */
const MOST_EVIDENCE = 5;

/** Rows for findings that are told together; the others are counted. */
const MOST_ROWS = 30;

/** The findings, worst first. A rule's remedies are given once. */
export function findingsSection(diagnosis: Diagnosis, context: ReportContext): Block[] {
  const { findings } = diagnosis;
  if (findings.length === 0) return [];
  const told: Told = { rules: new Set(), remedies: new Set() };
  const folds = foldFindings(findings);
  const unshown = folds.slice(MOST_FINDINGS).reduce((sum, fold) => sum + fold.findings.length, 0);
  return [
    heading(2, ownText('Findings')),
    ...folds
      .slice(0, MOST_FINDINGS)
      .flatMap((fold) => [
        heading(3, titleOf(fold)),
        ...observation(fold, diagnosis, context),
        ...explanation(ruleOf(context, fold.findings[0].rule), told),
      ]),
    ...(unshown > 0
      ? [paragraph(say`${counted(unshown, 'more finding')} not shown here: see --format json.`)]
      : []),
  ];
}

/** What was explained already: rules by id, remedies by title. */
interface Told {
  readonly rules: Set<string>;
  readonly remedies: Set<string>;
}

function titleOf(fold: Fold): SafeText {
  const {
    findings: [finding, ...others],
    numbers: [number],
  } = fold;
  const times = others.length === 0 ? ownText('') : say` (${counted(others.length + 1, 'finding')})`;
  return say`${plain(number)}. ${severityText(finding)} ${findingTitle(finding)}${times}`;
}

function severityText({ severity }: Finding): SafeText {
  return say`${severitySign(severity)} ${severityWord(severity)}:`;
}

/** What was seen, where, when, and in which frames. */
function observation(fold: Fold, diagnosis: Diagnosis, context: ReportContext): Block[] {
  const finding = together(fold);
  const evidence = finding.evidence
    .slice(0, MOST_EVIDENCE)
    .map((it) => evidenceText(it, diagnosis.capture.files, context));
  return [
    paragraph(foldStatement(fold, context.secrets)),
    ...facts(whereAndWhen(fold, finding, diagnosis)),
    ...findingTable(fold),
    ...(evidence.length === 0 ? [] : [heading(4, ownText('Evidence')), ...list(evidence)]),
    ...unshownEvidence(finding),
    heading(4, ownText('Wireshark display filters: the flows, and the frames above')),
    { kind: 'code', lines: filters(finding) },
  ];
}

function explanation(rule: KnownRule, told: Told): Block[] {
  if (told.rules.has(rule.id)) {
    return [
      paragraph(ownText('Explanation, alternatives and remedies: as for the first finding of this kind.')),
    ];
  }
  told.rules.add(rule.id);
  return ruleKnowledge(rule, told.remedies);
}

/** @param finding the findings of the fold together */
function whereAndWhen(
  fold: Fold,
  finding: Finding,
  { capture }: Diagnosis,
): (readonly [SafeText, SafeText])[] {
  return [
    [ownText('Server'), serversOf(fold) ?? serverText(finding)],
    [ownText('Client'), clientOf(fold)],
    [ownText('Flows'), count(finding.flowCount)],
    [ownText('When'), whenText(finding, capture)],
    [ownText('Confidence'), confidenceText(finding)],
    ...(fold.findings.length === 1 ? [[ownText('Id'), ownText(finding.id)] as const] : []),
  ];
}

/** Where the findings that are told together were made; their numbers are those that filters know them by. */
function findingTable(fold: Fold): Block[] {
  if (fold.findings.length === 1) return [];
  const withClient = isByClient(fold);
  const rows = fold.findings
    .slice(0, MOST_ROWS)
    .map((finding, index) => [
      plain(fold.numbers[index] as number),
      serverText(finding),
      ...(withClient ? [clientText(finding)] : []),
      count(finding.flowCount),
      finding.flows[0] === undefined ? ownText('-') : plain(finding.flows[0]),
    ]);
  const columns = ['Finding', 'Server', ...(withClient ? ['Client'] : []), 'Flows', 'First flow'];
  const unshown = fold.findings.slice(MOST_ROWS);
  const flows = unshown.reduce((sum, { flowCount }) => sum + flowCount, 0);
  const rest = say`${counted(unshown.length, 'more finding')} with ${counted(flows, 'flow')} not shown here: see --format json.`;
  return [...table(columns.map(ownText), rows), ...(unshown.length === 0 ? [] : [paragraph(rest)])];
}

function evidenceText(evidence: Evidence, files: readonly FileFacts[], context: ReportContext): SafeText {
  return say`flow ${plain(evidence.flow)}, ${framePlaces(files, evidence.frames)}: ${noteSentence(evidence, context.secrets)}`;
}

function unshownEvidence({ flowCount, evidence }: Finding): Block[] {
  const unshown = flowCount - Math.min(evidence.length, MOST_EVIDENCE);
  return unshown > 0
    ? [
        paragraph(
          say`${counted(unshown, 'more flow')} with the same pattern: see the filter, or tcpdx flows.`,
        ),
      ]
    : [];
}

function filters({ flows, evidence }: Finding): SafeText[] {
  const frames = evidence.slice(0, MOST_EVIDENCE).flatMap((it) => it.frames);
  return frames.length === 0 ? [flowFilter(flows)] : [flowFilter(flows), frameFilter(frames)];
}
