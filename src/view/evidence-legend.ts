import type { CloseUp } from '../closeup/close-up.js';
import { findingTitle, noteSentence } from './finding-text.js';
import { numberedEvidence } from './ladder-rows.js';
import { ownText, type Secrets, say } from './safe-text.js';
import { hang, wrap } from './wrap.js';

/** What the labels in the margin of a ladder stand for, and what a flow alone cannot show. */
export function* evidenceLegend(
  closeUp: CloseUp,
  { width, secrets }: { readonly width: number; readonly secrets: Secrets },
): Generator<string> {
  const numbered = numberedEvidence(closeUp);
  if (numbered.length === 0) return;
  yield '';
  for (const { label, finding, evidence } of numbered) {
    const text = say`${findingTitle(finding)} (${ownText(finding.rule)}): ${noteSentence(evidence, secrets)}`;
    yield* hang(`${label.padEnd(4)}`, text, width);
  }
  yield* wrap('Found in this flow alone: tcpdx report weighs it together with the others.', width);
}
