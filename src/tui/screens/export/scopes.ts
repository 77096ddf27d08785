/** Of which flows something is written. */
import { count, counted, plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import type { ExportContent } from '../../export-content.js';
import type { Shared } from '../../shared.js';

/** What can be chosen. */
export type Scope = 'all' | 'shown' | 'marked' | 'flow';

/** A choice as it stands now. */
export interface ScopeChoice {
  readonly scope: Scope;
  readonly label: SafeText;
  /** Null where it cannot be chosen. */
  readonly flows: number | null;
}

/** The choices. `flow` is the flow on the screen below, null where there is none: then it is left out. */
export function scopeChoices(
  { capture, flows, marks }: Pick<Shared, 'capture' | 'flows' | 'marks'>,
  content: ExportContent,
  flow: number | null,
): ScopeChoice[] {
  const total = capture.kind === 'ready' ? flowsIn(capture.survey.flows, content) : 0;
  const choices: ScopeChoice[] = [
    { scope: 'all', label: say`everything: ${counted(total, 'flow')}`, flows: total },
    shownChoice(flows),
    marks.size === 0
      ? { scope: 'marked', label: ownText('marked: none'), flows: null }
      : { scope: 'marked', label: say`marked: ${counted(marks.size, 'flow')}`, flows: marks.size },
  ];
  if (flow !== null) choices.push({ scope: 'flow', label: say`this flow: ${plain(flow)}`, flows: 1 });
  return choices;
}

/** The numbers of the flows, null for all of them. */
export function flowsOfScope(
  scope: Scope,
  { flows, marks }: Pick<Shared, 'flows' | 'marks'>,
  flow: number | null,
): readonly number[] | null {
  switch (scope) {
    case 'all':
      return null;
    case 'shown':
      return Array.from(flows.flows);
    case 'marked':
      return [...marks].sort((a, b) => a - b);
    case 'flow':
      return flow === null ? [] : [flow];
  }
}

/** A report counts the flows that are no longer kept, too. */
function flowsIn(
  { length, firstKept }: { readonly length: number; readonly firstKept: number },
  content: ExportContent,
): number {
  return content.startsWith('report-') ? length : length - firstKept;
}

function shownChoice({ filter, markedOnly, flows, tookMs }: Shared['flows']): ScopeChoice {
  const unusable = (why: string): ScopeChoice => ({ scope: 'shown', label: ownText(why), flows: null });
  if (tookMs === null) return unusable('shown: being filtered');
  if (filter === '' && !markedOnly) return unusable('shown: no filter');
  if (flows.length === 0) return unusable('shown: none');
  const noun = flows.length === 1 ? 'flow' : 'flows';
  return { scope: 'shown', label: say`shown: ${count(flows.length)} ${ownText(noun)}`, flows: flows.length };
}
