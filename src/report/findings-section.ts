import type { Diagnosis, Evidence, FileFacts, Finding } from '../diagnosis/diagnosis.js';
import { clientText, confidenceText, serverText, whenText } from '../view/finding-place.js';
import { findingStatement, findingTitle, noteSentence } from '../view/finding-text.js';
import { framePlaces } from '../view/frame-places.js';
import { count, counted, plain } from '../view/number.js';
import { ownText, type SafeText, say } from '../view/safe-text.js';
import { severitySign, severityWord } from '../view/severity.js';
import { flowFilter, frameFilter } from '../view/wireshark-filter.js';
import { type KnownRule, type ReportContext, ruleOf } from './context.js';
import { type Block, facts, heading, list, paragraph } from './document.js';
import { ruleKnowledge } from './rule-blocks.js';

/** Findings that are told in full; the summary has a line for more of them. */
const MOST_FINDINGS = 50;

/** Flows of a finding whose frames are listed. */
const MOST_EVIDENCE = 5;

/** The findings, worst first. A rule's remedies are given once. */
export function findingsSection(diagnosis: Diagnosis, context: ReportContext): Block[] {
  const { findings } = diagnosis;
  if (findings.length === 0) return [];
  const told: Told = { rules: new Set(), remedies: new Set() };
  const unshown = findings.length - MOST_FINDINGS;
  return [
    heading(2, ownText('Findings')),
    ...findings
      .slice(0, MOST_FINDINGS)
      .flatMap((finding, index) => [
        heading(3, say`${plain(index + 1)}. ${severityText(finding)} ${findingTitle(finding)}`),
        ...observation(finding, diagnosis, context),
        ...explanation(ruleOf(context, finding.rule), told),
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

function severityText({ severity }: Finding): SafeText {
  return say`${severitySign(severity)} ${severityWord(severity)}:`;
}

/** What was seen, where, when, and in which frames. */
function observation(finding: Finding, diagnosis: Diagnosis, context: ReportContext): Block[] {
  const evidence = finding.evidence
    .slice(0, MOST_EVIDENCE)
    .map((it) => evidenceText(it, diagnosis.capture.files, context));
  return [
    paragraph(findingStatement(finding, context.secrets)),
    ...facts(whereAndWhen(finding, diagnosis)),
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

function whereAndWhen(finding: Finding, { capture }: Diagnosis): (readonly [SafeText, SafeText])[] {
  return [
    [ownText('Server'), serverText(finding)],
    [ownText('Client'), clientText(finding)],
    [ownText('Flows'), count(finding.flowCount)],
    [ownText('When'), whenText(finding, capture)],
    [ownText('Confidence'), confidenceText(finding)],
    [ownText('Id'), ownText(finding.id)],
  ];
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
