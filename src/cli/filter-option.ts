import type { FilterFacts } from '../diagnosis/diagnosis.js';
import { compileFilter } from '../filter/filter.js';
import { filterFaultLines } from '../view/filter-fault-text.js';
import { count, counted } from '../view/number.js';
import type { FilterOption } from './diagnose-captures.js';
import { FilterRefused } from './filter-refused.js';

/** How `--filter` is described in the help of every command that has it. */
export const FILTER_OPTION = [
  '--filter <expression>',
  'only flows that match, such as "finding:any && status>=500" (tcpdx filter lists the fields)',
] as const;

/** The filter of an option; null without one. Throws `FilterRefused`, before anything is read. */
export function filterOf(expression: string | undefined): FilterOption | null {
  if (expression === undefined) return null;
  const compiled = compileFilter(expression);
  if (compiled.ok) return { typed: expression, filter: compiled.filter };
  throw new FilterRefused(filterFaultLines(expression, compiled.fault));
}

/** The line for standard error. */
export function matchedLine({ matchedFlows, flows }: Pick<FilterFacts, 'matchedFlows' | 'flows'>): string {
  return `tcpdx: the filter matches ${count(matchedFlows)} of ${counted(flows, 'flow')}\n`;
}
