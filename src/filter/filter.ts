/**
 * Filters of flows: the one way in.
 *
 *     const compiled = compileFilter('finding:any && status>=500');
 *     if (!compiled.ok) … filterFaultText(text, compiled.fault) …
 *     const matches = compiled.filter.over({ survey, findings, findingsAt });
 *     for (flow …) if (matches(flow)) …
 *
 * A text is judged without a capture; only `over` needs one. Nothing throws because of what was typed.
 */
import { compileNode } from './compile.js';
import { FaultFound, type FilterFault } from './fault.js';
import { fieldOf } from './fields.js';
import { parse } from './parse.js';
import { printFilter } from './print.js';
import { type FilterCapture, FilterSubject } from './subject.js';

/** A filter whose text is right. */
export interface FlowFilter {
  /** The expression as the program understood it; the same filter when it is compiled again. */
  readonly expression: string;
  /** Whether flows match, by their numbers: for flows whose rows are kept. The answer uses one cursor: not for two at once. */
  over(capture: FilterCapture): (flow: number) => boolean;
}

/** A filter, or what is wrong with its text. */
export type CompiledFilter =
  | { readonly ok: true; readonly filter: FlowFilter }
  | { readonly ok: false; readonly fault: FilterFault };

/** Compiles an expression. Never throws. */
export function compileFilter(text: string): CompiledFilter {
  try {
    const node = parse(text, (name) => fieldOf(name) !== undefined);
    const bind = compileNode(node);
    const over = (capture: FilterCapture) => {
      const predicate = bind(capture);
      const subject = new FilterSubject(capture);
      return (flow: number) => {
        subject.flow.at(flow);
        return predicate(subject);
      };
    };
    return { ok: true, filter: { expression: printFilter(node), over } };
  } catch (error) {
    if (error instanceof FaultFound) return { ok: false, fault: error.fault };
    throw error;
  }
}
