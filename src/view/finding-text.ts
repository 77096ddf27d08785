/**
 * Findings in words: a table of sentences by rule and variant. The compiler sees to it that none is missing.
 */
import type { Evidence, Finding } from '../diagnosis/diagnosis.js';
import type { EvidenceNote, RuleId } from '../rules/sentence-ids.js';
import { FindingTexts, NumberTexts } from './finding-facts.js';
import { ownText, type SafeText, type Secrets, say } from './safe-text.js';
import { connectionRefused, keepAliveRace, synUnanswered } from './sentences/connection.js';
import { httpsys503, requestAnsweredByReset } from './sentences/http.js';
import { NOTES } from './sentences/notes.js';
import { partialCapture } from './sentences/partial.js';
import { clientAbortProbe, halfOpenProbe } from './sentences/probes.js';
import { finAnsweredByReset, gracefulHealthCheck, healthCheckReset } from './sentences/teardown.js';
import type { RuleSentences, SentencesByRule } from './sentences.js';

/** The sentences of all rules. */
const SENTENCES: SentencesByRule = {
  'fin-answered-by-reset': finAnsweredByReset,
  'health-check-reset': healthCheckReset,
  'graceful-health-check': gracefulHealthCheck,
  'half-open-probe': halfOpenProbe,
  'client-abort-probe': clientAbortProbe,
  'httpsys-503': httpsys503,
  'request-answered-by-reset': requestAnsweredByReset,
  'connection-refused': connectionRefused,
  'syn-unanswered': synUnanswered,
  'keep-alive-race': keepAliveRace,
  'partial-capture': partialCapture,
};

/** The title of a finding: what was seen, and no more. */
export function findingTitle(finding: Finding): SafeText {
  const { title, otherTitles = {} } = sentencesOf(finding);
  return ownText((otherTitles as Readonly<Record<string, string>>)[finding.variant] ?? title);
}

/** The finding in a few sentences. */
export function findingStatement(finding: Finding, secrets: Secrets): SafeText {
  const statements: Readonly<Record<string, (it: FindingTexts) => SafeText>> =
    sentencesOf(finding).statements;
  const statement = statements[finding.variant];
  if (statement === undefined) throw new Error(`Expected a sentence for ${finding.rule}/${finding.variant}`);
  const texts = new FindingTexts(finding, secrets);
  if (finding.server !== null) return statement(texts);
  const others = texts.count('otherServices') ?? ownText('the');
  return say`This stands for ${others} more findings of this kind, too many to be told one by one. ${statement(texts)}`;
}

/** What to ask whom about the finding. */
export function findingAsk(finding: Finding): SafeText {
  return ownText(sentencesOf(finding).ask);
}

/** What the frames of a piece of evidence show. */
export function noteSentence(evidence: Evidence, secrets: Secrets): SafeText {
  if (!Object.hasOwn(NOTES, evidence.note)) throw new Error(`Expected a sentence for note ${evidence.note}`);
  return NOTES[evidence.note as EvidenceNote](new NumberTexts(evidence.numbers, secrets));
}

function sentencesOf(finding: Finding): RuleSentences {
  if (!Object.hasOwn(SENTENCES, finding.rule)) throw new Error(`Expected sentences for rule ${finding.rule}`);
  return SENTENCES[finding.rule as RuleId] as unknown as RuleSentences;
}
