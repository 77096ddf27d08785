/**
 * A survey in, one `Diagnosis` out. The only place where rules, findings and facts of the capture meet.
 *
 *     const survey = new Survey({ onEvict: (_, first, end) => diagnostician.consume(first, end) });
 *     const diagnostician = new Diagnostician(survey);
 *     … survey.read(…), diagnostician.look({ files }) at any time in between, survey.finish() …
 *     const diagnosis = diagnostician.finish({ files });
 */
import { PROBLEM, type ProblemCode } from '../decode/problem.js';
import { RULES } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import type { Survey } from '../survey/survey.js';
import { captureFacts, type DiagnosisInput } from './capture-facts.js';
import type { Diagnosis, Finding } from './diagnosis.js';
import { Judgement } from './judgement.js';
import { RuleRun } from './rule-run.js';

export type { DiagnosisInput };

/** Judges the flows of one survey. */
export class Diagnostician {
  private readonly survey: Survey;
  private readonly run: RuleRun;
  /** The run of looks: its memory is used again by the next one. */
  private ahead: RuleRun | null = null;
  private masks = new Uint16Array(0);
  private judgement: Judgement | null = null;

  /** @param rules all rules; others only in tests */
  constructor(survey: Survey, rules: readonly Rule[] = RULES) {
    this.survey = survey;
    this.run = new RuleRun(survey, rules);
  }

  /** Takes the flows `first … end - 1`, whose rows are about to be given back. */
  consume(first: number, end: number): void {
    this.run.consume(first, end);
  }

  /**
   * What would be said if the capture ended now: any number of times in front of `finish`, of whose result it changes nothing.
   * Only octets that wait behind a hole of their stream are not read yet. The judgement is valid until the next look, and
   * until flows are added.
   */
  look(input: DiagnosisInput): Judgement {
    const { survey, run } = this;
    this.ahead ??= new RuleRun(survey, run.rules);
    this.ahead.beginAs(run);
    const { ahead } = this;
    return new Judgement(survey, ahead, this.roomForMasks(), () => {
      const pending = new Map(survey.pendingProblems());
      for (const [code, count] of lossesOf(ahead)) pending.set(code, count);
      return captureFacts(survey, input, pending);
    });
  }

  /** Takes the flows that are left and concludes. Called once, after `Survey.finish`. */
  finish(input: DiagnosisInput): Diagnosis {
    const { survey, run } = this;
    this.ahead = null;
    this.judgement = new Judgement(survey, run, this.roomForMasks(), () => {
      for (const [code, count] of lossesOf(run)) survey.problems.add(PROBLEM[code], count);
      return captureFacts(survey, input);
    });
    return this.judgement.diagnosis;
  }

  /** One number per kept flow. Made anew for every look it would be megabytes a second for the collector. */
  private roomForMasks(): Uint16Array {
    const { firstKept, length } = this.survey.flows;
    const flows = length - firstKept;
    if (this.masks.length < flows) this.masks = new Uint16Array(this.ahead === null ? flows : 2 * flows);
    return this.masks;
  }

  /**
   * The diagnosis told of some flows only, after `finish`: their totals, and the findings of the whole capture with the
   * counts, times and evidence of these flows. What a service is, and whether a probe is steady, is judged from all flows,
   * so that leaving flows out never makes a finding.
   * @param expression the filter as the user typed it
   */
  only(expression: string, matches: (flow: number) => boolean): Diagnosis {
    if (this.judgement === null) throw new Error('Expected a diagnosis that is finished');
    return this.judgement.only(expression, matches);
  }

  /** Ids of the rules that found something in a flow, in the order of the rules; empty for an evicted flow. */
  findingsOfFlow(flow: number): string[] {
    return this.findingsAt(flow).map(({ rule }) => rule);
  }

  /** The findings to which a flow belongs, in the order of the rules; empty for an evicted flow. */
  findingsAt(flow: number): readonly Finding[] {
    return this.judgement?.findingsAt(flow) ?? [];
  }
}

/** The diagnosis of a survey that evicted nothing, in one call. */
export function diagnose(survey: Survey, input: DiagnosisInput): Diagnosis {
  return new Diagnostician(survey).finish(input);
}

/** What the rules could not keep of the flows, and of how many. */
function lossesOf({ series, services }: RuleRun): [ProblemCode, number][] {
  const counts: [ProblemCode, number][] = [
    ['probe-flows-not-kept', series.notKept],
    ['services-not-kept', services.notKept],
  ];
  return counts.filter(([, count]) => count > 0);
}
