import type { Diagnosis, Finding } from '../diagnosis/diagnosis.js';
import { earlyEndSentence } from '../view/early-end-text.js';
import { findingAsk, findingTitle } from '../view/finding-text.js';
import { unjudgedResets } from '../view/foreign-reset-text.js';
import { inputText } from '../view/input-text.js';
import { lossSentence } from '../view/live-text.js';
import {
  asFarAsJudged,
  neverAnswered,
  nothingFound,
  nothingFoundMeaning,
} from '../view/nothing-found-text.js';
import { count, counted } from '../view/number.js';
import { ownText, type SafeText, safeText, say } from '../view/safe-text.js';
import { confidenceWord, severitySign, severityWord } from '../view/severity.js';
import type { ReportContext } from './context.js';
import { type Block, facts, heading, paragraph } from './document.js';
import { type Fold, foldFindings, foldStatement, serversOf } from './finding-folds.js';

/** The first lines: the verdict, what it rests on, and what to ask whom. */
export function verdictSection(diagnosis: Diagnosis, context: ReportContext): Block[] {
  const { capture, findings } = diagnosis;
  const worst = worstOf(findings);
  const damage = capture.files
    .filter(({ endedEarly }) => endedEarly !== null)
    .map(({ name, endedEarly, frames }) => {
      const end = endedEarly === null ? ownText('') : earlyEndSentence(endedEarly);
      return [
        ownText('Damaged input'),
        say`${inputText(name)}: ${end} This report covers the ${counted(frames, 'frame')} before it.`,
      ] as const;
    });
  const loss = lossSentence(capture);
  const resets = unjudgedResets(diagnosis.rules);
  return [
    heading(1, say`tcpdx report: ${inputName(diagnosis)}`),
    ...facts([
      ...filterRows(diagnosis),
      [ownText('Verdict'), worst === undefined ? nothingFound(diagnosis) : verdictOf(worst, diagnosis)],
      ...damage,
      ...(resets === null ? [] : [[ownText('Not judged'), resets] as const]),
      ...(loss === null ? [] : [[ownText('Lost frames'), loss] as const]),
      ...(worst === undefined ? nothingMore(diagnosis) : restOf(worst, findings, context)),
    ]),
  ];
}

/** That not all flows are told has to be read before anything else. */
function filterRows({ filter }: Diagnosis): (readonly [SafeText, SafeText])[] {
  if (filter === null) return [];
  const { expression, matchedFlows, flows, evictedFlows } = filter;
  const evicted =
    evictedFlows === 0
      ? ownText('')
      : say` ${counted(evictedFlows, 'flow')} did not fit in memory, could not be asked and are left out.`;
  return [
    [ownText('Filter'), safeText(expression, 400)],
    [
      ownText('Told'),
      say`${count(matchedFlows)} of ${counted(flows, 'flow')} match. Findings, counts and evidence are of these alone; what a service is was judged from all flows.${evicted}`,
    ],
  ];
}

/** The last lines: the verdict once more, for on a terminal the first lines are out of sight by then. */
export function closingSection(diagnosis: Diagnosis): Block[] {
  const worst = worstOf(diagnosis.findings);
  if (worst === undefined) return [];
  return [heading(2, ownText('The verdict once more')), paragraph(verdictOf(worst, diagnosis))];
}

/** The first finding; of several as severe, the first that names a server. With it those that are told together with it. */
function worstOf(findings: readonly Finding[]): Fold | undefined {
  const folds = foldFindings(findings);
  const [first] = folds;
  return (
    folds.find(
      ({ findings: [{ server, severity }] }) => server !== null && severity === first?.findings[0].severity,
    ) ?? first
  );
}

function inputName({ capture: { files } }: Diagnosis): SafeText {
  const [first] = files;
  if (first === undefined) return ownText('no input');
  const name = inputText(first.name);
  return files.length === 1 ? name : say`${name} and ${counted(files.length - 1, 'more file')}`;
}

function verdictOf(fold: Fold, diagnosis: Diagnosis): SafeText {
  const [finding] = fold.findings;
  const { severity, confidence } = finding;
  const servers = serversOf(fold);
  const where = servers === null ? ownText('') : say`, ${servers}`;
  if (severity === 'info')
    return say`No failure was found${asFarAsJudged(diagnosis)}. What was noted${where}: ${findingTitle(finding)}.${neverAnswered(diagnosis)}`;
  return say`${severitySign(severity)} ${severityWord(severity)} (${confidenceWord(confidence)})${where}: ${findingTitle(finding)}.`;
}

function restOf(
  worst: Fold,
  findings: readonly Finding[],
  context: ReportContext,
): (readonly [SafeText, SafeText])[] {
  const [finding] = worst.findings;
  const others = findings.length - worst.findings.length;
  return [
    [ownText('Seen'), foldStatement(worst, context.secrets)],
    [ownText('Ask'), findingAsk(finding)],
    ...(others === 0 ? [] : [[ownText('Also'), say`${counted(others, 'more finding')} below.`] as const]),
  ];
}

function nothingMore(diagnosis: Diagnosis): (readonly [SafeText, SafeText])[] {
  const { totals, filter } = diagnosis;
  if (filter !== null && filter.flows > 0 && totals.flows === 0) return [];
  if (totals.flows === 0)
    return [[ownText('Ask'), ownText('Capture where the traffic between balancer and server passes.')]];
  const meaning = say`${nothingFoundMeaning(diagnosis)} How the connections ended, what was looked for, and what could not be, is listed below.`;
  return [[ownText('Meaning'), meaning]];
}
