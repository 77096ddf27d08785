import type { EvidenceNote, RuleId, VARIANTS } from '../rules/sentence-ids.js';
import type { FindingTexts, NumberTexts } from './finding-facts.js';
import type { SafeText } from './safe-text.js';

/** The words of a rule's findings. A rule, variant or note without its sentence is a compile error. */
export interface RuleSentences<Id extends RuleId = RuleId> {
  /** What was seen, as a title: never more than the frames say. */
  readonly title: string;
  /** The title of variants of which that one would say too much. */
  readonly otherTitles?: Readonly<Partial<Record<(typeof VARIANTS)[Id][number], string>>>;
  /** The finding in one or two sentences, per variant. */
  readonly statements: Readonly<Record<(typeof VARIANTS)[Id][number], (finding: FindingTexts) => SafeText>>;
  /** What to ask whom: one or two sentences in the imperative. */
  readonly ask: string;
}

/** The words of all rules. */
export type SentencesByRule = { readonly [Id in RuleId]: RuleSentences<Id> };

/** What the frames of a piece of evidence show. */
export type NoteSentences = Readonly<Record<EvidenceNote, (numbers: NumberTexts) => SafeText>>;
