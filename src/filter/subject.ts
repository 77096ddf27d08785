/**
 * What a filter looks at: the flow on which the cursors are, and what was found in it.
 */
import type { Finding } from '../diagnosis/diagnosis.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { SurveyRows } from '../survey/survey-rows.js';

/** A capture that was read and judged. */
export interface FilterCapture {
  readonly survey: SurveyRows;
  /** All findings in the order in which they are told: `finding:1` is the first. */
  readonly findings: readonly Finding[];
  /** The findings to which a flow belongs (`Diagnostician.findingsAt`). */
  findingsAt(flow: number): readonly Finding[];
}

/** The cursors, moved together. */
export class FilterSubject {
  readonly survey: SurveyRows;
  readonly flow: FlowFacts;
  readonly exchange: ExchangeFacts;
  private readonly capture: FilterCapture;

  constructor(capture: FilterCapture) {
    this.capture = capture;
    this.survey = capture.survey;
    this.flow = new FlowFacts(capture.survey);
    this.exchange = new ExchangeFacts(capture.survey.exchanges, capture.survey.texts);
  }

  /** Findings of the flow. */
  get findings(): readonly Finding[] {
    return this.capture.findingsAt(this.flow.flow);
  }
}

/** Whether the flow on which a subject is matches. */
export type Predicate = (subject: FilterSubject) => boolean;

/** Makes the predicate for a capture. */
export type Binding = (capture: FilterCapture) => Predicate;
