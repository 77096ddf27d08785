/**
 * What a run of the rules came to: the diagnosis, and which findings belong to which flow.
 */
import type { Match, Rule, Verdict } from '../rules/rule.js';
import type { Survey } from '../survey/survey.js';
import { FilteredTotals, totalsOf } from './capture-facts.js';
import type { CaptureFacts, Diagnosis, Finding } from './diagnosis.js';
import { compareFindings, findingOf } from './findings.js';
import type { Group } from './group.js';
import { lostFrames } from './lost-frames.js';
import { RuleRun } from './rule-run.js';
import { lookAgain, type SecondLook } from './second-look.js';

const NO_FINDINGS: readonly Finding[] = [];

/** The conclusion from all flows of a survey. */
export class Judgement {
  readonly diagnosis: Diagnosis;
  private readonly survey: Survey;
  private readonly run: RuleRun;
  private readonly masks: Uint16Array;
  private readonly firstMasked: number;
  private readonly hasLost: boolean;
  private readonly findings: ReadonlyMap<Group, Finding>;

  /**
   * Lets the rules look at the flows whose rows are kept, and concludes.
   * @param run has consumed the flows that were evicted; belongs to the judgement from now on
   * @param masks room for one number per kept flow; belongs to the judgement from now on
   * @param factsOfCapture asked when the rules have looked
   */
  constructor(survey: Survey, run: RuleRun, masks: Uint16Array, factsOfCapture: () => CaptureFacts) {
    this.survey = survey;
    this.run = run;
    this.firstMasked = survey.flows.firstKept;
    this.masks = masks.subarray(0, survey.flows.length - this.firstMasked).fill(0);
    run.consume(this.firstMasked, survey.flows.length, this.masks);
    run.seriesRun.judge();
    const capture = factsOfCapture();
    this.hasLost = lostFrames(capture) > 0;
    this.findings = conclude(survey, run, this.hasLost);
    for (const group of this.findings.keys()) {
      if (group.rule.scope === 'series') run.seriesRun.mark(group, this.masks, this.firstMasked);
    }
    const findings = [...this.findings.values()].sort(compareFindings);
    this.diagnosis = {
      capture,
      filter: null,
      totals: totalsOf(survey, run.teardowns),
      rules: outcomesOf(run, survey, findings, 'no-tcp'),
      findings,
      crossCheck: null,
    };
  }

  /** See `Diagnostician.only`. */
  only(expression: string, matches: (flow: number) => boolean): Diagnosis {
    const { survey, run } = this;
    const some = new RuleRun(survey, run.rules, run);
    const totals = new FilteredTotals(survey);
    const mask = new Uint16Array(1);
    let matchedFlows = 0;
    for (let flow = survey.flows.firstKept; flow < survey.flows.length; flow++) {
      if (!matches(flow)) continue;
      matchedFlows++;
      some.consume(flow, flow + 1, mask);
      totals.add(flow);
    }
    some.seriesRun.judge();
    const standing = [...conclude(survey, some, this.hasLost)].filter(([group]) => this.isTold(group));
    const findings = standing.map(([, finding]) => finding).sort(compareFindings);
    const { firstKept, length } = survey.flows;
    return {
      ...this.diagnosis,
      filter: { expression, matchedFlows, flows: length - firstKept, evictedFlows: firstKept },
      totals: totals.totals(some.teardowns),
      rules: outcomesOf(some, survey, findings, length === 0 ? 'no-tcp' : 'no-match'),
      findings,
    };
  }

  /** The findings to which a flow belongs, in the order of the rules; empty for an evicted flow. */
  findingsAt(flow: number): readonly Finding[] {
    const mask = this.masks[flow - this.firstMasked] ?? 0;
    if (mask === 0) return NO_FINDINGS;
    const { run } = this;
    const facts = run.flow.at(flow);
    const service = run.services.of(facts);
    const found: Finding[] = [];
    for (let index = 0; index < run.rules.length; index++) {
      if ((mask & (1 << index)) === 0) continue;
      const rule = run.rules[index] as Rule;
      const client = rule.scope === 'series' ? facts.clientAddress : 0;
      const group = run.groups.find(index, service, client);
      const finding = group === undefined ? undefined : this.findings.get(group);
      if (finding !== undefined) found.push(finding);
    }
    return found;
  }

  /** Whether a group of some flows is part of one of all flows that is told. */
  private isTold({ ruleIndex, service, client }: Group): boolean {
    if (service >= 0) {
      const group = this.run.groups.find(ruleIndex, service, client);
      return group !== undefined && this.findings.has(group);
    }
    return [...this.findings.keys()].some((group) => group.ruleIndex === ruleIndex && group.service < 0);
  }
}

/** The findings of a run by their groups: those that stand when the whole is known. */
function conclude(survey: Survey, run: RuleRun, hasLost: boolean): Map<Group, Finding> {
  const isWell = ({ ruleIndex }: Group) => run.tallies[ruleIndex]?.error === null;
  const groups = run.groups.groups.filter(isWell);
  const look = lookAgain(survey, run.services, run.answers, groups);
  const standing = new Map<Group, Match>();
  for (const group of groups) {
    const verdict = lastWord(group, run, look);
    if (typeof verdict === 'string') run.tallies[group.ruleIndex]?.takeBack(verdict, group.matchCount);
    else if (verdict !== null) standing.set(group, verdict);
  }
  // A rule may throw as late as at its last word: then none of its findings is told.
  const context = { survey, services: run.services, look, hasLost };
  const told = [...standing].filter(([group]) => isWell(group));
  return new Map(told.map(([group, match]) => [group, findingOf(group, match, context)]));
}

/** @param withoutFlows what a rule says that got no flow at all */
function outcomesOf(
  run: RuleRun,
  { texts }: Survey,
  findings: readonly Finding[],
  withoutFlows: 'no-tcp' | 'no-match',
): Diagnosis['rules'] {
  const found = new Set(findings.map((finding) => finding.rule));
  const textOf = (id: number) => texts.latin1(id);
  return run.rules.map((rule, index) => {
    const looked = rule.scope === 'series' ? run.shapedCount > 0 : false;
    const whyNothing = run.flowCount === 0 ? withoutFlows : rule.scope === 'exchange' ? 'no-http' : 'no-tcp';
    const tally = run.tallies[index];
    if (tally === undefined) throw new RangeError(`No counts for rule ${rule.id}`);
    return tally.outcome(found.has(rule.id), looked, whyNothing, textOf);
  });
}

/** What a rule says when it knows the service as a whole; its error is its outcome. */
function lastWord(group: Group, run: RuleRun, look: SecondLook): Verdict {
  const { rule, mainMatch, service } = group;
  if (rule.concludes === undefined || service < 0) return mainMatch;
  try {
    return rule.concludes(mainMatch, run.services.facts(service, look.hostSent(service)));
  } catch (error) {
    run.tallies[group.ruleIndex]?.fail(error);
    return null;
  }
}
