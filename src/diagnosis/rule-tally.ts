import type { Match, Rule, Unjudged, Verdict } from '../rules/rule.js';
import { UNJUDGED } from '../rules/rule.js';
import type { Lookalikes, RuleOutcome } from './diagnosis.js';

const MOST_SENDERS = 5;

/** Counts of what became of one rule. */
export class RuleTally {
  readonly rule: Rule;
  judged = 0;
  /** Set when the rule threw: it is not asked again and its findings are dropped. */
  error: string | null = null;
  /** Something was looked at that came to no judgement of its own. */
  hasLooked = false;
  private readonly unjudged = new Map<Unjudged, number>();
  private lookalikeCount = 0;
  /** Lookalikes by the id of the text in which their sender names itself; 0 is none. */
  private readonly lookalikes = new Map<number, number>();

  constructor(rule: Rule) {
    this.rule = rule;
  }

  /** Makes these counts equal to others of the same rule. */
  copyFrom(other: RuleTally): void {
    this.judged = other.judged;
    this.error = other.error;
    this.hasLooked = other.hasLooked;
    this.unjudged.clear();
    for (const [reason, count] of other.unjudged) this.unjudged.set(reason, count);
    this.lookalikeCount = other.lookalikeCount;
    this.lookalikes.clear();
    for (const [sender, count] of other.lookalikes) this.lookalikes.set(sender, count);
  }

  /** Counts a verdict; hands out the match when it is one. */
  count(verdict: Verdict): Match | null {
    if (typeof verdict === 'string') {
      this.addUnjudged(verdict);
      return null;
    }
    this.judged++;
    return verdict;
  }

  /** Counts something that the rule could not judge. */
  addUnjudged(reason: Unjudged, times = 1): void {
    this.unjudged.set(reason, (this.unjudged.get(reason) ?? 0) + times);
  }

  /** Judged after all to be not judgeable: `times` of what was counted as judged. */
  takeBack(reason: Unjudged, times: number): void {
    this.judged = Math.max(0, this.judged - times);
    this.addUnjudged(reason, times);
  }

  /** Counts an exchange that was judged and resembles the pattern. */
  addLookalike(sender: number): void {
    this.lookalikeCount++;
    const count = this.lookalikes.get(sender);
    if (count !== undefined) this.lookalikes.set(sender, count + 1);
    else if (this.lookalikes.size < MOST_SENDERS) this.lookalikes.set(sender, 1);
  }

  fail(error: unknown): void {
    this.error = error instanceof Error ? error.message : String(error);
  }

  /**
   * The outcome.
   * @param wasLookedAt the same as `hasLooked`, for all rules of a scope
   * @param textOf the text of an id
   */
  outcome(
    isFound: boolean,
    wasLookedAt: boolean,
    whyNothing: Unjudged,
    textOf: (id: number) => string | null,
  ): RuleOutcome {
    const { judged, error, lookalikeCount } = this;
    const unjudged = UNJUDGED.map((reason) => ({ reason, count: this.unjudged.get(reason) ?? 0 })).filter(
      ({ count }) => count > 0,
    );
    const isClear = judged > 0 || wasLookedAt || this.hasLooked;
    const outcome: RuleOutcome['outcome'] =
      error !== null ? 'error' : isFound ? 'found' : isClear ? 'clear' : 'not-applicable';
    if (outcome === 'not-applicable' && unjudged.length === 0)
      unjudged.push({ reason: whyNothing, count: 0 });
    const base: RuleOutcome = { rule: this.rule.id, outcome, judged, unjudged, error };
    return lookalikeCount === 0 ? base : { ...base, lookalikes: this.lookalikesBy(textOf) };
  }

  private lookalikesBy(textOf: (id: number) => string | null): Lookalikes {
    const senders = [...this.lookalikes].map(([id, count]) => ({
      server: id === 0 ? null : textOf(id),
      count,
    }));
    return { count: this.lookalikeCount, senders };
  }
}
