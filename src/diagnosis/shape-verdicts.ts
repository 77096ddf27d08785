/**
 * What the flow rules say of all flows of one shape, found out once. A verdict for which a rule looked at nothing but what the
 * flows of a shape have in common holds for all of them; the other rules are asked for every flow.
 */
import { type EmptyFlowForm, emptyFlowForm } from '../rules/patterns/empty-flow.js';
import type { FlowRule, Match, Unjudged, Verdict } from '../rules/rule.js';
import type { FlowFacts } from '../survey/flow-facts.js';
import { FlowShapes } from '../survey/flow-shapes.js';
import type { Teardown } from '../tcp/teardown.js';
import type { RuleTally } from './rule-tally.js';
import type { TeardownCounts } from './teardown-counts.js';

/** A flow rule with its place in the list of all rules and its counts. */
export interface RunningFlowRule {
  readonly rule: FlowRule;
  readonly index: number;
  readonly tally: RuleTally;
}

/** A rule that is to be asked, or that matches every flow of the shape. */
export interface Step {
  readonly running: RunningFlowRule;
  readonly match: Match | null;
}

/** What is known of the flows of one shape. */
export interface ShapeVerdicts {
  /** In the order of the rules. */
  readonly steps: readonly Step[];
  /** Rules that find nothing, or cannot judge. */
  readonly settled: readonly { readonly tally: RuleTally; readonly reason: Unjudged | null }[];
  /** The form in a series of probes; undefined where every flow is to be asked. */
  readonly probe: EmptyFlowForm | undefined;
  /** How the flows ended; undefined where every flow is to be asked. */
  readonly teardown: Teardown | undefined;
  /** Flows of the shape that are not counted yet: at the rules that are settled, and by their teardown. */
  uncounted: number;
}

/** The verdicts of all shapes. */
export class ShapeTable {
  private readonly shapes = new FlowShapes();
  private readonly flowRules: readonly RunningFlowRule[];
  private readonly verdicts: ShapeVerdicts[] = [];
  private readonly withUncounted: ShapeVerdicts[] = [];
  /** For flows of shapes that have no number: all rules are asked. */
  private readonly unknown: ShapeVerdicts;

  constructor(flowRules: readonly RunningFlowRule[]) {
    this.flowRules = flowRules;
    const steps = flowRules.map((running) => ({ running, match: null }));
    this.unknown = { steps, settled: [], probe: undefined, teardown: undefined, uncounted: 0 };
  }

  /** The verdicts for the flow on which the cursor is, which is counted. */
  take(flow: FlowFacts): ShapeVerdicts {
    const shape = flow.shapeIn(this.shapes);
    const verdicts = shape < 0 ? this.unknown : (this.verdicts[shape] ?? this.learn(shape, flow));
    if (verdicts.uncounted++ === 0) this.withUncounted.push(verdicts);
    return verdicts;
  }

  /** Counts the flows that were taken: at the rules that are settled, and by their teardown where the shape tells it. */
  count(teardowns: TeardownCounts): void {
    for (const verdicts of this.withUncounted) {
      if (verdicts.teardown !== undefined) teardowns.add(verdicts.teardown, verdicts.uncounted);
      for (const { tally, reason } of verdicts.settled) {
        if (tally.error !== null) continue;
        if (reason === null) tally.judged += verdicts.uncounted;
        else tally.addUnjudged(reason, verdicts.uncounted);
      }
      verdicts.uncounted = 0;
    }
    this.withUncounted.length = 0;
  }

  private learn(shape: number, flow: FlowFacts): ShapeVerdicts {
    const steps: Step[] = [];
    const settled: { tally: RuleTally; reason: Unjudged | null }[] = [];
    for (const running of this.flowRules) {
      const verdict = forAll(flow, () => running.rule.check(flow));
      if (verdict === undefined) steps.push({ running, match: null });
      else if (verdict === null || typeof verdict === 'string')
        settled.push({ tally: running.tally, reason: verdict });
      else steps.push({ running, match: verdict });
    }
    const probe = forAll(flow, () => emptyFlowForm(flow));
    const teardown = forAll(flow, () => flow.teardown);
    const verdicts = { steps, settled, probe, teardown, uncounted: 0 };
    this.verdicts[shape] = verdicts;
    return verdicts;
  }
}

/** What is concluded from the flow if it holds for all flows of its shape; undefined otherwise, and where the rule throws. */
function forAll<Conclusion extends Verdict | EmptyFlowForm | Teardown>(
  flow: FlowFacts,
  conclude: () => Conclusion,
): Conclusion | undefined {
  flow.wasLookedInto = false;
  try {
    const conclusion = conclude();
    return flow.wasLookedInto ? undefined : conclusion;
  } catch {
    // Whoever asks the rule for the flow meets the exception again, and counts it.
    return undefined;
  }
}
