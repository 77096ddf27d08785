import type { Shared } from './shared.js';

/**
 * The next flow of the list that has a finding, as the list is filtered and sorted; findings of muted rules do not count.
 * Null when there is none further on.
 * @param current the flow to start from; null for before the first, or behind the last
 */
export function nextFinding(
  { flows, findingsOf, mutedRules }: Pick<Shared, 'flows' | 'findingsOf' | 'mutedRules'>,
  current: number | null,
  step: 1 | -1,
): number | null {
  const list = flows.flows;
  const place = current === null ? -1 : list.indexOf(current);
  const start = place < 0 ? (step === 1 ? 0 : list.length - 1) : place + step;
  for (let at = start; at >= 0 && at < list.length; at += step) {
    const flow = list[at] as number;
    if (findingsOf(flow).some(({ rule }) => !mutedRules.has(rule))) return flow;
  }
  return null;
}
