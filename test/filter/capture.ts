/** Filters asked of captures. */
import { readCaptures } from '../../src/cli/read-captures.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { compileFilter } from '../../src/filter/filter.js';
import type { FilterCapture } from '../../src/filter/subject.js';

/** A capture of captures/, read and judged. */
export async function captureOf(name: string): Promise<FilterCapture> {
  const { survey, files } = await readCaptures([`captures/${name}`], { hash: false, onProgress: () => {} });
  const judge = new Diagnostician(survey);
  const { findings } = judge.finish({ files });
  return { survey, findings, findingsAt: (flow) => judge.findingsAt(flow) };
}

/** The flows that match, in order; fails for an expression that is wrong. */
export function matching(capture: FilterCapture, expression: string): number[] {
  const compiled = compileFilter(expression);
  if (!compiled.ok) throw new Error(`${expression}: ${JSON.stringify(compiled.fault)}`);
  const matches = compiled.filter.over(capture);
  return Array.from({ length: capture.survey.flows.length }, (_, flow) => flow).filter(matches);
}
