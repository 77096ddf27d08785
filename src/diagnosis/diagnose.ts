/**
 * A finished survey in, one `Diagnosis` out. The only place where rules, findings and facts of the capture meet.
 *
 *     const survey = new Survey({ onEvict: (_, first, end) => diagnostician.consume(first, end) });
 *     const diagnostician = new Diagnostician(survey);
 *     … survey.read(…), survey.finish() …
 *     const diagnosis = diagnostician.finish({ files });
 */
import { RULES } from '../rules/index.js';
import type { Match, Rule, Verdict } from '../rules/rule.js';
import type { Survey } from '../survey/survey.js';
import { checksumFacts } from './checksum-facts.js';
import type { CaptureFacts, Diagnosis, FileFacts, Finding, Totals } from './diagnosis.js';
import { compareFindings, findingOf } from './findings.js';
import type { Group } from './group.js';
import { RuleRun } from './rule-run.js';
import { lookAgain, type SecondLook } from './second-look.js';

/** What is known of the input beside the survey. */
export interface DiagnosisInput {
  readonly files: readonly FileFacts[];
  /** Oddities met while reading the files (`FrameReader.problems`). */
  readonly readerProblems?: readonly ReadonlyMap<string, number>[];
}

/** Judges the flows of one survey. */
export class Diagnostician {
  private readonly survey: Survey;
  private readonly run: RuleRun;
  private masks = new Uint32Array(0);
  private firstMasked = 0;
  private readonly standing = new Map<Group, Match>();

  /** @param rules all rules; others only in tests */
  constructor(survey: Survey, rules: readonly Rule[] = RULES) {
    this.survey = survey;
    this.run = new RuleRun(survey, rules);
  }

  /** Takes the flows `first … end - 1`, whose rows are about to be given back. */
  consume(first: number, end: number): void {
    this.run.consume(first, end);
  }

  /** Takes the flows that are left and concludes. Called once, after `Survey.finish`. */
  finish(input: DiagnosisInput): Diagnosis {
    const { survey, run } = this;
    this.firstMasked = survey.flows.firstKept;
    this.masks = new Uint32Array(survey.flows.length - this.firstMasked);
    run.consume(this.firstMasked, survey.flows.length, this.masks);
    run.judgeSeries();
    const groups = run.groups.groups.filter((group) => run.tallies[group.ruleIndex]?.error === null);
    const look = lookAgain(survey, run.services, groups);
    for (const group of groups) this.conclude(group, look);
    this.dropFailed();
    const context = { survey, services: run.services, look };
    const findings = [...this.standing].map(([group, match]) => findingOf(group, match, context));
    return {
      capture: captureFacts(survey, input),
      totals: totalsOf(survey),
      rules: this.outcomes(findings),
      findings: findings.sort(compareFindings),
      crossCheck: null,
    };
  }

  /** Ids of the rules that found something in a flow, in the order of the rules; empty for an evicted flow. */
  findingsOfFlow(flow: number): string[] {
    const mask = this.masks[flow - this.firstMasked] ?? 0;
    if (mask === 0) return [];
    const { run } = this;
    const ids: string[] = [];
    for (const [index, rule] of run.rules.entries()) {
      if ((mask & (1 << index)) !== 0 && (rule.scope === 'series' || this.stands(rule, index, flow)))
        ids.push(rule.id);
    }
    return ids;
  }

  private stands(rule: Rule, index: number, flow: number): boolean {
    const { run } = this;
    return this.standing.has(run.groups.of(rule, index, run.services.of(run.flow.at(flow)), 0));
  }

  private conclude(group: Group, look: SecondLook): void {
    const { run } = this;
    const verdict = lastWord(group, run, look);
    if (verdict === null) return;
    if (typeof verdict === 'string') {
      run.tallies[group.ruleIndex]?.takeBack(verdict, group.matchCount);
      return;
    }
    this.standing.set(group, verdict);
    if (group.rule.scope === 'series') this.markSeries(group);
  }

  /** A rule may throw as late as at its last word: then none of its findings is told. */
  private dropFailed(): void {
    for (const group of this.standing.keys()) {
      if (this.run.tallies[group.ruleIndex]?.error !== null) this.standing.delete(group);
    }
  }

  private markSeries(group: Group): void {
    const { masks, firstMasked } = this;
    const bit = 1 << group.ruleIndex;
    this.run.eachFlowOfSeries(group, (flow) => {
      const at = flow - firstMasked;
      if (at >= 0) masks[at] = (masks[at] as number) | bit;
    });
  }

  private outcomes(findings: readonly Finding[]): Diagnosis['rules'] {
    const { run } = this;
    const found = new Set(findings.map((finding) => finding.rule));
    return run.rules.map((rule, index) => {
      const looked = rule.scope === 'series' ? run.shapedCount > 0 : false;
      const whyNothing = run.flowCount === 0 || rule.scope !== 'exchange' ? 'no-tcp' : 'no-http';
      const tally = run.tallies[index];
      if (tally === undefined) throw new RangeError(`No counts for rule ${rule.id}`);
      return tally.outcome(found.has(rule.id), looked, whyNothing);
    });
  }
}

/** The diagnosis of a survey that evicted nothing, in one call. */
export function diagnose(survey: Survey, input: DiagnosisInput): Diagnosis {
  return new Diagnostician(survey).finish(input);
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

function captureFacts(survey: Survey, { files, readerProblems = [] }: DiagnosisInput): CaptureFacts {
  const problems: { code: string; count: number }[] = survey.problems.list();
  const ofReaders = new Map<string, number>();
  for (const counts of readerProblems) {
    for (const [code, count] of counts) ofReaders.set(code, (ofReaders.get(code) ?? 0) + count);
  }
  for (const [code, count] of ofReaders) problems.push({ code, count });
  const checksums = checksumFacts(survey);
  problems.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  return {
    files,
    frames: survey.frames,
    epochSeconds: survey.timeBase.epochSeconds,
    firstTimeNs: Number.isNaN(survey.firstTimeNs) ? null : survey.firstTimeNs,
    lastTimeNs: Number.isNaN(survey.lastTimeNs) ? null : survey.lastTimeNs,
    problems,
    ...(checksums === null ? {} : { checksums }),
  };
}

function totalsOf(survey: Survey): Totals {
  const { requests, responses, byStatus } = survey.httpTotals;
  const status: Record<string, number> = {};
  for (const [code, count] of byStatus.entries()) if (count > 0) status[String(code)] = count;
  return {
    flows: survey.flows.length,
    segments: survey.segments,
    payloadBytes: survey.payloadBytes,
    requests,
    responses,
    status,
  };
}
